-- An invite reports as kstatus reads it: Ready, Reconciling, Stalled, and observedGeneration on the status and on each
-- condition. It is Ready once its credential is handed over, and stays so when the person has signed in.

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

-- Another credential can be asked for while one is open, and after it has expired unused.
local resend = annotations["platform.dezky.io/resend"]
local expired = stalled ~= nil and stalled.reason == "Expired"
if resend ~= nil and resend ~= status.lastHandledResend and (ready.status == "True" or expired) then
  return health("Progressing", "Asked for another credential.")
end

if stalled ~= nil and stalled.status == "True" then
  return health("Degraded", stalled.message)
end

if ready.status == "True" then
  local asked = annotations["platform.dezky.io/reconcile-at"]
  if asked ~= nil and asked ~= status.lastHandledReconcileAt then
    return health("Progressing", "Asked to reconcile now.")
  end
  return health("Healthy", ready.message)
end

if reconciling ~= nil and reconciling.status == "True" then
  return health("Progressing", ready.message)
end

return health("Degraded", ready.message)
