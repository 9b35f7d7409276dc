import { mostEntries } from '../scan/columns.ts';
import { SLACK } from '../scan/scan-memory.ts';

/** Lines that begin in so many bytes are scanned at once. */
export const BLOCK: number = 128 * 1024;
/** Of a longer line the rest is left out. */
export const LONGEST_LINE: number = 1024 * 1024;
/** A byte before the block, the block, the rest of its last line, and what is looked at behind it. */
export const BLOCK_BYTES: number = 1 + BLOCK + LONGEST_LINE + SLACK;
export const BLOCK_ENTRIES: number = mostEntries(BLOCK + 1024);
