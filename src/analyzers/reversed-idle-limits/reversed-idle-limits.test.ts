import { test } from 'node:test';
import { accessLog, document, lines, manifest, testAnalyzer } from '../../testing/index.ts';
import { reversedIdleLimits } from './index.ts';

const pod = (args: string) => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-0, namespace: monitoring, ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }] }
  spec:
    containers:
    - { name: vminsert, image: "victoriametrics/vminsert:v1.150.0-cluster", args: ${args} }
    - { name: istio-proxy, image: "istio/proxyv2:1.26.0", args: [proxy, sidecar] }
  status: { podIP: 10.244.2.9 }
`;
const dump = (idle: string | undefined) =>
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
const row = (at: string, code: string, port = 42460) =>
  `[2026-11-22T17:28:${at}Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${code} - "-" 265 0 2 1 "-" "vmalert" "6c56e689-235e-495d-b791-9347${at.replace('.', '')}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:${port} 10.244.2.9:8480 10.244.1.10:54752 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default`;
const hop = 'vminsert-sidecar->vminsert';

testAnalyzer(test, reversedIdleLimits, [
  {
    name: 'the default of one minute behind a proxy that keeps connections for an hour is a risk',
    given: [pod('[]'), dump(undefined)],
    expect: [{ message: 'notMetYet', data: { hop, server: '1m', client: '1h' } }],
  },
  {
    name: 'requests that come just before the limit make it a warning',
    given: [
      pod('["-http.idleConnTimeout=5s"]'),
      dump(undefined),
      accessLog(
        'monitoring/vminsert-0',
        lines`${row('10.000', '204 - via_upstream -')}
      ${row('14.900', '204 - via_upstream -')}`,
      ),
    ],
    expect: [{ message: 'requestsComeNear', data: { hop, server: '5s', client: '1h', quiet: '4.898s' } }],
  },
  { name: 'a pool that gives up first is well', given: [pod('[]'), dump('50s')], expect: [] },
  { name: 'a server that waits longer than the proxy is well', given: [pod('["-http.idleConnTimeout=65m"]'), dump(undefined)], expect: [] },
  {
    name: 'where requests failed the failures are judged, not the settings',
    given: [
      pod('["-http.idleConnTimeout=5s"]'),
      dump(undefined),
      accessLog('monitoring/vminsert-0', [row('14.900', '503 UC upstream_reset_before_response_started{connection_termination} -')]),
    ],
    expect: [],
  },
]);
