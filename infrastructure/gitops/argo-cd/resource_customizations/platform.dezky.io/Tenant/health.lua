-- A Tenant reports as kstatus reads it: Ready, Reconciling, Stalled, and observedGeneration on the status and on each
-- condition. DnsVerified is no part of Ready, because publishing records is the customer's work: it is only told.

local function health(status, message)
  return {status = status, message = message}
end

local annotations = obj.metadata.annotations or {}
local deleting = obj.metadata.deletionTimestamp ~= nil

-- The operator touches nothing of a paused object, its deletion included.
if annotations["platform.dezky.io/paused"] == "true" then
  if deleting then
    return health("Suspended", "Paused, so the deletion waits. Resume it to let the deletion go on.")
  end
  return health("Suspended", "Paused: the operator changes nothing.")
end

local status = obj.status or {}
local conditions = {}
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
end
local ready = conditions["Ready"]
local stalled = conditions["Stalled"]
local reconciling = conditions["Reconciling"]
local dns = conditions["DnsVerified"]

if deleting then
  if ready ~= nil and ready.reason == "DeletionFailed" then
    return health("Degraded", ready.message)
  end
  return health("Progressing", "Being deleted.")
end

if ready == nil then
  return health("Progressing", "Waiting for the operator.")
end

if status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "The operator has not come to the last change yet.")
end

if stalled ~= nil and stalled.status == "True" then
  return health("Degraded", stalled.message)
end

if ready.status == "True" then
  local asked = annotations["platform.dezky.io/reconcile-at"]
  if asked ~= nil and asked ~= status.lastHandledReconcileAt then
    return health("Progressing", "Asked to reconcile now.")
  end
  if dns ~= nil and dns.status == "False" then
    return health("Healthy", ready.message .. " " .. dns.message)
  end
  return health("Healthy", ready.message)
end

if reconciling ~= nil and reconciling.status == "True" then
  return health("Progressing", ready.message)
end

return health("Degraded", ready.message)
