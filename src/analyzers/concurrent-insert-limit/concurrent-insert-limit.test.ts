import assert from 'node:assert/strict';
import test from 'node:test';
import { createResolver } from '../../engine/resolve.ts';
import { runAnalyzers } from '../../engine/run.ts';
import { makeSnapshot } from '../../testing/make-snapshot.ts';
import { accessLog, containerLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { concurrentInsertLimit } from './index.ts';

const target = 'vminsert.monitoring';
const row = (time: string, flag = '-', details = 'via_upstream'): string =>
  `[2026-11-22T17:31:${time}Z] "POST /insert/0/prometheus/api/v1/import/prometheus HTTP/1.1" 503 ${flag} ${details} - "-" 967780 335 158 143 "-" "metrics-pusher/2.4" "5a00e873-4d8f-45c7-9758-fc3a929f3403" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.29:8480" inbound|8480|| 127.0.0.6:53528 10.244.2.29:8480 10.244.2.31:37662 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default`;
const rows = accessLog('monitoring/vminsert-ccc76f8d7-kgwfb', [
  row('19.977'),
  row('40.000', 'UC', 'upstream_reset_before_response_started{connection_termination}'),
]);
const refusal = (time: string): string =>
  `2026-11-22T17:31:${time}Z\twarn\tVictoriaMetrics/app/vminsert/main.go:239\tremoteAddr: "127.0.0.6:53528"; requestURI: /insert/0/prometheus/api/v1/import/prometheus; cannot read Prometheus exposition data: cannot read a block of data in 0.000s: cannot process insert request for 0.050 seconds because 1 concurrent insert requests are executed. Possible solutions: to reduce workload`;
const unreachable = `2026-11-22T17:31:10.000Z\twarn\tVictoriaMetrics/app/vminsert/netstorage/netstorage.go:300\tall the vmstorage nodes are unavailable; stopping data processing util at least a single node becomes available`;
const log = (...lines: readonly string[]): ReturnType<typeof containerLog> => containerLog('monitoring/vminsert-ccc76f8d7-kgwfb/vminsert', lines);
const page = (timeouts: number, start = 1_795_368_600): ReturnType<typeof document> =>
  document(
    'metrics/vminsert.txt',
    `vm_app_version{version="vminsert-20260814-000000-tags-v1.150.0-cluster", short_version="v1.150.0"} 1
vm_concurrent_insert_capacity 1
vm_concurrent_insert_current 0
vm_concurrent_insert_limit_reached_total 574
vm_concurrent_insert_limit_timeout_total ${timeouts}
process_start_time_seconds ${start}
`,
    'monitoring/vminsert-ccc76f8d7-kgwfb',
  );

/** The counter of refusals each half minute from 17:30 on. */
const recorded = (values: readonly number[]): ReturnType<typeof document> =>
  document('series/victoria-metrics.json', {
    status: 'success',
    data: {
      resultType: 'matrix',
      result: [
        {
          metric: { __name__: 'vm_concurrent_insert_limit_timeout_total', namespace: 'monitoring', pod: 'vminsert-ccc76f8d7-kgwfb' },
          values: values.map((value, index) => [Date.parse('2026-11-22T17:30:00Z') / 1000 + 30 * index, String(value)]),
        },
      ],
    },
  });

const gaveUp = containerLog('monitoring/vmalert-66467cfcc9-5sv9b/vmalert', [
  '2026-11-22T17:31:50.438Z\twarn\tVictoriaMetrics/app/vmalert/remotewrite/client.go:320\tattempt 1 to send request failed: error while sending request to http://vminsert.monitoring.svc.cluster.local:8480/insert/0/prometheus/api/v1/write: Post "http://vminsert.monitoring.svc.cluster.local:8480/insert/0/prometheus/api/v1/write": context deadline exceeded (Client.Timeout exceeded while awaiting headers); Data len 181(181) (retriable: true)',
]);
const program = (name: string, hash: string, args = '[]'): ReturnType<typeof manifest> => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: ${name}-${hash}, namespace: monitoring, labels: { app: ${name} }, ownerReferences: [{ kind: ReplicaSet, name: ${name}-${hash.split('-')[0]}, controller: true }] }
  spec: { containers: [{ name: ${name}, image: 'victoriametrics/${name}:v1.150.0', args: ${args} }] }
