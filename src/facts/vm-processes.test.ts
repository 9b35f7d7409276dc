import assert from 'node:assert/strict';
import test from 'node:test';
import { containerLog, document, factOf, manifest } from '../testing/index.ts';
import { vmDuration, vmFlag, vmProcesses } from './vm-processes.ts';

const pod = (args: string, env = '[]'): ReturnType<typeof manifest> => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-0, namespace: monitoring }
  spec:
    containers:
      - { name: vminsert, image: "victoriametrics/vminsert:v1.150.0-cluster", args: ${args}, env: ${env} }
`;
const page = document(
  'metrics/vminsert.txt',
  `flag{name="http.idleConnTimeout", value="1m0s", is_set="false"} 1
flag{name="maxConcurrentInserts", value="8", is_set="true"} 1
vm_app_version{version="vminsert-20260814-000000-tags-v1.150.0-cluster-0-g1", short_version="v1.150.0"} 1
vm_rpc_rows_pushed_total{name="vminsert"} 1
`,
  'monitoring/vminsert-0',
);
const started = containerLog('monitoring/vminsert-0/vminsert', [
  '2026-11-22T17:27:41.123Z\tinfo\tVictoriaMetrics/lib/logger/flag.go:20\t  -maxConcurrentInserts="4"',
]);

test('the page knows what is in effect, also of flags that nobody set', () => {
  const [one] = factOf(vmProcesses, [pod('["-maxConcurrentInserts=2"]'), page, started]);
  assert.ok(one !== undefined);
  assert.deepEqual([one.app, one.workload, one.version], ['vminsert', 'vminsert-0', 'v1.150.0']);
  assert.deepEqual([vmFlag(one, 'maxConcurrentInserts')?.value, vmFlag(one, 'maxConcurrentInserts')?.isSet], ['8', true]);
  assert.deepEqual([vmDuration(one, 'http.idleConnTimeout')?.value, vmFlag(one, 'http.idleConnTimeout')?.isSet], [60_000, false]);
});

const told: readonly (readonly [string, Parameters<typeof factOf>[1], string | undefined])[] = [
  ['arguments come before the lines of the start', [pod('["-maxConcurrentInserts=2"]'), started], '2'],
  ['a variable counts with -envflag.enable', [pod('["-envflag.enable", "-envflag.prefix=VM_"]', '[{ name: VM_maxConcurrentInserts, value: "16" }]')], '16'],
  ['and does not without it', [pod('[]', '[{ name: VM_maxConcurrentInserts, value: "16" }]')], undefined],
  ['the lines of the start tell when the object does not', [pod('[]'), started], '4'],
  ['what nobody set is not known without a page', [pod('[]')], undefined],
];
for (const [name, given, expected] of told) {
  test(name, () => {
    const [one] = factOf(vmProcesses, given);
    assert.ok(one !== undefined);
    assert.equal(vmFlag(one, 'maxConcurrentInserts')?.value, expected);
  });
}

test('a page alone makes a process, and other programs make none', () => {
  assert.deepEqual(
    factOf(vmProcesses, [page]).map(({ app, workload, pod: name }) => [app, workload, name]),
    [['vminsert', 'vminsert', 'vminsert-0']],
  );
  assert.deepEqual(
    factOf(vmProcesses, [document('metrics/istiod.txt', 'pilot_info{version="1.30"} 1\nistiod_uptime_seconds 1\ngo_goroutines 3\n', 'istio-system/istiod-0')]),
    [],
  );
});
