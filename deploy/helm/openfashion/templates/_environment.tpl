{{/*
Settings of a process (packages/settings): only those that it reads. Those with secrets name the secret.
Takes (dict "root" $ "name" component).
*/}}
{{- define "openfashion.environment" -}}
{{- $values := index .root.Values .name -}}
{{- $plain := dict
  "OPENFASHION_HOST" .root.Values.listen
  "OPENFASHION_LOG_LEVEL" .root.Values.logLevel
  "OPENFASHION_SHUTDOWN_GRACE_MS" (mul $values.shutdownGraceSeconds 1000)
-}}
{{- if eq .name "gateway" -}}
{{- $_ := merge $plain (dict "OPENFASHION_PORT" 8080 "OPENFASHION_OPERATOR_PORT" 8081) -}}
{{- else -}}
{{- $_ := set $plain "OPENFASHION_PORT" 8081 -}}
{{- end -}}
{{- if has .name (list "gateway" "indexer") -}}
{{- $_ := merge $plain (include "openfashion.callerSettings" . | fromJson) -}}
{{- else -}}
{{- $_ := merge $plain (dict "OPENFASHION_GRPC_PORT" 9090 "OPENFASHION_EXECUTION_PROVIDER" $values.executionProvider "OPENFASHION_INFERENCE_THREADS" $values.threads) -}}
{{- with $values.gpu.memoryMB }}{{ $_ := set $plain "OPENFASHION_GPU_MEMORY_MB" . }}{{ end -}}
{{- end -}}
{{- if .root.Values.tls.secretName -}}
{{- $_ := merge $plain (dict "OPENFASHION_TLS_CA" "/etc/openfashion/tls/ca.crt" "OPENFASHION_TLS_CERT" "/etc/openfashion/tls/tls.crt" "OPENFASHION_TLS_KEY" "/etc/openfashion/tls/tls.key") -}}
{{- end -}}
{{- /* What an operator sets wins. */ -}}
{{- $plain = merge (deepCopy (default dict $values.settings)) $plain -}}
{{- range $variable := keys $plain | sortAlpha }}
- name: {{ $variable }}
  {{- $value := get $plain $variable }}
  value: {{ (kindIs "float64" $value | ternary (int64 $value) $value) | toString | quote }}
{{- end }}
{{- if has .name (list "gateway" "indexer") }}
{{- with .root.Values.stores }}
{{- range $variable, $secret := dict "OPENFASHION_NATS_URL" .nats.urlSecret "OPENFASHION_QDRANT_URL" .qdrant.urlSecret "OPENFASHION_QDRANT_API_KEY" .qdrant.apiKeySecret }}
{{- if $secret }}
- name: {{ $variable }}
  valueFrom:
    secretKeyRef: {{- toYaml $secret | nindent 6 }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* What gateways and indexers are told of stores, models and downloads, as JSON. */}}
{{- define "openfashion.callerSettings" -}}
{{- $root := .root -}}
{{- $nats := $root.Values.stores.nats -}}
{{- $qdrant := $root.Values.stores.qdrant -}}
{{- $settings := dict
  "OPENFASHION_NATS_REPLICAS" $nats.replicas
  "OPENFASHION_NATS_PREFIX" $nats.prefix
  "OPENFASHION_QDRANT_PREFIX" $qdrant.prefix
  "OPENFASHION_QDRANT_REPLICATION_FACTOR" $qdrant.replicationFactor
  "OPENFASHION_QDRANT_WRITE_CONSISTENCY_FACTOR" $qdrant.writeConsistencyFactor
  "OPENFASHION_QDRANT_ORDERING" $qdrant.ordering
  "OPENFASHION_DOWNLOADS_PER_HOST" $root.Values.downloads.perHost
  "OPENFASHION_DOWNLOAD_ALLOW_CIDRS" (join "," $root.Values.downloads.allowCidrs)
-}}
{{- if not $nats.urlSecret }}{{ $_ := set $settings "OPENFASHION_NATS_URL" $nats.url }}{{ end -}}
{{- if not $qdrant.urlSecret }}{{ $_ := set $settings "OPENFASHION_QDRANT_URL" $qdrant.url }}{{ end -}}
{{- if $nats.credentialsSecret }}{{ $_ := set $settings "OPENFASHION_NATS_CREDENTIALS" "/etc/openfashion/nats-credentials/nats.creds" }}{{ end -}}
{{- if $nats.tlsSecretName -}}
{{- $_ := set $settings "OPENFASHION_NATS_TLS_CA" "/etc/openfashion/nats-tls/ca.crt" -}}
{{- if $nats.clientCertificate -}}
{{- $_ := merge $settings (dict "OPENFASHION_NATS_TLS_CERT" "/etc/openfashion/nats-tls/tls.crt" "OPENFASHION_NATS_TLS_KEY" "/etc/openfashion/nats-tls/tls.key") -}}
{{- end -}}
{{- end -}}
{{- if $qdrant.caSecret }}{{ $_ := set $settings "OPENFASHION_QDRANT_CA" "/etc/openfashion/qdrant-ca/ca.crt" }}{{ end -}}
{{- with $qdrant.shards }}{{ $_ := set $settings "OPENFASHION_QDRANT_SHARDS" . }}{{ end -}}
{{- /* An indexer asks no tagger. */ -}}
{{- range $model := ternary (list "detector" "embedder" "tagger") (list "detector" "embedder") (eq .name "gateway") -}}
{{- $values := index $root.Values $model -}}
{{- $own := printf "%s-%s:9090" (include "openfashion.fullname" $root) $model -}}
{{- if not (or $values.enabled $values.address) }}{{ fail (printf "%s.address: must say where the %s is, since %s.enabled is false" $model $model $model) }}{{ end -}}
{{- $_ := set $settings (printf "OPENFASHION_%s_ADDR" (upper $model)) (default $own $values.address) -}}
{{- end -}}
{{- toJson $settings -}}
{{- end -}}
