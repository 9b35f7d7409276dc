import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kernelLines } from './kernel-lines.ts';

const oom =
  '[Sun Nov 22 17:20:07 2026] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/why503-lab-1/web,task_memcg=/why503-lab-1/web,task=node,pid=4711,uid=1000';
const killed =
  '[Sun Nov 22 17:20:07 2026] Memory cgroup out of memory: Killed process 4711 (node) total-vm:1048576kB, anon-rss:65536kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:512kB oom_score_adj:0';
const boot = '[Sun Nov 22 17:20:08 2026] Command line: console=ttyS0 quiet';

test('kills for want of memory since the start are kept, what speaks of the machine is not', () => {
  const start = Date.parse('2026-11-22T17:20:00Z');
  assert.equal(kernelLines([boot, oom, killed, ''].join('\n'), start), `${oom}\n${killed}\n`);
  assert.equal(kernelLines([oom, killed].join('\n'), start + 60_000), '');
});

test('a line without a time is left out: it may be of any day', () => assert.equal(kernelLines('Killed process 4711 (node)', 0), ''));

test('a full table of a network namespace is kept only for the pods it may be about', () => {
  const line = (network: number): string => `[Sun Nov 22 17:40:00 2026] nf_conntrack: nf_conntrack: table full in netns ${network}, dropping packet\n`;
  const node = '[Sun Nov 22 17:40:01 2026] nf_conntrack: nf_conntrack: table full, dropping packet\n';
  const text = [line(4026534931), line(4026534999), node].join('');
  const kept = kernelLines(text, Date.UTC(2026, 10, 22, 17), new Set(['4026534931']));
  assert.equal(kept, [line(4026534931), node].join(''));
});
