import { Worker } from 'node:worker_threads';
import { columnMemory, columnsIn } from '../scan/columns.ts';
import type { OpenFile } from '../observe/log-observer.ts';
import { BLOCK, BLOCK_BYTES, BLOCK_ENTRIES } from './block-size.ts';
import type { BlockDone, BlockOrder, SlotMemory, WorkerStart } from './scan-worker.ts';

/** Blocks a worker has in hand: one that it scans while the other is looked at. */
const SLOTS = 2;

export interface ScanFileOptions {
  readonly workers: number;
  readonly onBytes: (bytes: number) => void;
  readonly isStopped: () => boolean;
}

/**
 * Scans a plain file on disk by several threads, block by block, and gives the blocks to `sink` in the order of the file, so that the
 * answer does not depend on their number. Rejects when the file cannot be read.
 */
export async function scanFile(disk: string, size: number, sink: OpenFile, options: ScanFileOptions): Promise<void> {
  const blocks = Math.ceil(size / BLOCK);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const workers = Array.from({ length: Math.min(options.workers, blocks) }, () => startWorker(disk));
  const waiting = new Map<number, () => void>();
  let ordered = 0;
  let next = 0;
  const order = (worker: Hand, slot: number): void => {
    if (ordered >= blocks || options.isStopped()) return;
    const job: BlockOrder = { slot, block: ordered };
    ordered += 1;
    worker.thread.postMessage(job);
  };
  for (const worker of workers) {
    worker.thread.on('error', reject);
    worker.thread.on('message', ({ slot, block, entries, lines, bytes }: BlockDone) => {
      waiting.set(block, () => {
        const { buffer, columns } = worker.slots[slot] ?? emptySlot;
        sink.block(buffer, columns, { entries, lines });
        options.onBytes(bytes);
        order(worker, slot);
      });
      try {
        for (let look = waiting.get(next); look !== undefined; look = waiting.get(next)) {
          waiting.delete(next);
          next += 1;
          look();
        }
        if (next >= blocks || (options.isStopped() && next >= ordered)) resolve();
      } catch (error) {
        reject(error);
      }
    });
  }
  for (let slot = 0; slot < SLOTS; slot += 1) for (const worker of workers) order(worker, slot);
  if (blocks === 0) resolve();
  try {
    await promise;
  } finally {
    await Promise.all(workers.map(({ thread }) => thread.terminate()));
  }
}

interface Hand {
  readonly thread: Worker;
  readonly slots: readonly { readonly buffer: Buffer; readonly columns: ReturnType<typeof columnsIn> }[];
}

const emptySlot = { buffer: Buffer.alloc(0), columns: columnsIn(columnMemory(0), 0) };

function startWorker(disk: string): Hand {
  const slots: readonly SlotMemory[] = Array.from({ length: SLOTS }, () => ({
    bytes: new SharedArrayBuffer(BLOCK_BYTES),
    columns: columnMemory(BLOCK_ENTRIES),
  }));
  const workerData: WorkerStart = { disk, slots };
  const script = import.meta.url.endsWith('.ts') ? './scan-worker.ts' : './scan-worker.js';
  const thread = new Worker(new URL(script, import.meta.url), { workerData, resourceLimits: { maxYoungGenerationSizeMb: 2 } });
  return { thread, slots: slots.map(({ bytes, columns }) => ({ buffer: Buffer.from(bytes), columns: columnsIn(columns, BLOCK_ENTRIES) })) };
}
