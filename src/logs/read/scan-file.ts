import { closeSync, openSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import type { OpenFile } from '../observe/log-observer.ts';
import { createBlockRing, type RingSlots, ringOver } from './block-ring.ts';
import { BLOCK } from './block-size.ts';
import type { HelperThreads } from './helper-threads.ts';

/** Blocks between two looks at interrupts and progress. */
const BREATH = 64;

export interface ScanFileOptions {
  readonly helpers: HelperThreads;
  /** Made for this thread and the helpers; one file after the other may use them. */
  readonly slots: RingSlots;
  readonly onBytes: (bytes: number) => void;
  readonly isStopped: () => boolean;
}

/**
 * Scans a plain file on disk by several threads, block by block, and gives the blocks to `sink` in the order of the file, so that the
 * answer does not depend on their number. This thread scans too when no block waits to be looked at. Rejects when the file cannot be read.
 */
export async function scanFile(disk: string, size: number, sink: OpenFile, { helpers, slots, onBytes, isStopped }: ScanFileOptions): Promise<void> {
  const blocks = Math.ceil(size / BLOCK);
  const memory = ringOver(blocks, slots);
  const ring = createBlockRing(memory, 0);
  const file = openSync(disk, 'r');
  try {
    helpers.scan({ disk, memory });
    for (let next = 0; next < blocks && !isStopped(); ) {
      const block = ring.scanned(next);
      if (block !== undefined) {
        sink.block(block.buffer, block.columns, block);
        ring.release(next);
        next += 1;
        onBytes(block.bytes);
        if (next % BREATH === 0) await breathe();
      } else if (!ring.scanNext(file)) {
        ring.awaitBlock(next);
        await breathe(); // a helper that failed is heard of here
      }
      helpers.check();
    }
  } finally {
    ring.stop();
    closeSync(file);
  }
}
