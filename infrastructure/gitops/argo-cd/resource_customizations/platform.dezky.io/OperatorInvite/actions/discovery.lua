local annotations = obj.metadata.annotations or {}
local paused = annotations["platform.dezky.io/paused"] == "true"
local deleting = obj.metadata.deletionTimestamp ~= nil
local state = (obj.status or {}).state

local actions = {}

-- While it is paused the operator does nothing, asked or not.
actions["reconcile"] = {
  ["displayName"] = "Reconcile now",
  ["iconClass"] = "fa fa-fw fa-rotate-right",
  ["disabled"] = paused
}

-- Another credential takes the place of one that is unused or was not used in time. Who has signed in needs none.
actions["resend"] = {
  ["displayName"] = "Hand over another credential",
  ["iconClass"] = "fa fa-fw fa-key",
  ["disabled"] = paused or deleting or not (state == "Delivered" or state == "Expired")
}

if paused then
  actions["resume"] = {["displayName"] = "Resume", ["iconClass"] = "fa fa-fw fa-play"}
else
  actions["pause"] = {["displayName"] = "Pause", ["iconClass"] = "fa fa-fw fa-pause"}
end

return actions
