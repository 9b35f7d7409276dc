import test from 'node:test';
import { accessLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { resonantCadence } from './index.ts';

const hop = 'vminsert-sidecar->vminsert';

/** Requests of vmalert (10.244.1.10), each after a quiet time, until a reset ends the connection. Rows of vminsert's sidecar. */
function inbound(requests: readonly (readonly [quietMs: number, flag: '-' | 'UC', from?: string])[]): Given {
  let time = Date.UTC(2026, 0, 1);
  let port = 40_001;
  const rows = requests.map(([quiet, flag, from = '10.244.1.10'], index) => {
    time += quiet;
    const start = new Date(time).toISOString();
    time += 4;
    const answer = flag === 'UC' ? '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95' : '204 - via_upstream - "-" 265 0';
    const row = `[${start}] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${answer} 4 - "-" "vmalert" "00000000-0000-4000-8000-${String(index).padStart(12, '0')}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:${port} 10.244.2.9:8480 ${from}:54752 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default`;
    if (flag === 'UC') port += 1;
    return row;
  });
  return accessLog('monitoring/vminsert-78797c6fb-wwrsx', rows);
}

const pods = (idle: string, vmalertArgs: string): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-78797c6fb-wwrsx, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: vminsert-78797c6fb, controller: true }] }
  spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster', args: ['-http.idleConnTimeout=${idle}'] }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.2.9 }
  ---
  apiVersion: v1
  kind: Pod
  metadata: { name: vmalert-7b968f5665-rkn76, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: vmalert-7b968f5665, controller: true }] }
  spec: { containers: [{ name: vmalert, image: 'victoriametrics/vmalert:v1.131.0', args: ${vmalertArgs} }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.1.10 }
  ---
  apiVersion: v1
  kind: Pod
  metadata: { name: web-7b968f5665-rkn76, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: web-7b968f5665, controller: true }] }
  spec: { containers: [{ name: web, image: 'web:1' }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.1.11 }
`;
const resets = inbound([
  [0, '-'],
  [59_996, '-'],
  [59_990, 'UC'],
]);
const page = (...intervals: readonly number[]): Given =>
  document(
    'metrics/vmalert.txt',
    `vmalert_remotewrite_total 3
vmalert_iteration_total{group="g0", file="rules.yml"} 3
${intervals.map((interval, index) => `vmalert_iteration_interval_seconds{group="g${index}", file="rules.yml"} ${interval}\n`).join('')}vmalert_execution_total 3
`,
    'monitoring/vmalert-7b968f5665-rkn76',
  );
const rule = (...intervals: readonly string[]): Given => manifest`
  apiVersion: operator.victoriametrics.com/v1beta1
  kind: VMRule
  metadata: { name: rules, namespace: monitoring }
  spec: { groups: [${intervals.map((interval, index) => `{ name: g${index}, interval: ${interval}, rules: [] }`).join(', ')}] }
`;
const said = (setting: string, period = '1m', limit = '1m'): { readonly message: string; readonly data: { readonly [hole: string]: string } } => ({
  message: 'periodMeetsIdleLimit',
  data: { client: 'vmalert', period, setting, limit, hop },
});

testAnalyzer(test, resonantCadence, [
  {
    name: 'the interval on the command line meets the limit',
    given: [resets, pods('60s', "['-evaluationInterval=1m']")],
    expect: [said('-evaluationInterval')],
  },
  {
    name: 'the interval that the process reports for its group comes before the flag',
    given: [resets, pods('60s', "['-evaluationInterval=15s']"), page(60)],
    expect: [said('vmalert_iteration_interval_seconds')],
  },
  {
    name: 'so does the interval of the only group of a VMRule',
    given: [resets, pods('60s', "['-evaluationInterval=15s']"), rule('60s')],
    expect: [said('groups[].interval')],
  },
  {
    name: 'and the one in a rule file',
    given: [
      resets,
      pods('60s', '[]'),
      manifest`
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: rules, namespace: monitoring }
        data: { rules.yml: "groups:\n- name: g\n  interval: 1m\n  rules:\n  - record: a\n    expr: b\n" }
      `,
    ],
    expect: [said('groups[].interval')],
  },
  {
    name: 'without a setting the rows show a regular caller',
    given: [inbound([[0, '-'], ...Array.from({ length: 9 }, () => [59_700, '-'] as const), [59_990, 'UC']]), pods('60s', '[]')],
    expect: [{ message: 'quietMeetsIdleLimit', data: { regular: 9, requests: 9, limit: '1m', hop } }],
  },
  { name: 'a period well below the limit does not meet it', given: [resets, pods('60s', "['-evaluationInterval=15s']")], expect: [] },
  { name: 'a limit raised above the period is not met', given: [resets, pods('120s', "['-evaluationInterval=1m']")], expect: [] },
  {
    name: 'groups of one interval are one period where the rows show it',
    given: [resets, pods('60s', '[]'), page(60, 60)],
    expect: [said('vmalert_iteration_interval_seconds')],
  },
  {
    name: 'groups whose offsets split the quiet time do not meet it',
    given: [
      inbound([
        [0, '-'],
        [53_000, '-'],
        [6_990, '-'],
        [53_000, 'UC'],
      ]),
      pods('60s', '[]'),
      page(60, 60),
    ],
    expect: [],
  },
  { name: 'groups of several intervals mix', given: [resets, pods('60s', '[]'), page(60, 30)], expect: [] },
  {
    name: 'a group without an interval of its own is one more',
    given: [
      resets,
      pods('60s', "['-evaluationInterval=15s']"),
      manifest`
        apiVersion: operator.victoriametrics.com/v1beta1
        kind: VMRule
        metadata: { name: rules, namespace: monitoring }
        spec: { groups: [{ name: a, interval: 60s, rules: [] }, { name: b, rules: [] }] }
      `,
    ],
    expect: [],
  },
  { name: 'so do rules of several groups', given: [resets, pods('60s', "['-evaluationInterval=1m']"), rule('60s', '20s')], expect: [] },
  {
    name: 'a second caller shares the connections',
    given: [
      inbound([
        [0, '-'],
        [30_000, '-', '10.244.1.11'],
        [59_990, 'UC'],
      ]),
      pods('60s', "['-evaluationInterval=1m']"),
    ],
    expect: [],
  },
  {
    name: 'where nothing is lost there is nothing to explain',
    given: [
      inbound([
        [0, '-'],
        [59_996, '-'],
      ]),
      pods('60s', "['-evaluationInterval=1m']"),
    ],
    expect: [],
  },
  { name: 'without request evidence there is nothing to compare', given: [], expect: 'skipped' },
]);
