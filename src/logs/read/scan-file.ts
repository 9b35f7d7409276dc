import { closeSync, openSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { setImmediate as breathe } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { OpenFile } from '../observe/log-observer.ts';
import { createBlockRing, ringMemory } from './block-ring.ts';
import { BLOCK } from './block-size.ts';
import type { WorkerStart } from './scan-worker.ts';

/** Blocks in memory for each thread: enough that nobody waits while the order of the file is restored. */
const SLOTS = 4;
/** Blocks between two looks at interrupts and progress. */
const BREATH = 32;

export interface ScanFileOptions {
  /** Threads that scan, this one included. */
  readonly workers: number;
  readonly onBytes: (bytes: number) => void;
  readonly isStopped: () => boolean;
}

/**
 * Scans a plain file on disk by several threads, block by block, and gives the blocks to `sink` in the order of the file, so that the
 * answer does not depend on their number. This thread scans too when no block waits to be looked at. Rejects when the file cannot be read.
 */
export async function scanFile(disk: string, size: number, sink: OpenFile, options: ScanFileOptions): Promise<void> {
  const blocks = Math.ceil(size / BLOCK);
  const threads = Math.min(options.workers, blocks);
  const memory = ringMemory(blocks, threads * SLOTS, threads);
  const ring = createBlockRing(memory, 0);
  const failures: unknown[] = [];
  const helpers = Array.from({ length: threads - 1 }, (_, index) => {
    const helper = startHelper({ disk, memory, thread: index + 1 });
    helper.on('error', (error) => failures.push(error));
    return helper;
  });
  const file = openSync(disk, 'r');
  try {
    for (let next = 0; next < blocks && !options.isStopped(); ) {
      const block = ring.scanned(next);
      if (block !== undefined) {
        sink.block(block.buffer, block.columns, block);
        ring.release(next);
        next += 1;
        options.onBytes(block.bytes);
        if (next % BREATH === 0) await breathe();
      } else if (!ring.scanNext(file)) {
        ring.awaitBlock(next);
        await breathe(); // a helper that failed is heard of here
      }
      if (failures.length > 0) throw failures[0];
    }
  } finally {
    ring.stop();
    closeSync(file);
    await Promise.all(helpers.map((helper) => helper.terminate()));
  }
}

/**
 * A thread compiles its modules anew unless it is told of the cache that the program uses; from sources, where types are stripped first, that takes 11 MB.
 * What tells it has to be plain JavaScript.
 */
const starter = `const { workerData } = require('node:worker_threads');
if (workerData.cache !== undefined) require('node:module').enableCompileCache(workerData.cache);
import(workerData.script);`;

function startHelper(start: WorkerStart): Worker {
  const script = new URL(import.meta.url.endsWith('.ts') ? './scan-worker.ts' : './scan-worker.js', import.meta.url).href;
  const workerData = { ...start, script, cache: getCompileCacheDir() };
  return new Worker(starter, { eval: true, workerData, resourceLimits: { maxYoungGenerationSizeMb: 2 } });
}
