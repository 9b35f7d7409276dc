import { openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { columnsIn } from '../scan/columns.ts';
import { createBlockScanner } from '../scan/scan-block.ts';
import { BLOCK_ENTRIES } from './block-size.ts';
import { readBlock } from './read-block.ts';

/** What a worker is started with: a file, and the memory of its slots. */
export interface WorkerStart {
  readonly disk: string;
  readonly slots: readonly SlotMemory[];
}

export interface SlotMemory {
  readonly bytes: SharedArrayBuffer;
  readonly columns: SharedArrayBuffer;
}

export interface BlockOrder {
  readonly slot: number;
  readonly block: number;
}

export interface BlockDone extends BlockOrder {
  readonly entries: number;
  readonly lines: number;
  readonly bytes: number;
}

if (parentPort !== null) {
  const port = parentPort;
  const { disk, slots }: WorkerStart = workerData;
  const file = openSync(disk, 'r');
  const scanners = slots.map(({ bytes, columns }) => {
    const buffer = Buffer.from(bytes);
    return { buffer, columns: columnsIn(columns, BLOCK_ENTRIES), scan: createBlockScanner(buffer) };
  });
  port.on('message', ({ slot, block }: BlockOrder) => {
    const scanner = scanners[slot];
    if (scanner === undefined) return;
    const { from, end } = readBlock(file, block, scanner.buffer);
    const { entries, lines } = scanner.scan(from, end, scanner.columns);
    const done: BlockDone = { slot, block, entries, lines, bytes: end - from };
    port.postMessage(done);
  });
}
