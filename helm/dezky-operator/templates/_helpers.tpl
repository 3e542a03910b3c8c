{{- define "dezky-operator.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{/* Prefix of all names. Short enough that the longest suffix still gives a valid name. */}}
{{- define "dezky-operator.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "dezky-operator.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "dezky-operator.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "dezky-operator.namespace" -}}
{{- .Values.namespaceOverride | default .Release.Namespace -}}
{{- end }}

{{- define "dezky-operator.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (ternary (include "dezky-operator.fullname" .) "default" .Values.serviceAccount.create) -}}
{{- end }}

{{- define "dezky-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "dezky-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* metadata of an object; called with (list $ name), or with (list $ name labels annotations). */}}
{{- define "dezky-operator.labels" -}}
{{- $own := dict
      "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_")
      "app.kubernetes.io/version" (.Chart.AppVersion | toString)
      "app.kubernetes.io/managed-by" .Release.Service
      "app.kubernetes.io/part-of" "dezky" -}}
{{- $selector := include "dezky-operator.selectorLabels" . | fromYaml -}}
{{- mergeOverwrite (deepCopy .Values.commonLabels) $own $selector | toYaml -}}
{{- end }}

{{- define "dezky-operator.metadata" -}}
{{- $root := index . 0 -}}
name: {{ index . 1 }}
labels:
  {{- $labels := include "dezky-operator.labels" $root | fromYaml }}
  {{- if gt (len .) 2 }}
  {{- $labels = mergeOverwrite (deepCopy (index . 2 | default dict)) $labels }}
  {{- end }}
  {{- toYaml $labels | nindent 2 }}
{{- $annotations := deepCopy $root.Values.commonAnnotations }}
{{- if gt (len .) 3 }}
{{- $annotations = mergeOverwrite $annotations (index . 3 | default dict) }}
{{- end }}
{{- with $annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "dezky-operator.image" -}}
{{- $image := .Values.image -}}
{{- $name := ternary (printf "%s/%s" $image.registry $image.repository) $image.repository (ne $image.registry "") -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $name $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $name ($image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end }}

{{/* Where things lie in the container. The port is the image's as well (EXPOSE). */}}
{{- define "dezky-operator.credentialsFolder" -}}/etc/dezky/credentials{{- end }}
{{- define "dezky-operator.caFile" -}}/etc/dezky/ca/ca.crt{{- end }}
{{- define "dezky-operator.port" -}}8080{{- end }}

{{- define "dezky-operator.hasOwnCa" -}}
{{- if or .Values.caBundle.configMapName .Values.caBundle.secretName }}true{{ end -}}
{{- end }}

{{- define "dezky-operator.leaderElection" -}}
{{- $kubernetes := .Values.config.kubernetes | default dict -}}
{{- if ne (get $kubernetes "leaderElection" | toString) "false" }}true{{ end -}}
{{- end }}

{{- define "dezky-operator.leaseName" -}}
{{- $kubernetes := .Values.config.kubernetes | default dict -}}
{{- get $kubernetes "leaseName" | default (include "dezky-operator.fullname" .) -}}
{{- end }}

{{/* The operator's configuration file: the chart's own part below what the user set. */}}
{{- define "dezky-operator.config" -}}
{{- $folder := include "dezky-operator.credentialsFolder" . -}}
{{- $own := dict
      "authentik" (dict "tokenFile" (printf "%s/authentik-token" $folder))
      "stalwart" (dict "tokenFile" (printf "%s/stalwart-token" $folder))
      "ocis" (dict "passwordFile" (printf "%s/ocis-password" $folder))
      "kubernetes" (dict "namespaces" .Values.watchNamespaces "leaseName" (include "dezky-operator.leaseName" .))
      "server" (dict "port" (include "dezky-operator.port" . | int)) -}}
{{- if include "dezky-operator.hasOwnCa" . -}}
{{- range list "authentik" "stalwart" "ocis" -}}
{{- $_ := set (get $own .) "caFile" (include "dezky-operator.caFile" $) -}}
{{- end -}}
{{- end -}}
{{- mergeOverwrite $own (deepCopy .Values.config) | toYaml -}}
{{- end }}

{{/* What a schema can't say: each message names the value and the mend. */}}
{{- define "dezky-operator.validate" -}}
{{- $config := .Values.config -}}
{{- if not $config.platform.baseDomain -}}
{{- fail "config.platform.baseDomain is not set: give the domain of your platform, such as --set config.platform.baseDomain=dezky.example" -}}
{{- end -}}
{{- range $system, $name := dict "authentik" "Authentik" "stalwart" "Stalwart" "ocis" "oCIS" -}}
{{- if not (get (get $config $system) "url") -}}
{{- fail (printf "config.%s.url is not set: give the base URL under which the operator reaches %s" $system $name) -}}
{{- end -}}
{{- end -}}
{{- $kubernetes := $config.kubernetes | default dict -}}
{{- if hasKey $kubernetes "namespaces" -}}
{{- fail "config.kubernetes.namespaces belongs to the chart: set watchNamespaces instead, so that the roles fit" -}}
{{- end -}}
{{- if hasKey $kubernetes "leaseNamespace" -}}
{{- fail "config.kubernetes.leaseNamespace belongs to the chart: the Lease lies in the operator's own namespace, where its Role is" -}}
{{- end -}}
{{- if hasKey $config "server" -}}
{{- fail "config.server belongs to the chart: probes, Service and NetworkPolicy rely on its port. Leave it out" -}}
{{- end -}}
{{- if and (gt (int .Values.replicas) 1) (not (include "dezky-operator.leaderElection" .)) -}}
{{- fail "replicas is more than 1 but config.kubernetes.leaderElection is false: two operators would work on the same objects. Leave leader election on, or use one replica" -}}
{{- end -}}
{{- if and .Values.caBundle.configMapName .Values.caBundle.secretName -}}
{{- fail "caBundle.configMapName and caBundle.secretName are both set: choose one" -}}
{{- end -}}
{{- $seen := dict -}}
{{- range .Values.watchNamespaces -}}
{{- if hasKey $seen . -}}
{{- fail (printf "watchNamespaces names %s twice: name it once" .) -}}
{{- end -}}
{{- $_ := set $seen . true -}}
{{- end -}}
{{- end }}

{{/* The operator's rights on what it watches, the same for cluster and namespace. docs/security/rbac.md says why each. */}}
{{- define "dezky-operator.rules" -}}
- apiGroups: [platform.dezky.io]
  resources: [tenants, operatorinvites]
  verbs: [get, list, watch, patch]
- apiGroups: [platform.dezky.io]
  resources: [tenantinvites]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [platform.dezky.io]
  resources: [tenants/status, operatorinvites/status, tenantinvites/status]
  verbs: [patch]
# No list and no watch: only Secrets whose name is known are read, and none is ever deleted.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, create, update]
# The receipt of what stayed behind when a system could not be cleaned up.
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, create, update]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- end }}

{{/* Egress to one system; called with (list $ "authentik"). A NetworkPolicy sees the address and port of the pod behind
     a Service, so of a Service's URL only the namespace says something. */}}
{{- define "dezky-operator.egress" -}}
{{- $root := index . 0 -}}
{{- $system := index . 1 -}}
{{- $rule := get $root.Values.networkPolicy $system -}}
{{- $url := urlParse (get (get $root.Values.config $system) "url") -}}
{{- $host := regexReplaceAll ":[0-9]+$" $url.host "" -}}
{{- $service := regexMatch "^[a-z0-9-]+\\.[a-z0-9-]+\\.svc(\\..*)?$" $host -}}
{{- $ports := $rule.ports -}}
{{- if and (not $ports) (not $service) -}}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" -}}
{{- $ports = list ($port | default (ternary "443" "80" (eq $url.scheme "https")) | int) -}}
{{- end -}}
# {{ $system }}
- to:
    {{- if $rule.to }}
    {{- toYaml $rule.to | nindent 4 }}
    {{- else if $service }}
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ index (splitList "." $host) 1 }}
    {{- else if regexMatch "^[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+$" $host }}
    - ipBlock:
        cidr: {{ $host }}/32
    {{- else if hasPrefix "[" $host }}
    - ipBlock:
        cidr: {{ trimAll "[]" $host }}/128
    {{- else }}
    {{- include "dezky-operator.anyAddress" $root | nindent 4 }}
    {{- end }}
  {{- with $ports }}
  ports:
    {{- range . }}
    - protocol: TCP
      port: {{ . }}
    {{- end }}
  {{- end }}
{{- end }}

{{/* Not the link-local addresses: there a cloud's metadata service answers, with credentials. */}}
{{- define "dezky-operator.anyAddress" -}}
- ipBlock:
    cidr: 0.0.0.0/0
    except: [169.254.0.0/16]
- ipBlock:
    cidr: ::/0
    except: [fe80::/10]
{{- end }}

{{/* The version of MutatingAdmissionPolicy to write, or nothing. */}}
{{- define "dezky-operator.mutatingVersion" -}}
{{- $group := "admissionregistration.k8s.io" -}}
{{- if eq .Values.admissionPolicies.stampRequester "Disabled" -}}
{{- else if .Capabilities.APIVersions.Has (printf "%s/v1/MutatingAdmissionPolicy" $group) -}}
{{ $group }}/v1
{{- else if .Capabilities.APIVersions.Has (printf "%s/v1beta1/MutatingAdmissionPolicy" $group) -}}
{{ $group }}/v1beta1
{{- else if eq .Values.admissionPolicies.stampRequester "Enabled" -}}
{{ $group }}/v1
{{- end -}}
{{- end }}
