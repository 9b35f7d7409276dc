import { readSync } from 'node:fs';
import { BLOCK, BLOCK_BYTES } from './block-size.ts';
import { SLACK } from '../scan/scan-memory.ts';

/**
 * Reads the lines that begin in block `number` of a file into `bytes` and gives where they lie; nothing when no line begins there.
 * A line that goes on for more than the buffer has room for is cut.
 */
export function readBlock(file: number, number: number, bytes: Buffer): { readonly from: number; readonly end: number } {
  const base = number === 0 ? 0 : number * BLOCK - 1;
  const owned = number === 0 ? BLOCK - 1 : BLOCK; // place of the block's last byte
  let filled = fill(file, bytes, 0, owned + 1, base);
  const first = number === 0 ? 0 : bytes.subarray(0, filled).indexOf(10) + 1;
  if (number > 0 && (first === 0 || first > owned)) return { from: 0, end: 0 };
  let from = owned;
  while (filled > from) {
    const feed = bytes.subarray(0, filled).indexOf(10, from);
    if (feed >= 0) return { from: first, end: feed + 1 };
    from = filled;
    const room = Math.min(64 * 1024, BLOCK_BYTES - SLACK - filled);
    if (room <= 0) break;
    filled += fill(file, bytes, filled, room, base + filled);
  }
  return { from: Math.min(first, filled), end: filled };
}

/** Reads until there is as much as was asked for, or the file ends. */
function fill(file: number, bytes: Buffer, at: number, length: number, position: number): number {
  let read = 0;
  while (read < length) {
    const count = readSync(file, bytes, at + read, length - read, position + read);
    if (count === 0) break;
    read += count;
  }
  return read;
}
