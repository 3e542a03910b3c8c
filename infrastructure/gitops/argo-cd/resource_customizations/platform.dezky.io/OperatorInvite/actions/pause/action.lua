obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["platform.dezky.io/paused"] = "true"

return obj
