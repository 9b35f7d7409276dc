import { closeSync, openSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { createBlockRing, type RingMemory } from './block-ring.ts';

/** A file for a helper to scan. */
export interface HelperTask {
  readonly disk: string;
  readonly memory: RingMemory;
  /** From 1; 0 is the thread that gives the task. */
  readonly thread: number;
}

parentPort?.on('message', ({ disk, memory, thread }: HelperTask) => {
  const ring = createBlockRing(memory, thread);
  const file = openSync(disk, 'r');
  while (ring.scanNext(file) || ring.awaitRoom());
  closeSync(file);
});
