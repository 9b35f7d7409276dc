/** The fast reader of access logs: blocks of bytes in, columns out (`../columns.ts`). `npm run generate` compiles this folder into ../native-code.ts. */
import { putEnd, putPlace, useColumns } from './columns.ts';
import { EMPTY, hashed, keyOf } from './hash.ts';
import { readJson, useKeys } from './json-row.ts';
import { behindHead } from './line-head.ts';
import { byteOf, behindLastFeed, findFeed, findStops, placeOf } from './stops.ts';
import { readText } from './text-row.ts';

/** Lines that begin in so many bytes are looked at at once: their stops stay in the processor's nearest cache until the rows are read. Longer lines are no rows. */
const WINDOW: usize = 16 * 1024;
const ROW: u32 = 0;
const LINES: u32 = 1;
const FEED: u32 = 10;

/** Where this thread's stops and values go, and where the keys of JSON rows lie. */
let stops: usize = 0;
let lines: u32 = 0;

export function useScratch(stopsAt: usize, valuesAt: usize, keysAt: usize): void {
  stops = stopsAt;
  useKeys(keysAt, valuesAt);
}

/**
 * Takes whole lines from `from` up to `end` (the last may lack its line feed) and writes rows and runs of other lines into columns; gives how many
 * entries there are. Places in columns count from `base`.
 */
export function scan(base: usize, from: usize, end: usize, columnsAt: usize, room: usize): u32 {
  useColumns(columnsAt, room);
  let fed = end;
  if (end > from && u32(load<u8>(end - 1)) !== FEED) {
    store<u8>(end, 10); // what stands there is no part of the last line
    fed = end + 1;
  }
  let entries: u32 = 0;
  let isRun = false;
  let windowEnd = from;
  let stop = stops;
  lines = 0;
  for (let at = from; at < end; lines += 1) {
    if (at >= windowEnd) {
      windowEnd = fed - at <= WINDOW ? fed : behindLastFeed(at, at + WINDOW);
      findStops(at, windowEnd, stops);
      stop = stops;
    }
    const isWhole = at < windowEnd;
    const last = isWhole ? readRow(at, stop, entries) : 0;
    if (last !== 0) {
      putPlace(entries, ROW, u32(at - base), u32(placeOf(last) - base), lines);
      entries += 1;
      isRun = false;
      stop = byteOf(last) === FEED ? last + 4 : last + 8;
      at = placeOf(stop - 4) + 1;
      continue;
    }
    let lineEnd: usize;
    if (isWhole) {
      while (byteOf(stop) !== FEED) stop += 4;
      lineEnd = placeOf(stop);
      stop += 4;
    } else lineEnd = findFeed(at, end);
    if (lineEnd > end) lineEnd = end;
    if (isRun) putEnd(entries - 1, u32(lineEnd - base));
    else {
      putPlace(entries, LINES, u32(at - base), u32(lineEnd - base), lines);
      entries += 1;
      isRun = true;
    }
    at = lineEnd + 1;
  }
  return entries;
}

/** How many lines were scanned last. */
export function scannedLines(): u32 {
  return lines;
}

/** The stop that ends the row which begins there; 0 when there is none, or it is not certain. `stop` is the first one from there on. */
function readRow(from: usize, stop: usize, entry: u32): usize {
  const first = u32(load<u8>(from));
  if (first === 91) return u32(load<u8>(from, 1)) === 112 ? 0 : readText(from, stop, entry);
  if (first === 123) return readJson(from, stop, entry);
  if (first - 48 > 9) return 0;
  const inner = behindHead(from);
  if (inner === 0) return 0;
  let behind = stop;
  while (placeOf(behind) < inner) behind += 4;
  return readText(inner, behind, entry);
}

let hash: u64 = EMPTY;

/** The same keys for texts that were read another way: fed range by range. */
export function resetHash(): void {
  hash = EMPTY;
}

export function addToHash(from: usize, end: usize): void {
  hash = hashed(hash, from, end);
}

export function hashKey(): f64 {
  return keyOf(hash);
}
