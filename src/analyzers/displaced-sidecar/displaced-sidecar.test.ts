import test from 'node:test';
import { accessLog, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { displacedSidecar } from './index.ts';

const row = (time: string, id: number, answer: string): string =>
  `[2026-01-01T00:00:${time}Z] "POST /write HTTP/1.1" ${answer} 4 - "-" "vmalert" "00000000-0000-4000-8000-00000000000${id}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:40001 10.244.2.9:8480 10.244.1.10:54752 - default`;
const race = accessLog('monitoring/vminsert-0', [
  row('00.000', 1, '204 - via_upstream - "-" 265 0'),
  row('05.001', 2, '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95'),
]);
const noRules = manifest`{ apiVersion: networking.istio.io/v1, kind: DestinationRuleList, items: [] }`;
const pod = (proxy = ', { name: istio-proxy, image: "istio/proxyv2:1.26.0" }'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata:
    { name: vminsert-0, namespace: monitoring, labels: { app: vminsert }, ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }] }
  spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster', args: ['-http.idleConnTimeout=5s'] }${proxy}] }
  status: { podIP: 10.244.2.9 }
`;
const sidecar = (where: string, spec: string, made = ''): Given => {
  const [namespace, name] = where.split('/');
  return manifest`
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: { name: ${name}, namespace: ${namespace}${made === '' ? '' : `, creationTimestamp: "${made}"`} }
    spec: { ${spec} }
  `;
};
const select = 'workloadSelector: { labels: { app: vminsert } }';
const pool = 'inboundConnectionPool: { http: { idleTimeout: 4s } }';
const egress = 'egress: [{ hosts: ["./*", "istio-system/*"] }]';
const workload = 'vminsert.monitoring';

testAnalyzer(test, displacedSidecar, [
  {
    name: 'a host of nothing but a slash and a star makes the whole Sidecar void, and with it the pool that was meant for the failures',
    given: [race, noRules, pod(), sidecar('monitoring/vminsert', `${select}, inbound: { idleTimeout: 180s }, egress: [{ hosts: ["/*", "./*"] }]`)],
    expect: [
      {
        message: 'malformedHost',
        data: { sidecar: 'monitoring/vminsert', hosts: '/*' },
        subject: { kind: 'Sidecar', namespace: 'monitoring', name: 'vminsert' },
        incident: 'incident-1',
      },
    ],
  },
  {
    name: 'a host without a namespace is none either',
    given: [sidecar('monitoring/default', 'egress: [{ hosts: ["vminsert.monitoring.svc.cluster.local", "*"] }]')],
    expect: [{ message: 'malformedHost', data: { sidecar: 'monitoring/default', hosts: 'vminsert.monitoring.svc.cluster.local, *' } }],
  },
  {
    name: 'a Sidecar made for a pool alone opens the egress that the namespace limits',
    given: [pod(), sidecar('monitoring/vminsert-inbound', `${select}, ${pool}`), sidecar('monitoring/default', egress)],
    expect: [
      {
        message: 'scopeReset',
        data: { sidecar: 'monitoring/default', hosts: './*, istio-system/*', winner: 'monitoring/vminsert-inbound', workload },
        subject: { kind: 'Sidecar', namespace: 'monitoring', name: 'default' },
      },
    ],
  },
  {
    name: 'the same holds for that of the root namespace',
    given: [pod(), sidecar('monitoring/default', pool), sidecar('istio-system/default', egress)],
    expect: [{ message: 'scopeReset', data: { sidecar: 'istio-system/default', hosts: './*, istio-system/*', winner: 'monitoring/default', workload } }],
  },
  {
    name: 'the pool of the namespace is not for pods that another Sidecar selects',
    given: [race, noRules, pod(), sidecar('monitoring/default', pool), sidecar('monitoring/vminsert', `${select}, ${egress}`)],
    expect: [{ message: 'poolDisplaced', data: { sidecar: 'monitoring/default', winner: 'monitoring/vminsert', workload }, incident: 'incident-1' }],
  },
  {
    name: 'of two that select the same pods the older holds',
    given: [
      pod(),
      sidecar('monitoring/a', `${select}, ${pool}`, '2026-01-02T00:00:00Z'),
      sidecar('monitoring/b', `${select}, ${egress}`, '2026-01-01T00:00:00Z'),
    ],
    expect: [{ message: 'youngerOfTwo', data: { sidecar: 'monitoring/a', winner: 'monitoring/b', workload } }],
  },
  {
    name: 'without their ages nobody knows which',
    given: [pod(), sidecar('monitoring/a', `${select}, ${pool}`), sidecar('monitoring/b', `${select}, ${egress}`)],
    expect: [{ message: 'oneOfTwo', data: { sidecar: 'monitoring/b', winner: 'monitoring/a', workload } }],
  },
  {
    name: 'a Sidecar that repeats the egress of the namespace resets nothing',
    given: [pod(), sidecar('monitoring/vminsert', `${select}, ${pool}, ${egress}`), sidecar('monitoring/default', egress)],
    expect: [],
  },
  {
    name: 'an egress that lets everything be reached is no limit to lose',
    given: [pod(), sidecar('monitoring/vminsert', `${select}, ${pool}`), sidecar('monitoring/default', 'egress: [{ hosts: ["*/*"] }]')],
    expect: [],
  },
  {
    name: 'a pod without a proxy is under no Sidecar',
    given: [pod(''), sidecar('monitoring/vminsert', `${select}, ${pool}`), sidecar('monitoring/default', egress)],
    expect: [],
  },
  { name: 'one Sidecar alone holds', given: [pod(), sidecar('monitoring/default', `${pool}, ${egress}`)], expect: [] },
  { name: 'no Sidecars collected', given: [pod()], expect: 'skipped' },
]);
