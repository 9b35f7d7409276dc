import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startAttempt } from './attempt.ts';
import type { PodRuntime } from './pod-runtime.ts';
import { sampleContainer, samplePod } from './sample-pod.ts';

test('a program that cannot be started leaves no open log and no control group', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'why503-attempt-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const container = sampleContainer({ command: ['node', '--version'] });
  const pod = samplePod({ containers: [container] });
  const groups: string[] = [];
  const create = (): object => {
    groups.push('made');
    return { procs: [], remove: () => void groups.push('removed') };
  };
  const at = (): string => folder;
  // Of the runtime a start needs only these. Named pipes cannot be made in a folder that is not there.
  const runtime = {
    options: { tools: { bin: folder }, apps: folder, folder, node: { name: 'node-a' }, cgroups: { create } },
    pod: () => pod,
    place: { podIp: '', hostIp: '', allocatable: { cpu: 1, memory: 1 } },
    network: () => undefined,
    folders: { root: at, logs: at, volumes: folder, scratch: join(folder, 'missing') },
  } as unknown as PodRuntime;
  await assert.rejects(startAttempt(runtime, container, 0), /ENOENT.*missing/);
  assert.deepEqual(groups, ['made', 'removed']);
  assert.deepEqual(openBelow(folder), []);
});

function openBelow(folder: string): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.startsWith(folder) ? [target] : [];
    } catch {
      return []; // the descriptor that lists them
    }
  });
}