`;
const vminsert = (args?: string): ReturnType<typeof manifest> => program('vminsert', 'ccc76f8d7-kgwfb', args);
const vmalert = (args?: string): ReturnType<typeof manifest> => program('vmalert', '66467cfcc9-5sv9b', args);
const early = (wait: string, queue: string): { readonly message: string; readonly data: { readonly [hole: string]: string } } => ({
  message: 'callerGivesUpFirst',
  data: { client: 'vmalert', target, wait, waitFlag: '-remoteWrite.sendTimeout', queue, queueFlag: '-insert.maxQueueDuration' },
});

testAnalyzer(test, concurrentInsertLimit, [
  { name: 'by default vmalert gives up before vminsert refuses', given: [gaveUp, vminsert(), vmalert()], expect: [early('30s', '1m')] },
  {
    name: 'a wait set by hand may still be too short',
    given: [gaveUp, vminsert(), vmalert("['-remoteWrite.sendTimeout=45s']")],
    expect: [early('45s', '1m')],
  },
  {
    name: 'the queue in effect is the one that the process reports',
    given: [
      gaveUp,
      vminsert("['-insert.maxQueueDuration=20s']"),
      vmalert(),
      document(
        'metrics/vminsert.txt',
        'flag{name="insert.maxQueueDuration", value="2m0s", is_set="true"} 1\nvm_rpc_rows_pushed_total{name="vminsert"} 1\nvminsert_request_duration_seconds_count 3\n',
        'monitoring/vminsert-ccc76f8d7-kgwfb',
      ),
    ],
    expect: [early('30s', '2m')],
  },
  { name: 'a queue shorter than the wait lets the refusal through', given: [gaveUp, vminsert("['-insert.maxQueueDuration=20s']"), vmalert()], expect: [] },
  { name: 'a caller that waits longer hears the refusal', given: [gaveUp, vminsert(), vmalert("['-remoteWrite.sendTimeout=90s']")], expect: [] },
  { name: 'a reset is not a caller that gave up', given: [rows, vminsert(), vmalert()], expect: [] },
  {
    name: 'the sentence at the time of the answers explains them, and them alone',
    given: [rows, log(refusal('20.135')), page(37)],
    expect: [{ message: 'limitReached', data: { target, lines: 1, limit: '1', count: 1, failures: 2 }, explains: [0] }],
  },
  {
    name: 'a caller that quotes the sentence is as good a witness',
    given: [
      accessLog('monitoring/vminsert-ccc76f8d7-kgwfb', [row('19.977')]),
      containerLog('monitoring/vmalert-66467cfcc9-5sv9b/vmalert', [
        '2026-11-22T17:31:20.438Z\twarn\tVictoriaMetrics/app/vmalert/remotewrite/client.go:320\tattempt 1 to send request failed: unexpected response code 503 for http://vminsert.monitoring.svc.cluster.local:8480/insert/0/prometheus/api/v1/write. Response body "cannot read prometheus remote_write data from client in 0 seconds: cannot process insert request for 0.050 seconds because 1 concurrent insert requests are executed. Possible solutions: to reduce workload\\n" (retriable: true)',
      ]),
    ],
    expect: [{ message: 'limitReached', data: { target, lines: 1, limit: '1', count: 1, failures: 1 }, explains: [0] }],
  },
  {
    name: 'slots that wait for vmstorage are a symptom',
    given: [rows, log(unreachable, refusal('20.135'))],
    expect: [{ message: 'limitReachedBehindStorage', data: { target, lines: 1, limit: '1' }, explains: [0] }],
  },
  {
    name: 'counters without the sentence support it',
    given: [rows, page(37)],
    expect: [{ message: 'limitCounted', data: { target, timeouts: 37, reached: 574, limit: 1 }, explains: [0] }],
  },
  {
    name: 'a counter that rose while requests failed tells when, and goes before one since the start',
    given: [rows, page(37), recorded([30, 30, 30, 36, 37])],
    expect: [{ message: 'limitCountedThen', data: { target, timeouts: 7, count: 1, failures: 2 }, explains: [0] }],
  },
  {
    name: 'near miss: it counted refusals, at another time than that of the failures',
    given: [rows, page(37), recorded([0, 37, 37, 37, 37, 37, 37])],
    expect: [{ message: 'limitNotHitThen', data: { target } }],
  },
  {
    name: 'series that do not reach the failures leave the page its word',
    given: [rows, page(37), recorded([0, 37])],
    expect: [{ message: 'limitCounted', data: { target, timeouts: 37, reached: 574, limit: 1 }, explains: [0] }],
  },
  {
    name: 'a counter at zero since before the failures rules it out',
    given: [rows, page(0)],
    expect: [{ message: 'limitNeverHit', data: { target, limit: 1 } }],
  },
  {
    name: 'another program has no such limit',
    given: [
      rows,
      manifest`
        apiVersion: v1
        kind: Pod
        metadata:
          name: vminsert-ccc76f8d7-kgwfb
          namespace: monitoring
          ownerReferences: [{ kind: ReplicaSet, name: vminsert-ccc76f8d7, controller: true }]
        spec: { containers: [{ name: web, image: 'nginx:1.29' }] }
      `,
    ],
    expect: [{ message: 'otherProgram', data: { target } }],
  },
  { name: 'a refusal of another minute explains nothing', given: [rows, log(refusal('50.000'))], expect: [] },
  { name: 'the counters of a process that started after the failures say nothing', given: [rows, page(0, 1_795_368_700)], expect: [] },
  { name: 'without access logs nothing is judged', given: [], expect: 'skipped' },
]);

test('the program that is shown is that of the target, not its namesake of another namespace', () => {
  const pod = (namespace: string): Given => manifest`
    apiVersion: v1
    kind: Pod
    metadata: { name: vminsert-ccc76f8d7-kgwfb, namespace: ${namespace}, ownerReferences: [{ kind: ReplicaSet, name: vminsert-ccc76f8d7, controller: true }] }
    spec: { containers: [{ name: web, image: 'nginx:1.29' }] }
  `;
  const { findings } = runAnalyzers([concurrentInsertLimit], createResolver(makeSnapshot([rows, pod('elsewhere'), pod('monitoring')])));
  assert.deepEqual(
    findings.map(({ evidence: [first] }) => first.at.object?.namespace),
    ['monitoring'],
  );
});
