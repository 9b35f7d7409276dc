import { type Columns, columnBytes, columnsIn } from './columns.ts';
import { JSON_KEYS_BYTES, writeJsonKeys } from './json-keys.ts';
import { type NativeMemory, nativeMemory, startNative } from './native.ts';

/** How many blocks there is room for, how large each may be and how many entries it may have, and how many threads scan. */
export interface ScanLayout {
  readonly threads: number;
  readonly blocks: number;
  readonly blockBytes: number;
  readonly entries: number;
}

/** Memory of blocks and of what was found in them. Threads may share it. */
export interface ScanMemory {
  readonly layout: ScanLayout;
  readonly native: NativeMemory;
}

/** Room for one block. Places in the columns count from the beginning of `bytes`. */
export interface ScanBlock {
  readonly bytes: Buffer;
  readonly columns: Columns;
  /**
   * Takes whole lines from `from` up to `end` (the last may lack its line feed) and writes rows and runs of other lines into the columns. A row is taken when
   * it is certain that `parseAccessRow` reads the same.
   */
  readonly scan: (from: number, end: number) => Scanned;
}

/** What lies in the columns after a block was scanned. */
export interface Scanned {
  readonly entries: number;
  readonly lines: number;
}

/** Bytes behind a block may be looked at, so it has room for this many more than it uses. */
export const SLACK = 64;

/** Room for the stops of a window, which may be bytes all, and for the places of the values of a JSON row. */
const STOPS = 4 * 16 * 1024 + 64;
const VALUES = 256;
const SCRATCH = STOPS + VALUES;

export function createScanMemory(layout: ScanLayout): ScanMemory {
  const native = nativeMemory(blockAt(layout, layout.blocks));
  writeJsonKeys(Buffer.from(native.buffer, 0, JSON_KEYS_BYTES));
  return { layout, native };
}

/** The blocks, for one of the threads; `thread` counts from 0. */
export function scanBlocks({ layout, native }: ScanMemory, thread: number): readonly ScanBlock[] {
  const { blocks, blockBytes, entries } = layout;
  const { useScratch, scan, scannedLines } = startNative(native);
  const stops = aligned(JSON_KEYS_BYTES) + thread * SCRATCH;
  useScratch(stops, stops + STOPS, 0);
  return Array.from({ length: blocks }, (_, block) => {
    const columnsAt = blockAt(layout, block);
    const bytesAt = columnsAt + aligned(columnBytes(entries));
    return {
      bytes: Buffer.from(native.buffer, bytesAt, blockBytes),
      columns: columnsIn(native.buffer, columnsAt, entries),
      scan(from, end) {
        if (end + SLACK > blockBytes) throw new RangeError('a block needs slack behind it');
        return { entries: scan(bytesAt, bytesAt + from, bytesAt + end, columnsAt, entries), lines: scannedLines() };
      },
    };
  });
}

/** Room for one block of a thread's own. */
export function createScanBlock(blockBytes: number, entries: number): ScanBlock {
  const [block] = scanBlocks(createScanMemory({ threads: 1, blocks: 1, blockBytes, entries }), 0);
  if (block === undefined) throw new RangeError('there is one block');
  return block;
}

function blockAt({ threads, blockBytes, entries }: ScanLayout, block: number): number {
  return aligned(JSON_KEYS_BYTES) + threads * SCRATCH + block * (aligned(columnBytes(entries)) + aligned(blockBytes));
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
