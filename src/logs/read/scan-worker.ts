import { closeSync, openSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { createBlockRing, type RingMemory } from './block-ring.ts';

/** What a worker is started with. */
export interface WorkerStart {
  readonly disk: string;
  readonly memory: RingMemory;
  readonly thread: number;
}

const { disk, memory, thread }: WorkerStart = workerData;
const ring = createBlockRing(memory, thread);
const file = openSync(disk, 'r');
while (ring.scanNext(file) || ring.awaitRoom());
closeSync(file);
