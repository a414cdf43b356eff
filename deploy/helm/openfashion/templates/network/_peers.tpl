{{/* Where pictures and data files may be: the public Internet, on the ports of the contract (rule 7.1), and what the operator names. */}}
{{- define "openfashion.publicInternet" -}}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except:
          - 0.0.0.0/8
          - 10.0.0.0/8
          - 100.64.0.0/10
          - 127.0.0.0/8
          - 169.254.0.0/16
          - 172.16.0.0/12
          - 192.0.0.0/24
          - 192.0.2.0/24
          - 192.88.99.0/24
          - 192.168.0.0/16
          - 198.18.0.0/15
          - 198.51.100.0/24
          - 203.0.113.0/24
          - 224.0.0.0/4
          - 240.0.0.0/4
    - ipBlock:
        {{- /* All that is given out for global use; of it, what tunnels to other networks or stands in examples is left out. */}}
        cidr: 2000::/3
        except: ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']
    {{- range .Values.downloads.allowCidrs }}
    - ipBlock: { cidr: {{ . | quote }} }
    {{- end }}
  ports:
    - { protocol: TCP, port: 80 }
    - { protocol: TCP, port: 443 }
    - { protocol: TCP, port: 10000, endPort: 12000 }
{{- end -}}

{{/* The stores, the model services and names. Takes (dict "root" $ "models" list). */}}
{{- define "openfashion.insideTheCluster" -}}
{{- $root := .root -}}
- to: {{- toYaml $root.Values.stores.nats.peers | nindent 4 }}
  ports:
    - { protocol: TCP, port: {{ $root.Values.stores.nats.port }} }
- to: {{- toYaml $root.Values.stores.qdrant.peers | nindent 4 }}
  ports:
    - { protocol: TCP, port: {{ $root.Values.stores.qdrant.port }} }
{{- /* Of any release in this namespace: a model change has two (docs/model-change.md). */}}
- to:
    - podSelector:
        matchLabels:
          app.kubernetes.io/name: openfashion
        matchExpressions:
          - key: app.kubernetes.io/component
            operator: In
            values: {{ toJson .models }}
  ports:
    - { protocol: TCP, port: 9090 }
{{ include "openfashion.nameServers" $root }}
{{- end -}}

{{- define "openfashion.nameServers" -}}
- to: {{- toYaml .Values.networkPolicy.dnsPeers | nindent 4 }}
  ports:
    - { protocol: UDP, port: 53 }
    - { protocol: TCP, port: 53 }
{{- end -}}

{{- define "openfashion.monitoring" -}}
- from: {{- toYaml .Values.networkPolicy.monitoringPeers | nindent 4 }}
  ports:
    - { protocol: TCP, port: operator }
{{- end -}}
