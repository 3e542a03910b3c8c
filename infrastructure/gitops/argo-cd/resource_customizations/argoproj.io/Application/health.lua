-- Argo CD gives an Application no health of its own, and without one the waves of an app of apps do not wait for the one
-- before. Only for argocd-cm: upstream has it in its documentation.
local health = (obj.status or {}).health or {}

return {status = health.status or "Progressing", message = health.message or ""}
