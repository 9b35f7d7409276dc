import assert from 'node:assert/strict';
import test from 'node:test';
import { openCgroups } from './cgroup.ts';
import { cgroupMounts } from './cgroup-mounts.ts';

const unified = 'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nodev,noexec,relatime,nsdelegate,memory_recursiveprot 0 0';

test('a machine with version 2 alone has one root', () => {
  assert.deepEqual(cgroupMounts(`proc /proc proc rw 0 0\n${unified}\n`), { version: 2, root: '/sys/fs/cgroup' });
});

test('a machine with both has its controllers in version 1', () => {
  const mounts = [
    'cgroup /sys/fs/cgroup/cpu cgroup rw,relatime,cpu 0 0',
    'cgroup /sys/fs/cgroup/cpuacct cgroup rw,relatime,cpuacct 0 0',
    'cgroup /sys/fs/cgroup/cpuset cgroup rw,relatime,cpuset 0 0',
    'cgroup /sys/fs/cgroup/memory cgroup rw,relatime,memory 0 0',
    'cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0',
  ].join('\n');
  const expected = { version: 1, memory: '/sys/fs/cgroup/memory', cpu: '/sys/fs/cgroup/cpu', cpuacct: '/sys/fs/cgroup/cpuacct' };
  assert.deepEqual(cgroupMounts(mounts), expected);
});

test('where control groups cannot be made the reason is told', () => {
  assert.deepEqual(openCgroups('proc /proc proc rw 0 0'), { unavailable: 'no control groups are mounted' });
  const nowhere = openCgroups('cgroup2 /why503/no/such/folder cgroup2 rw 0 0');
  assert.match('unavailable' in nowhere ? nowhere.unavailable : '', /ENOENT/);
});
