import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kernelLines } from './kernel-lines.ts';

const own = '05a43dba-2bd7-4540-b9d0-86f1a2ef204f';
const other = '4dbedeff-25c6-4ab2-ac5b-22f03cf48a60';
const pods = new Set([own]);
const start = Date.parse('2026-11-22T23:47:00Z');
const at = '[Sun Nov 22 23:47:47 2026]';
const asked = `${at} catalog-worker invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0`;
const reason = (uid: string, pid: number): string => {
  const group = `/why503-lab-2-e8164f76/${uid}-catalog-0`;
  return `${at} oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=${group},task_memcg=${group},task=MainThread,pid=${pid},uid=0`;
};
const killed = (pid: number): string =>
  `${at} Memory cgroup out of memory: Killed process ${pid} (MainThread) total-vm:1563124kB, anon-rss:96820kB, file-rss:51172kB, shmem-rss:0kB, UID:0 pgtables:932kB oom_score_adj:0`;
const reaped = (pid: number): string => `${at} oom_reaper: reaped process ${pid} (MainThread), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB`;
const block = (uid: string, pid: number): readonly string[] => [asked, reason(uid, pid), killed(pid), reaped(pid)];
const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

test('the whole report of a kill in a pod’s control group is kept, if it is not too old', () => {
  const text = textOf(block(own, 16723));
  assert.equal(kernelLines(text, { since: start, pods }), text);
  assert.equal(kernelLines(text, { since: start + 600_000, pods }), '');
});

test('nothing is kept of a kill in a control group of others', () => {
  const systemd = reason(other, 900).replaceAll(/\/why503[^,]*/g, '/system.slice/sshd.service');
  const text = textOf([...block(other, 20141), ...block(own, 16723), asked, systemd, killed(900), killed(901)]);
  assert.equal(kernelLines(text, { since: start, pods }), textOf(block(own, 16723)));
});

test('all processes that die with the group are kept', () => {
  const header = `${at} [  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name`;
  const listed = [16700, 16723].map(
    (pid) => `${at} [  ${pid}]     0 ${pid}   390781    36997    24205    12792         0   954368        0             0 MainThread`,
  );
  const text = textOf([asked, header, ...listed, reason(own, 16723), killed(16723), killed(16700), killed(555)]);
  assert.equal(kernelLines(text, { since: start, pods }), textOf([asked, reason(own, 16723), killed(16723), killed(16700)]));
});

test('a process id that others use again later is theirs', () => {
  const text = textOf([...block(own, 16723), ...block(other, 16723)]);
  assert.equal(kernelLines(text, { since: start, pods }), textOf(block(own, 16723)));
});

test('when the whole machine was short of memory, the pod’s process is named and not the program that asked', () => {
  const machine = reason(own, 16723)
    .replace('CONSTRAINT_MEMCG', 'CONSTRAINT_NONE')
    .replace(/oom_memcg=[^,]*/, 'global_oom');
  assert.equal(kernelLines(textOf([asked, machine, killed(16723)]), { since: start, pods }), textOf([machine, killed(16723)]));
});

test('what speaks of the machine is left out', () => {
  const text = textOf([
    `${at} Command line: console=ttyS0 quiet`,
    `${at} browser[4711]: segfault at 0 ip 00007f3c sp 00007ffd error 4 in libc.so.6`,
    `${at} INFO: task jbd2/sda1-8:312 blocked for more than 120 seconds.`,
    `${at} compiler: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)`,
  ]);
  assert.equal(kernelLines(text, { since: start, pods }), '');
});

test('a line without a time is left out: it may be of any day', () =>
  assert.equal(kernelLines('nf_conntrack: nf_conntrack: table full, dropping packet', { since: 0, pods }), ''));

test('a full table of a network namespace is kept only for the pods it may be about', () => {
  const line = (network: number): string => `[Sun Nov 22 17:40:00 2026] nf_conntrack: nf_conntrack: table full in netns ${network}, dropping packet\n`;
  const node = '[Sun Nov 22 17:40:01 2026] nf_conntrack: nf_conntrack: table full, dropping packet\n';
  const text = [line(4026534931), line(4026534999), node].join('');
  const kept = kernelLines(text, { since: Date.UTC(2026, 10, 22, 17), pods, networks: new Set(['4026534931']) });
  assert.equal(kept, [line(4026534931), node].join(''));
});
