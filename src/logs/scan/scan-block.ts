import { createByteHash, SLACK } from './bytes.ts';
import { type Columns, LINES, ROW } from './columns.ts';
import { createJsonReader } from './json-row.ts';
import { createRowClock } from './row-clock.ts';
import { createTextReader } from './text-row.ts';

/** What lies in the columns after a block was scanned. */
export interface Scanned {
  readonly entries: number;
  readonly lines: number;
}

/** Longer lines go the slow way. */
const LONGEST = 16 * 1024;

/**
 * A reader of blocks in one buffer, which must have `SLACK` bytes more than are ever used. `scan` takes whole lines from `from` up to `end` (the last
 * may lack its line feed) and writes rows and runs of other lines into the columns.
 */
export function createBlockScanner(bytes: Buffer): (from: number, end: number, columns: Columns) => Scanned {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const clock = createRowClock();
  const hash = createByteHash();
  const readText = createTextReader(clock, hash);
  const readJson = createJsonReader(clock, hash);

  /** End of the row that begins there; -1 when there is none, or it is not certain. */
  const rowEndAt = (from: number, columns: Columns, entry: number): number => {
    const first = view.getUint8(from);
    let end = -1;
    if (first === 91) end = view.getUint8(from + 1) === 112 ? -1 : readText(view, from, columns, entry);
    else if (first === 123) end = readJson(view, from, columns, entry);
    else if (first >= 48 && first <= 57) {
      const inner = prefixEnd(view, from);
      if (inner > 0) end = readText(view, inner, columns, entry);
    }
    return end - from > LONGEST ? -1 : end;
  };

  return (from, end, columns) => {
    if (end + SLACK > bytes.length) throw new RangeError('a block needs slack behind it');
    if (end > from && bytes[end - 1] !== 10) bytes[end] = 10; // what stands there is no part of the last line
    let entries = 0;
    let lines = 0;
    let isRun = false;
    for (let at = from; at < end; lines += 1) {
      const rowEnd = rowEndAt(at, columns, entries);
      if (rowEnd >= 0) {
        columns.kind[entries] = ROW;
        columns.from[entries] = at;
        columns.to[entries] = rowEnd;
        columns.line[entries] = lines;
        entries += 1;
        isRun = false;
        at = rowEnd + (view.getUint8(rowEnd) === 13 ? 2 : 1);
        continue;
      }
      const feed = bytes.indexOf(10, at);
      const lineEnd = feed < 0 || feed > end ? end : feed;
      if (isRun) columns.to[entries - 1] = lineEnd;
      else {
        columns.kind[entries] = LINES;
        columns.from[entries] = at;
        columns.to[entries] = lineEnd;
        columns.line[entries] = lines;
        entries += 1;
        isRun = true;
      }
      at = lineEnd + 1;
    }
    return { entries, lines };
  };
}

/** Position behind `2026-11-22T17:28:18.362123456Z ` (`kubectl logs --timestamps`) and behind ` stdout F ` (CRI), when a bracket with a year follows; else -1. */
function prefixEnd(view: DataView, from: number): number {
  for (let at = 0; at < 19; at += 1) if (!fits(view.getUint8(from + at), STAMP.charCodeAt(at))) return -1;
  if (view.getUint8(from + 19) !== 46) return -1;
  let at = from + 20;
  while (at < from + 30 && fits(view.getUint8(at), 48)) at += 1;
  if (at === from + 20 || view.getUint8(at) !== 90 || view.getUint8(at + 1) !== 32) return -1;
  const isStream = view.getUint8(at + 2) === 115;
  if (isStream && !isAt(view, at + 2, 'stdout F ') && !isAt(view, at + 2, 'stderr F ')) return -1;
  const inner = isStream ? at + 11 : at + 2;
  return isAt(view, inner, '[20') ? inner : -1;
}

const STAMP = '0000-00-00T00:00:00';
const fits = (byte: number, sample: number): boolean => (sample === 48 ? byte >= 48 && byte <= 57 : byte === sample);

function isAt(view: DataView, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (view.getUint8(at + index) !== text.charCodeAt(index)) return false;
  return true;
}
