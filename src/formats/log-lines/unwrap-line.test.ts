import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createLineMemory } from './line-memory.ts';
import { unwrapLine } from './unwrap-line.ts';
import type { UnwrappedLine } from './unwrapped-line.ts';

const row = '[2026-11-22T17:13:38.766Z] "- - -" 0 NR filter_chain_not_found - "-" 0 0 0 - "-" "-" "-" "-" "-" - - 10.244.2.7:8480 10.244.1.8:49296 - -';
const time = Date.UTC(2026, 10, 22, 17, 28, 18, 362);
const pod = { pod: 'vminsert-78797c6fb-wwrsx', container: 'istio-proxy' };
const named = { namespace: 'monitoring', ...pod };

const cases: readonly (readonly [string, string, UnwrappedLine])[] = [
  ['kubectl --timestamps', `2026-11-22T17:28:18.362123456Z ${row}`, { text: row, time }],
  ['kubectl --prefix', `[pod/vminsert-78797c6fb-wwrsx/istio-proxy] ${row}`, { text: row, identity: pod }],
  ['kubectl --prefix --timestamps', `[pod/vminsert-78797c6fb-wwrsx/istio-proxy] 2026-11-22T17:28:18.362123456Z ${row}`, { text: row, time, identity: pod }],
  ['stern', `vminsert-78797c6fb-wwrsx istio-proxy ${row}`, { text: row, identity: pod }],
  ['stern in all namespaces', `monitoring vminsert-78797c6fb-wwrsx istio-proxy ${row}`, { text: row, identity: named }],
  ['stern with colours', `\u001b[38;5;1mvminsert-78797c6fb-wwrsx\u001b[0m \u001b[32mistio-proxy\u001b[0m ${row}`, { text: row, identity: pod }],
  ['kail', `monitoring/vminsert-78797c6fb-wwrsx[istio-proxy]: ${row}`, { text: row, identity: named }],
  ['CRI', `2026-11-22T17:28:18.362Z stdout F ${row}`, { text: row, time }],
  ['an empty CRI line', '2026-11-22T17:28:18.362Z stderr F ', { text: '', time }],
  ['Docker', JSON.stringify({ log: `${row}\n`, stream: 'stdout', time: '2026-11-22T17:28:18.362123456Z' }), { text: row, time }],
  [
    'Fluent Bit',
    JSON.stringify({ date: time / 1000, log: row, kubernetes: { pod_name: pod.pod, namespace_name: 'monitoring', container_name: 'istio-proxy' } }),
    { text: row, time, identity: named },
  ],
  [
    'Filebeat',
    JSON.stringify({
      '@timestamp': '2026-11-22T17:28:18.362Z',
      message: row,
      kubernetes: { pod: { name: pod.pod }, namespace: 'monitoring', container: { name: 'istio-proxy' } },
    }),
    { text: row, time, identity: named },
  ],
  [
    'Loki',
    JSON.stringify({ labels: { pod: pod.pod, namespace: 'monitoring', container: 'istio-proxy' }, line: row, timestamp: '2026-11-22T17:28:18.362Z' }),
    { text: row, time, identity: named },
  ],
  [
    'VictoriaLogs',
    JSON.stringify({
      _msg: row,
      _time: '2026-11-22T17:28:18.362Z',
      'kubernetes.pod_name': pod.pod,
      'kubernetes.pod_namespace': 'monitoring',
      'kubernetes.container_name': 'istio-proxy',
    }),
    { text: row, time, identity: named },
  ],
  [
    'Google Cloud',
    JSON.stringify({
      textPayload: row,
      timestamp: '2026-11-22T17:28:18.362Z',
      resource: { labels: { pod_name: pod.pod, namespace_name: 'monitoring', container_name: 'istio-proxy' } },
    }),
    { text: row, time, identity: named },
  ],
  [
    'Elasticsearch',
    JSON.stringify({ _source: { '@timestamp': '2026-11-22T17:28:18.362Z', message: row, kubernetes: { pod_name: pod.pod } } }),
    { text: row, time, identity: { pod: pod.pod } },
  ],
  ['syslog, RFC 5424', `<134>1 2026-11-22T17:28:18.362Z node-a envoy 1 - - ${row}`, { text: row, time }],
  ['syslog, RFC 3164', `Nov 22 17:28:18 node-a envoy[1]: ${row}`, { text: row }],
  [
    'cluster-info dump',
    '==== START logs for container istio-proxy of pod monitoring/vminsert-78797c6fb-wwrsx ====',
    { text: '', identity: named, marker: 'start' },
  ],
  [
    'the end in a cluster-info dump',
    '==== END logs for container istio-proxy of pod monitoring/vminsert-78797c6fb-wwrsx ====',
    { text: '', identity: named, marker: 'end' },
  ],
  [
    'tail over node files',
    '==> /var/log/pods/monitoring_vminsert-78797c6fb-wwrsx_9c62ecbb-aa72-4a40-8b2e-eab57486f8d1/istio-proxy/0.log <==',
    { text: '', identity: named, marker: 'start' },
  ],
  [
    'a typed command',
    '$ kubectl -n monitoring logs vminsert-78797c6fb-wwrsx -c istio-proxy --tail 100 -p',
    { text: '', identity: { ...named, previous: true }, marker: 'start' },
  ],
  ['a mark, a return and colours', `\uFEFF\u001b[32m${row}\u001b[0m\r`, { text: row }],
];
for (const [name, line, expected] of cases) {
  test(`taken off: ${name}`, () => {
    assert.deepEqual(unwrapLine(line), expected);
  });
}

