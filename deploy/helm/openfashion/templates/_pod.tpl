{{/* The Deployment of a component. Takes (dict "root" $ "name" component). */}}
{{- define "openfashion.deployment" -}}
{{- $values := index .root.Values .name -}}
apiVersion: apps/v1
kind: Deployment
metadata: {{- include "openfashion.metadata" . | nindent 2 }}
spec:
  {{- /* An autoscaler's number would be undone by every upgrade. */}}
  {{- if not (include "openfashion.autoscaled" .) }}
  replicas: {{ $values.replicas }}
  {{- end }}
  selector:
    matchLabels: {{- include "openfashion.selector" . | nindent 6 }}
  strategy:
    type: RollingUpdate
    rollingUpdate: {{- toYaml $values.rollout | nindent 6 }}
  template:
    metadata:
      labels: {{- include "openfashion.labels" . | nindent 8 }}
      annotations:
        prometheus.io/scrape: 'true'
        prometheus.io/port: '8081'
        prometheus.io/path: /metrics
        {{- with $values.podAnnotations }}{{ toYaml . | nindent 8 }}{{ end }}
    spec: {{- include "openfashion.pod" . | nindent 6 }}
{{- end -}}

{{- define "openfashion.pod" -}}
{{- $root := .root -}}
{{- $values := index .root.Values .name -}}
serviceAccountName: {{ include "openfashion.fullname" .root }}-{{ .name }}
automountServiceAccountToken: false
{{- /* Kubernetes would set OPENFASHION_…_SERVICE_HOST for services of these names, and a process refuses settings that it does not know. */}}
enableServiceLinks: false
terminationGracePeriodSeconds: {{ add $values.preStopSeconds $values.shutdownGraceSeconds 10 }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile: { type: RuntimeDefault }
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $values.runtimeClassName }}
runtimeClassName: {{ . }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
{{- range $values.topologySpread | default (list (dict "topologyKey" "kubernetes.io/hostname" "whenUnsatisfiable" "ScheduleAnyway") (dict "topologyKey" "topology.kubernetes.io/zone" "whenUnsatisfiable" "ScheduleAnyway")) }}
  - maxSkew: 1
    topologyKey: {{ .topologyKey }}
    whenUnsatisfiable: {{ .whenUnsatisfiable }}
    labelSelector:
      matchLabels: {{- include "openfashion.selector" $ | nindent 8 }}
    {{- /* Pods of the version that goes do not count. */}}
    matchLabelKeys: [pod-template-hash]
{{- end }}
containers:
  - name: {{ .name }}
    image: {{ include "openfashion.image" . }}
    imagePullPolicy: {{ $root.Values.image.pullPolicy }}
    env: {{- include "openfashion.environment" . | trim | nindent 6 }}
    ports:
      - { name: operator, containerPort: 8081 }
      {{- if eq .name "gateway" }}
      - { name: http, containerPort: 8080 }
      {{- else if ne .name "indexer" }}
      - { name: grpc, containerPort: 9090 }
      {{- end }}
    {{- /* Alive is asked alone here: a store that is away, or a model that is still loaded, is no reason to start again. */}}
    startupProbe:
      httpGet: { path: /healthz, port: operator }
      periodSeconds: 2
      timeoutSeconds: 2
      failureThreshold: 60
    livenessProbe:
      httpGet: { path: /healthz, port: operator }
      periodSeconds: 10
      timeoutSeconds: 5
      failureThreshold: 6
    {{- /* Its answer takes up to 1 s when something of ours hangs. */}}
    readinessProbe:
      httpGet: { path: /readyz, port: operator }
      periodSeconds: 5
      timeoutSeconds: 3
      failureThreshold: 2
    {{- if $values.preStopSeconds }}
    lifecycle:
      preStop:
        sleep: { seconds: {{ $values.preStopSeconds }} }
    {{- end }}
    resources: {{- include "openfashion.resources" . | nindent 6 }}
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities: { drop: [ALL] }
    volumeMounts:
      {{- range include "openfashion.volumes" . | fromJsonArray }}
      - name: {{ .name }}
        mountPath: {{ .path }}
        {{- if not .volume.emptyDir }}
        readOnly: true
        {{- end }}
      {{- end }}
volumes:
  {{- range include "openfashion.volumes" . | fromJsonArray }}
  - name: {{ .name }}
    {{- toYaml .volume | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "openfashion.onGpu" -}}
{{- with index .root.Values .name }}{{ if ne (default "cpu" .executionProvider) "cpu" }}true{{ end }}{{ end -}}
{{- end -}}

{{- define "openfashion.image" -}}
{{- $values := index .root.Values .name -}}
{{- $variant := ternary "-cuda" "" (eq (include "openfashion.onGpu" .) "true") -}}
{{- $own := printf "%s/openfashion-%s%s:%s" .root.Values.image.registry .name $variant (default .root.Chart.AppVersion .root.Values.image.tag) -}}
{{- default $own $values.image -}}
{{- end -}}

{{/* Resources of a component, and its GPUs. */}}
{{- define "openfashion.resources" -}}
{{- $values := index .root.Values .name -}}
{{- $resources := deepCopy $values.resources -}}
{{- if eq (include "openfashion.onGpu" .) "true" -}}
{{- range $kind := list "requests" "limits" -}}
{{- $_ := set (index $resources $kind) $values.gpu.resource (int $values.gpu.count) -}}
{{- end -}}
{{- end -}}
{{- toYaml $resources -}}
{{- end -}}

{{/* What is mounted, as JSON: name, path, volume. */}}
{{- define "openfashion.volumes" -}}
{{- $stores := .root.Values.stores -}}
{{- $volumes := list (dict "name" "tmp" "path" "/tmp" "volume" (dict "emptyDir" (dict "sizeLimit" "128Mi"))) -}}
{{- with .root.Values.tls.secretName -}}
{{- $volumes = append $volumes (dict "name" "tls" "path" "/etc/openfashion/tls" "volume" (dict "secret" (dict "secretName" .))) -}}
{{- end -}}
{{- if has .name (list "gateway" "indexer") -}}
{{- with $stores.nats.credentialsSecret -}}
{{- $volumes = append $volumes (dict "name" "nats-credentials" "path" "/etc/openfashion/nats-credentials" "volume" (dict "secret" (dict "secretName" .name "items" (list (dict "key" .key "path" "nats.creds"))))) -}}
{{- end -}}
{{- with $stores.nats.tlsSecretName -}}
{{- $volumes = append $volumes (dict "name" "nats-tls" "path" "/etc/openfashion/nats-tls" "volume" (dict "secret" (dict "secretName" .))) -}}
{{- end -}}
{{- with $stores.qdrant.caSecret -}}
{{- $volumes = append $volumes (dict "name" "qdrant-ca" "path" "/etc/openfashion/qdrant-ca" "volume" (dict "secret" (dict "secretName" .name "items" (list (dict "key" .key "path" "ca.crt"))))) -}}
{{- end -}}
{{- end -}}
{{- toJson $volumes -}}
{{- end -}}
