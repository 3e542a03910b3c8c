local annotations = obj.metadata.annotations or {}
local paused = annotations["platform.dezky.io/paused"] == "true"

local actions = {}

-- While it is paused the operator does nothing, asked or not.
actions["reconcile"] = {
  ["displayName"] = "Reconcile now",
  ["iconClass"] = "fa fa-fw fa-rotate-right",
  ["disabled"] = paused
}

if paused then
  actions["resume"] = {["displayName"] = "Resume", ["iconClass"] = "fa fa-fw fa-play"}
else
  actions["pause"] = {["displayName"] = "Pause", ["iconClass"] = "fa fa-fw fa-pause"}
end

return actions