for (const line of [
  row,
  row.replace('[2026-11-22T17:13:38.766Z]', '2026-11-22T17:13:38.766Z'),
  '2026-11-22T17:27:41.952675Z\tinfo\tFLAG: --concurrency="0"',
  '2026-11-22T17:27:41.952Z INFO started',
  '2026/11/22 17:27:41 ERROR failed to set GOMEMLIMIT',
  '{"level":"info","ts":"2026-11-22T17:27:41Z","msg":"listening","line":"12"}',
  '{"log":"weekly","message":"saved"}',
  '{"message":"x","kubernetes":"1.34"}',
  'Nov 22 17:27:41 node-a kernel: Out of memory: Killed process 1 (vminsert)',
  'received signal terminated',
  'retry attempt-12345 failed for x',
  '==== done ====',
  '# kubectl is a tool',
  '[pod/x',
]) {
  test(`no wrapper: ${line.slice(0, 60)}`, () => {
    assert.deepEqual(unwrapLine(line), { text: line });
  });
}

test('the pieces of a split CRI line are joined per stream', () => {
  const memory = createLineMemory();
  const texts = ['stdout P {"a":', 'stderr F other', 'stdout P 1', 'stdout F }', 'stdout F next'].map((rest) =>
    unwrapLine(`2026-11-22T17:28:18.362123456Z ${rest}`, memory),
  );
  assert.deepEqual(
    texts.map(({ text, partial }) => [text, partial]),
    [
      ['', true],
      ['other', undefined],
      ['', true],
      ['{"a":1}', undefined],
      ['next', undefined],
    ],
  );
});

test('Docker splits at 16 KiB; the line ends where its text does', () => {
  const memory = createLineMemory();
  const wrap = (log: string): string => JSON.stringify({ log, stream: 'stdout', time: '2026-11-22T17:28:18.362Z' });
  assert.equal(unwrapLine(wrap('a'), memory).text, '');
  assert.equal(unwrapLine(wrap('b\n'), memory).text, 'ab');
});

test('fields that a shipper parsed keep their line and gain a name', () => {
  const line = JSON.stringify({ response_code: 503, response_flags: 'UC', kubernetes: { pod_name: 'a-0' } });
  assert.deepEqual(unwrapLine(line), { text: line, identity: { pod: 'a-0' } });
});

test('no text makes it throw', () => {
  const part = fc.constantFrom(
    '2026-11-22T17:28:18.362123456Z ',
    '[pod/',
    'a-0',
    '/',
    '] ',
    'stdout F ',
    '{"log":',
    '"x\\n"',
    ',"stream":"a"}',
    '\u001b[',
    '<1>1 ',
    'kubectl logs ',
    '-n',
    ' ',
    '==> ',
    ' <==',
    '\u0000',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part, { maxLength: 20 }).map((list) => list.join('')),
      ),
      (line) => void unwrapLine(line, createLineMemory()),
    ),
  );
});
