{{- define "istio-operator.name" -}}
istio-operator{{ with .Values.revision }}-{{ . }}{{ end }}
{{- end }}

{{- define "istio-operator.labels" -}}
name: {{ include "istio-operator.name" . }}
{{- end }}
