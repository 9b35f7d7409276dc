import test from 'node:test';
import { accessLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { unreadInboundPool } from './index.ts';

const pod = (proxy: string, app = 'vminsert'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata:
    { name: vminsert-0, namespace: monitoring, labels: { app: ${app} }, ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }] }
  spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster' }, { name: istio-proxy, image: '${proxy}' }] }
  status: { podIP: 10.244.2.9 }
`;
const sidecar = (spec: string): Given => manifest`
  apiVersion: networking.istio.io/v1beta1
  kind: Sidecar
  metadata: { name: vminsert-inbound, namespace: monitoring }
  spec: { workloadSelector: { labels: { app: vminsert } }, ${spec} }
`;
const whole = 'inboundConnectionPool: { http: { idleTimeout: 50s } }';
const dump = (idle?: string): Given =>
  document(
    'envoy/monitoring/vminsert-0/config_dump.json',
    {
      configs: [
        {
          '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
          dynamic_active_clusters: [
            {
              cluster: {
                name: 'inbound|8480||',
                type: 'ORIGINAL_DST',
                ...(idle === undefined
                  ? {}
                  : {
                      typed_extension_protocol_options: {
                        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': { common_http_protocol_options: { idle_timeout: idle } },
                      },
                    }),
              },
            },
          ],
        },
      ],
    },
    'monitoring/vminsert-0',
  );
const race = accessLog('monitoring/vminsert-0', [
  '[2026-01-01T00:00:05.001Z] "POST /write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95 4 - "-" "vmalert" "00000000-0000-4000-8000-000000000002" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:40001 10.244.2.9:8480 10.244.1.10:54752 - default',
]);
const field = 'inboundConnectionPool.http.idleTimeout';
const name = 'monitoring/vminsert-inbound';

testAnalyzer(test, unreadInboundPool, [
  {
    name: 'Istio 1.20 takes the field and does not read it, and requests are lost on that hop',
    given: [sidecar(whole), pod('istio/proxyv2:1.20.8'), race],
    expect: [
      {
        message: 'ignoredByVersion',
        data: { sidecar: name, field, limit: '50s', since: '1.21', version: '1.20.8' },
        subject: { kind: 'Sidecar', namespace: 'monitoring', name: 'vminsert-inbound' },
        incident: 'incident-1',
      },
    ],
  },
  {
    name: 'the pool of one ingress listener is not read either',
    given: [
      sidecar('ingress: [{ port: { number: 8480, protocol: HTTP, name: http }, connectionPool: { http: { idleTimeout: 4s } } }]'),
      pod('istio/proxyv2:1.19.0'),
    ],
    expect: [
      {
        message: 'ignoredByVersion',
        data: { sidecar: name, field: 'ingress[0].connectionPool.http.idleTimeout', limit: '4s', since: '1.21', version: '1.19.0' },
      },
    ],
  },
  {
    name: 'an unknown version is said to be unknown, with the range',
    given: [sidecar(whole), pod('registry.example/proxy@sha256:00')],
    expect: [{ message: 'mayBeIgnored', data: { sidecar: name, field, limit: '50s', since: '1.21' } }],
  },
  {
    name: 'a proxy that has not taken it is the last word, whatever the version',
    given: [sidecar(whole), pod('istio/proxyv2:1.26.0'), dump()],
    expect: [{ message: 'absentFromProxy', data: { sidecar: name, field, limit: '50s', pod: 'monitoring/vminsert-0', kept: '1h' } }],
  },
  { name: 'Istio 1.21 reads it', given: [sidecar(whole), pod('istio/proxyv2:1.21.0')], expect: [] },
  { name: 'a proxy that has it needs no version', given: [sidecar(whole), pod('registry.example/proxy@sha256:00'), dump('50s')], expect: [] },
  { name: 'a proxy that is not selected says nothing of it', given: [sidecar(whole), pod('istio/proxyv2:1.26.0', 'vmselect'), dump()], expect: [] },
  { name: 'a Sidecar with egress alone sets no pool', given: [sidecar('egress: [{ hosts: ["./*"] }]'), pod('istio/proxyv2:1.20.8')], expect: [] },
  { name: 'no Sidecars collected', given: [pod('istio/proxyv2:1.20.8')], expect: 'skipped' },
]);
