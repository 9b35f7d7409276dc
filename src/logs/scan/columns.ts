/**
 * What a block of a log says, row by row, as flat numbers that threads can share. An entry is a row that the fast reader was certain of,
 * or a run of lines that it was not; both stand in the order of the file.
 */
export interface Columns {
  readonly kind: Uint8Array;
  /** Where the entry begins and ends in the block, without the line's end. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Line of the block on which the entry begins, from 0. */
  readonly line: Int32Array;
  /** Start of the request, ms since 1970. */
  readonly start: Float64Array;
  /** Milliseconds, or `UNKNOWN`. */
  readonly duration: Int32Array;
  /** Numbers of 52 bits: upstream connection (`NONE` = none), pool (cluster and host), and status with flags and details (`NONE` = an ordinary answer below 500). */
  readonly connection: Float64Array;
  readonly pool: Float64Array;
  readonly sign: Float64Array;
}

export const ROW = 0;
export const LINES = 1;
/** A key that stands for nothing. */
export const NONE = 0;
/** A row without a duration. */
export const UNKNOWN = -1;

/** Bytes of one entry in all columns. */
const ENTRY = 8 * 4 + 4 * 4 + 1;
/** No row that the fast reader takes is shorter. */
export const SHORTEST_ROW = 96;

/** More entries than a block of this size can have: between two rows there is at most one run of other lines. */
export function mostEntries(blockBytes: number): number {
  return 2 * (Math.trunc(blockBytes / SHORTEST_ROW) + 2);
}

/** Memory for the columns of so many entries. */
export function columnBytes(entries: number): number {
  return entries * ENTRY;
}

/** The columns that lie at `at` of a memory and have room for so many entries. */
export function columnsIn(memory: SharedArrayBuffer, at: number, entries: number): Columns {
  const wide = (index: number): Float64Array => new Float64Array(memory, at + index * entries * 8, entries);
  const narrow = (index: number): Int32Array => new Int32Array(memory, at + (4 * 8 + index * 4) * entries, entries);
  return {
    start: wide(0),
    connection: wide(1),
    pool: wide(2),
    sign: wide(3),
    duration: narrow(0),
    from: narrow(1),
    to: narrow(2),
    line: narrow(3),
    kind: new Uint8Array(memory, at + (4 * 8 + 4 * 4) * entries, entries),
  };
}

/** Columns of one entry. */
export function singleColumns(): Columns {
  return columnsIn(new SharedArrayBuffer(ENTRY), 0, 1);
}
