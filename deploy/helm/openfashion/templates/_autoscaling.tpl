{{/* Whether an autoscaler says how many replicas a component has. */}}
{{- define "openfashion.autoscaled" -}}
{{- $scaling := .root.Values.autoscaling -}}
{{- if eq $scaling.engine "keda" -}}
true
{{- else if eq $scaling.engine "hpa" -}}
{{- /* The processor's use is always there; it says nothing of a GPU, or of lines that wait. */ -}}
{{- $byProcessor := and (ne .name "indexer") (ne (include "openfashion.onGpu" .) "true") -}}
{{- if or $scaling.customMetrics $byProcessor }}true{{ end -}}
{{- end -}}
{{- end -}}

{{/* Labels that Prometheus gives to what it scraped of a component's pods. Takes (dict "root" $ "name" component). */}}
{{- define "openfashion.series" -}}
namespace="{{ .root.Release.Namespace }}",pod=~"{{ include "openfashion.fullname" .root }}-{{ .name }}-.+"
{{- end -}}

{{- define "openfashion.target" -}}
apiVersion: apps/v1
kind: Deployment
name: {{ include "openfashion.fullname" .root }}-{{ .name }}
{{- end -}}

{{/* A KEDA trigger on Prometheus. No answer is an error, and an error never scales down. Takes root, name, query, threshold, type. */}}
{{- define "openfashion.trigger" -}}
- type: prometheus
  name: {{ .name }}
  metricType: {{ .type }}
  metadata:
    serverAddress: {{ .root.Values.autoscaling.prometheusAddress | quote }}
    query: {{ .query | quote }}
    threshold: {{ .threshold | toString | quote }}
    ignoreNullValues: 'false'
{{- end -}}

{{- define "openfashion.processorMetric" -}}
- type: Resource
  resource:
    name: cpu
    target: { type: Utilization, averageUtilization: {{ . }} }
{{- end -}}

{{/* An HPA metric of the pods themselves, as deploy/helm/addons/prometheus-adapter.yaml has it served. Takes name, average. */}}
{{- define "openfashion.podsMetric" -}}
- type: Pods
  pods:
    metric: { name: {{ .name }} }
    target: { type: AverageValue, averageValue: {{ .average | toString | quote }} }
{{- end -}}
