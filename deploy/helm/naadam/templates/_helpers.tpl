{{- define "naadam.name" -}}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{- end }}

{{/* Arguments: root, part. What selects the pods of one part of the release. */}}
{{- define "naadam.selector" -}}
app.kubernetes.io/name: naadam
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "naadam.labels" -}}
{{ include "naadam.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "naadam.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "naadam.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end }}

{{/* Secrets arrive readable by a group; our programs refuse a key that anybody else could read. */}}
{{- define "naadam.secretsInit" -}}
- name: secrets
  image: {{ .Values.image }}
  imagePullPolicy: {{ .Values.imagePullPolicy }}
  command: [bash, -euc, "umask 077; mkdir -p /secrets/keys; cp -L /in/redis/* /in/link/* /secrets; if [ -d /in/keys ]; then cp -L /in/keys/* /secrets/keys/; fi; if [ -d /in/portal ]; then cp -L /in/portal/* /secrets/; fi"]
  {{- include "naadam.containerSecurity" . | nindent 2 }}
  resources: {requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 64Mi}}
  volumeMounts:
    - {name: redis-users, mountPath: /in/redis, readOnly: true}
    - {name: link-key, mountPath: /in/link, readOnly: true}
    {{- if .withKeys }}
    - {name: keys, mountPath: /in/keys, readOnly: true}
    {{- end }}
    {{- if .tokens }}
    - {name: portal-tokens, mountPath: /in/portal, readOnly: true}
    {{- end }}
    - {name: secrets, mountPath: /secrets}
{{- end }}

{{/* Of all passwords and secret link keys a pod sees those of its own `user`. */}}
{{- define "naadam.secretVolumes" -}}
- name: redis-users
  secret:
    secretName: {{ .Values.redis.usersSecret }}
    defaultMode: 0440
    items:
      - {key: {{ .user }}.password, path: redis.password}
      {{- if eq .user "operator" }}
      - {key: users.acl, path: users.acl}
      {{- end }}
- name: link-key
  secret:
    secretName: {{ .Values.linkSecret }}
    defaultMode: 0440
    items: [{key: {{ .user }}.key, path: link.key}]
{{- if .withKeys }}
- {name: keys, secret: {secretName: {{ .Values.keysSecret }}, defaultMode: 0440}}
{{- end }}
{{- if .tokens }}
- {name: portal-tokens, secret: {secretName: {{ .tokens }}, defaultMode: 0440}}
{{- end }}
- {name: secrets, emptyDir: {medium: Memory, sizeLimit: 1Mi}}
- {name: tmp, emptyDir: {sizeLimit: 64Mi}}
{{- end }}

{{/* Public keys of all who may come in, a folder a role. Mounted as it stands, so that a change reaches the services. */}}
{{- define "naadam.allowedVolume" -}}
- name: link-allowed
  secret:
    secretName: {{ .Values.linkSecret }}
    defaultMode: 0444
    items:
      {{- range append (keys .Values.services | sortAlpha) "operator" }}
      - {key: {{ . }}.pub, path: allowed/{{ . }}/main.pub}
      {{- end }}
{{- end }}

{{/* host:port of every Redis node, with blanks between. */}}
{{- define "naadam.nodes" -}}
{{- $name := include "naadam.name" . -}}
{{- $nodes := list -}}
{{- range $i := until (int (mul .Values.redis.primaries (add 1 .Values.redis.replicas))) -}}
{{- $nodes = append $nodes (printf "%s-redis-%d.%s-redis:6379" $name $i $name) -}}
{{- end -}}
{{- join " " $nodes -}}
{{- end }}

{{/* naadam.toml: what the chart knows, under what the values say. */}}
{{- define "naadam.toml" -}}
{{- $name := include "naadam.name" . -}}
{{- $own := dict
  "data" (dict "dir" "/var/lib/naadam" "keys_dir" "/secrets/keys")
  "store" (dict "address" (printf "%s-redis:6379" $name) "password_file" "/secrets/redis.password" "replicas" (int .Values.redis.replicas))
  "link" (dict "key_file" "/secrets/link.key" "allowed_dir" "/link/allowed")
  "portal" (dict "port" 8000 "tokens_file" "/secrets/tokens.json") -}}
{{- if .Values.kannel.enabled -}}
{{- $_ := set $own "notification" (dict "sink" "kannel" "kannel_user" "naadam" "kannel_password_file" "/kannel/password" "receipt_base" .Values.kannel.receiptBase) -}}
{{- end -}}
{{- range $table, $options := mergeOverwrite $own (deepCopy .Values.settings) }}
[{{ $table }}]
{{- range $option, $value := $options }}
{{ $option }} = {{ if kindIs "float64" $value }}{{ if eq $value (floor $value) }}{{ int64 $value }}{{ else }}{{ $value }}{{ end }}{{ else }}{{ toJson $value }}{{ end }}
{{- end }}
{{ end }}
{{- end }}
