-- Not removed but set: Argo CD takes a map that an action has emptied for an unchanged one, so with no other annotation
-- on the object a removal would do nothing.
obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["platform.dezky.io/paused"] = "false"

return obj
