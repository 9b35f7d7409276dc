import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { version1, version2 } from './cgroup-files.ts';

/** A folder with files as the kernel shows them. */
function group(t: TestContext, files: Readonly<Record<string, string>>): { readonly folder: string; readonly text: (name: string) => string } {
  const folder = mkdtempSync(join(tmpdir(), 'why503-cgroup-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { folder, text: (name) => readFileSync(join(folder, name), 'utf8') };
}

const limits = { memoryBytes: 64 * 2 ** 20, cpus: 0.25 };

test('limits of version 1 go to each hierarchy’s own files', (t) => {
  const memory = group(t, { 'memory.limit_in_bytes': '9223372036854771712', 'memory.memsw.limit_in_bytes': '9223372036854771712' });
  const cpu = group(t, { 'cpu.cfs_period_us': '100000', 'cpu.cfs_quota_us': '-1' });
  const { procs } = version1([memory.folder, cpu.folder], limits);
  assert.deepEqual(
    [memory.text('memory.limit_in_bytes'), memory.text('memory.memsw.limit_in_bytes'), cpu.text('cpu.cfs_quota_us')],
    ['67108864', '67108864', '25000'],
  );
  assert.deepEqual(procs, [join(memory.folder, 'cgroup.procs'), join(cpu.folder, 'cgroup.procs')]);
});

test('version 1 is read in the kernel’s units', (t) => {
  const { folder } = group(t, {
    'memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 2\n',
    'memory.usage_in_bytes': '5000000\n',
    'memory.stat': 'cache 2000000\ntotal_inactive_file 1000000\n',
    'cpu.stat': 'nr_periods 9\nnr_throttled 7\nthrottled_time 557770158\n',
    'cpuacct.usage': '153609078\n',
  });
  const cgroup = version1([folder], {});
  assert.equal(cgroup.oomKills(), 2);
  assert.deepEqual(cgroup.throttled(), { periods: 9, throttledPeriods: 7, throttledSeconds: 0.557770158 });
  assert.deepEqual(cgroup.usage(), { memoryBytes: 4_000_000, cpuSeconds: 0.153609078 });
});

test('limits of version 2 forbid swap and kill a container as a whole', (t) => {
  const { folder, text } = group(t, { 'memory.swap.max': 'max' });
  version2([folder], limits);
  assert.deepEqual(['memory.max', 'memory.swap.max', 'memory.oom.group', 'cpu.max'].map(text), ['67108864', '0', '1', '25000 100000']);
});

test('version 2 is read in the kernel’s units', (t) => {
  const { folder } = group(t, {
    'memory.events': 'low 0\nhigh 0\nmax 31\noom 1\noom_kill 1\noom_group_kill 1\n',
    'memory.current': '5000000\n',
    'memory.stat': 'anon 3000000\ninactive_file 1000000\n',
    'cpu.stat': 'usage_usec 1500000\nuser_usec 1\nsystem_usec 1\nnr_periods 9\nnr_throttled 7\nthrottled_usec 557770\n',
  });
  const cgroup = version2([folder], {});
  assert.equal(cgroup.oomKills(), 1);
  assert.deepEqual(cgroup.throttled(), { periods: 9, throttledPeriods: 7, throttledSeconds: 0.55777 });
  assert.deepEqual(cgroup.usage(), { memoryBytes: 4_000_000, cpuSeconds: 1.5 });
});
