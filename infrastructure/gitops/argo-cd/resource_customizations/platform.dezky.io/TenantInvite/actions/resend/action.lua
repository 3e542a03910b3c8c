local os = require("os")

-- Any new value counts; the operator echoes the one it has handled in status.lastHandledResend.
obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["platform.dezky.io/resend"] = os.date("!%Y-%m-%dT%XZ")

return obj
