import { type Columns, ROW } from '../scan/columns.ts';

/** Tells of the rows of one file whether their lines stand there twice, one right behind the other. */
export interface Repeats {
  readonly isRepeated: (bytes: Buffer, columns: Columns, entry: number) => boolean;
  /** To be called behind the last entry of a block, while its bytes are still there. */
  readonly endBlock: (bytes: Buffer, columns: Columns, entries: number) => void;
}

/**
 * Only the same bytes are the same row, request id and all: requests on one HTTP/2 connection may well begin and end in the same milliseconds.
 */
export function createRepeats(): Repeats {
  let before: Buffer = Buffer.alloc(0);
  return {
    isRepeated(bytes, columns, entry) {
      const [from, to] = [columns.from[entry] ?? 0, columns.to[entry] ?? 0];
      if (entry === 0) return before.length === to - from && before.compare(bytes, from, to) === 0;
      const previous = entry - 1;
      if (columns.start[previous] !== columns.start[entry] || columns.connection[previous] !== columns.connection[entry]) return false;
      if (columns.kind[previous] !== ROW || columns.duration[previous] !== columns.duration[entry]) return false;
      return bytes.compare(bytes, columns.from[previous], columns.to[previous], from, to) === 0;
    },
    endBlock(bytes, columns, entries) {
      const last = entries - 1;
      before = columns.kind[last] === ROW ? Buffer.from(bytes.subarray(columns.from[last], columns.to[last])) : Buffer.alloc(0);
    },
  };
}
