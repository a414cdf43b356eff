{{/* What all objects of a release begin with. */}}
{{- define "openfashion.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Labels by which pods of a component are found; they never change. Takes (dict "root" $ "name" component). */}}
{{- define "openfashion.selector" -}}
app.kubernetes.io/name: openfashion
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{- define "openfashion.labels" -}}
{{ include "openfashion.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* Name and labels of an object of a component. */}}
{{- define "openfashion.metadata" -}}
name: {{ include "openfashion.fullname" .root }}-{{ .name }}
labels: {{- include "openfashion.labels" . | nindent 2 }}
{{- end -}}

{{- define "openfashion.models" -}}
["detector", "embedder", "tagger"]
{{- end -}}

{{/* Components of this release, as JSON. */}}
{{- define "openfashion.components" -}}
{{- $enabled := list -}}
{{- range list "gateway" "indexer" "detector" "embedder" "tagger" -}}
{{- if (index $.Values .).enabled }}{{ $enabled = append $enabled . }}{{ end -}}
{{- end -}}
{{- toJson $enabled -}}
{{- end -}}
