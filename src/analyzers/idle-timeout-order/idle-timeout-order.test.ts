import test from 'node:test';
import { accessLog, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { idleTimeoutOrder } from './index.ts';

const hop = 'vminsert-sidecar->vminsert';
const row = (time: string, id: number, answer: string, connection: string): string =>
  `[2026-01-01T00:00:${time}Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${answer} 4 - "-" "vmalert" "00000000-0000-4000-8000-00000000000${id}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| ${connection} 10.244.2.9:8480 10.244.1.10:54752 - default`;
const well = '204 - via_upstream - "-" 265 0';
const reset = '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95';
const afterQuiet = (time: string): Given =>
  accessLog('monitoring/vminsert-78797c6fb-wwrsx', [row('00.000', 1, well, '127.0.0.6:40001'), row(time, 2, reset, '127.0.0.6:40001')]);
const twice = accessLog('monitoring/vminsert-78797c6fb-wwrsx', [
  row('00.000', 1, well, '127.0.0.6:40001'),
  row('05.001', 2, reset, '127.0.0.6:40001'),
  row('20.000', 3, well, '127.0.0.6:40002'),
  row('25.001', 4, reset, '127.0.0.6:40002'),
]);
const untimed = accessLog('monitoring/vminsert-78797c6fb-wwrsx', [row('00.000', 1, reset, '-')]);

const pod = (argument: string, image = 'victoriametrics/vminsert:v1.131.0-cluster', proxy = 'istio/proxyv2'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-78797c6fb-wwrsx, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: vminsert-78797c6fb, controller: true }] }
  spec: { containers: [{ name: vminsert, image: '${image}', args: ['${argument}'] }, { name: istio-proxy, image: '${proxy}' }] }
  status: { podIP: 10.244.2.9 }
`;
const rule = (idle: string): Given => manifest`
  apiVersion: networking.istio.io/v1
  kind: DestinationRule
  metadata: { name: vminsert, namespace: monitoring }
  spec: { host: vminsert.monitoring.svc.cluster.local, trafficPolicy: { connectionPool: { http: { idleTimeout: ${idle} } } } }
`;
const sidecar = manifest`
  apiVersion: networking.istio.io/v1
  kind: Sidecar
  metadata: { name: default, namespace: monitoring }
  spec: { inboundConnectionPool: { http: { idleTimeout: 4s } } }
`;
const noRules = manifest`{ apiVersion: networking.istio.io/v1, kind: DestinationRuleList, items: [] }`;

testAnalyzer(test, idleTimeoutOrder, [
  {
    name: 'the application closes first and the reset comes at its limit',
    given: [twice, pod('-http.idleConnTimeout=5s'), noRules],
    expect: [{ message: 'serverClosesFirst', data: { hop, server: '5s', client: '1h', fitting: 2, resets: 2 }, explains: [0, 1] }],
  },
  {
    name: 'one reset at the limit is too few for the order to add to it',
    given: [afterQuiet('05.001'), pod('-http.idleConnTimeout=5s'), noRules],
    expect: [{ message: 'serverMayCloseFirst', data: { hop, server: '5s', client: '1h', resets: 1 }, explains: [0] }],
  },
  {
    name: 'equal limits are the wrong order too',
    given: [twice, pod('-http.idleConnTimeout=5s'), rule('5s')],
    expect: [{ message: 'serverClosesFirst', data: { hop, server: '5s', client: '5s', fitting: 2, resets: 2 } }],
  },
  {
    name: 'rows without connections leave the quiet time open',
    given: [untimed, pod('-http.idleConnTimeout=5s'), noRules],
    expect: [{ message: 'serverMayCloseFirst', data: { hop, server: '5s', client: '1h', resets: 1 } }],
  },
  {
    name: 'a DestinationRule lets the sidecar give up first',
    given: [afterQuiet('05.001'), pod('-http.idleConnTimeout=5s'), rule('4s')],
    expect: [{ message: 'clientClosesFirst', data: { hop, server: '5s', client: '4s' } }],
  },
  {
    name: 'a Sidecar resource lets the sidecar give up first',
    given: [afterQuiet('05.001'), pod('-http.idleConnTimeout=5s', undefined, 'istio/proxyv2:1.26.0'), sidecar],
    expect: [{ message: 'clientClosesFirst', data: { hop, server: '5s', client: '4s' } }],
  },
  {
    name: 'Istio 1.20 ignores the pool of a Sidecar, so the hour holds',
    given: [twice, pod('-http.idleConnTimeout=5s', undefined, 'istio/proxyv2:1.20.8'), sidecar, noRules],
    expect: [{ message: 'serverClosesFirst', data: { hop, server: '5s', client: '1h', fitting: 2, resets: 2 } }],
  },
  {
    name: 'whether an unknown Istio reads the pool of a Sidecar is not known, so the order is not judged',
    given: [afterQuiet('05.001'), pod('-http.idleConnTimeout=5s'), sidecar, noRules],
    expect: [],
  },
  {
    name: 'a rule of the receiver that another one hides from it does not count',
    given: [
      twice,
      pod('-http.idleConnTimeout=5s'),
      manifest`
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: older, namespace: monitoring, creationTimestamp: "2025-01-01T00:00:00Z" }
        spec: { host: vminsert, trafficPolicy: { connectionPool: { tcp: { maxConnections: 10 } } } }
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: younger, namespace: monitoring, creationTimestamp: "2025-02-01T00:00:00Z" }
        spec: { host: vminsert, trafficPolicy: { connectionPool: { http: { idleTimeout: 4s } } } }
      `,
    ],
    expect: [{ message: 'serverClosesFirst', data: { hop, server: '5s', client: '1h', fitting: 2, resets: 2 } }],
  },
  {
    name: 'a reset in the middle of the limit is not explained by a wrong order',
    given: [afterQuiet('02.000'), pod('-http.idleConnTimeout=5s'), noRules],
    expect: [],
  },
  {
    name: 'requests that stay far from the limit are no risk',
    given: [
      accessLog('monitoring/vminsert-78797c6fb-wwrsx', [row('00.000', 1, well, '127.0.0.6:40001'), row('01.000', 2, well, '127.0.0.6:40001')]),
      pod('-http.idleConnTimeout=5s'),
      noRules,
    ],
    expect: [],
  },
  {
    name: 'a server that never closes for idleness',
    given: [afterQuiet('05.001'), pod('serve', 'haproxy:2.8'), noRules],
    expect: [{ message: 'serverNeverCloses', data: { hop } }],
  },
  { name: 'without request rows there is no hop to judge', given: [pod('-http.idleConnTimeout=5s')], expect: 'skipped' },
]);
