import { mostEntries } from '../scan/columns.ts';
import { createScanBlock, SLACK } from '../scan/scan-memory.ts';
import type { OpenFile } from '../observe/log-observer.ts';
import { BLOCK, LONGEST_LINE } from './block-size.ts';

/** Takes a log in pieces of any size. */
export interface StreamScanner {
  readonly push: (chunk: Buffer, sink: OpenFile) => void;
  /** Scans the whole lines that have come. */
  readonly flush: (sink: OpenFile) => void;
  /** Scans what is left as the last line. */
  readonly end: (sink: OpenFile) => void;
}

/** Gathers pieces into blocks of whole lines and scans them in this thread. The rest of a line of more than 1 MiB is left out. */
export function createStreamScanner(): StreamScanner {
  const room = BLOCK + LONGEST_LINE;
  const { bytes, columns, scan } = createScanBlock(room + SLACK, mostEntries(room));
  let filled = 0;
  let isSkipping = false;

  const scanTo = (end: number, sink: OpenFile): void => {
    if (end > 0) sink.block(bytes, columns, scan(0, end));
    bytes.copyWithin(0, end, filled);
    filled -= end;
  };
  const flush = (sink: OpenFile): void => {
    const end = filled === 0 ? 0 : bytes.lastIndexOf(10, filled - 1) + 1;
    if (end > 0) scanTo(end, sink);
    else if (filled > LONGEST_LINE) {
      // what was scanned of it is a line; it goes on until the next line feed
      bytes[LONGEST_LINE] = 10;
      filled = LONGEST_LINE + 1;
      scanTo(filled, sink);
      isSkipping = true;
    }
  };

  return {
    push(chunk, sink) {
      let at = 0;
      while (at < chunk.length) {
        if (isSkipping) {
          const feed = chunk.indexOf(10, at);
          if (feed < 0) return;
          isSkipping = false;
          at = feed + 1;
          continue;
        }
        const count = Math.min(chunk.length - at, room - filled);
        chunk.copy(bytes, filled, at, at + count);
        filled += count;
        at += count;
        if (filled >= BLOCK) flush(sink);
      }
    },
    flush,
    end(sink) {
      flush(sink);
      if (filled > 0) scanTo(filled, sink);
      isSkipping = false;
    },
  };
}
