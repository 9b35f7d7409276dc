import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Attempt } from './attempt.ts';
import type { Terminated } from './container-view.ts';
import { startPodWorker, type PodWorker, type WorkerParts } from './pod-worker.ts';
import { sampleContainer, samplePod } from './sample-pod.ts';

const pod = samplePod({ hostNetwork: true, terminationGracePeriodSeconds: 600, containers: [sampleContainer()] });
const deleted = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-11-22T17:20:00Z', deletionGracePeriodSeconds: 600 } };

/** A pod whose only program ends of SIGKILL alone. */
async function stubborn(
  t: TestContext,
): Promise<{ readonly worker: PodWorker; readonly sent: (signal: string) => Promise<void>; readonly deletions: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'why503-worker-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const running = Promise.withResolvers<void>();
  const signals = { SIGTERM: Promise.withResolvers<void>(), SIGKILL: Promise.withResolvers<void>() };
  const deletions: string[] = [];
  const ended = Promise.withResolvers<Terminated>();
  let hasEnded = false;
  const launch = async (): Promise<Attempt> => {
    running.resolve();
    return {
      pid: 1,
      containerId: 'containerd://0',
      startedAt: 0,
      ended: ended.promise,
      hasEnded: () => hasEnded,
      kill: (signal) => {
        if (signal === 'SIGTERM' || signal === 'SIGKILL') signals[signal].resolve();
        if (signal !== 'SIGKILL') return;
        hasEnded = true;
        ended.resolve({ is: 'terminated', exitCode: 137, reason: 'Error', startedAt: 0, finishedAt: 0, containerId: 'containerd://0' });
      },
      exec: async () => ({ code: 0, output: '', timedOut: false }),
    };
  };
  // Of these a pod on the node's network without volumes needs only this.
  const parts = {
    options: {
      api: { patch: async () => ({}), delete: async (path: string) => void deletions.push(path) },
      node: { name: 'node-a', network: { ip: '10.203.0.1' } },
      folder,
      refreshSeconds: 0.05,
    },
    events: { onPod: () => undefined, record: () => undefined, flushed: async () => undefined },
    kwok: { put: async () => undefined, remove: async () => undefined },
    allocatable: { cpu: 1, memory: 1 },
    nextIp: () => '10.203.1.1',
    launch,
  } as unknown as WorkerParts;
  const worker = startPodWorker(pod, parts);
  await running.promise;
  await new Promise(setImmediate);
  return { worker, sent: async (signal) => signals[signal === 'SIGTERM' ? 'SIGTERM' : 'SIGKILL'].promise, deletions };
}

const limit = { timeout: 20_000 };

test('the end of the lab kills at once what a stop still gives time', limit, async (t) => {
  const { worker, sent } = await stubborn(t);
  worker.update(deleted);
  await sent('SIGTERM');
  await worker.abandon();
  assert.equal(worker.containers()[0]?.view().state.is, 'terminated');
  await worker.done;
});

test('a pod deleted by force has no grace period, and its object is not deleted again', limit, async (t) => {
  const { worker, deletions } = await stubborn(t);
  worker.drop();
  await worker.done;
  assert.equal(worker.containers()[0]?.view().state.is, 'terminated');
  assert.deepEqual(deletions, []);
});

test('a deletion by force ends a stop that goes on', limit, async (t) => {
  const { worker, sent } = await stubborn(t);
  worker.update(deleted);
  await sent('SIGTERM');
  worker.drop();
  await worker.done;
  assert.equal(worker.containers()[0]?.view().state.is, 'terminated');
});
