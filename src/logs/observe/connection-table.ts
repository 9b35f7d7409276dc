import type { EpochMs } from '../../model/time.ts';
import { longestQuietMs } from '../../race/row-tolerances.ts';

/**
 * The upstream connections that are or may be open, in flat memory: 64 bytes each. A connection quiet for longer than Envoy keeps one (1 h by default)
 * is forgotten, and when there are too many the longest quiet are.
 */
export interface ConnectionTable {
  /** Place of the connection in `data`, or of the empty slot where it belongs (its `KEY` is then 0; `claim` takes it). */
  readonly find: (key: number) => number;
  /** Takes an empty place that `find` gave; may move everything, so the place is given anew. */
  readonly claim: (key: number, place: number, now: EpochMs) => number;
  /** The flat memory; replaced when the table grows. */
  readonly data: () => Float64Array;
  readonly size: () => number;
  /** How many connections were forgotten although they were quiet for less than an hour. */
  readonly forgotten: () => number;
}

/** What stands where, from a place on. */
export const KEY = 0;
export const FIRST = 1;
export const LAST_START = 2;
export const LAST_END = 3;
export const REQUESTS = 4;
export const STATE = 5;
/** When a new connection was opened although this one was idle. */
export const PASSED_AT = 6;
/** Bits of `STATE`: closed by the peer; a new connection was opened although this one was idle. */
export const CLOSED = 1;
export const PASSED_OVER = 2;

/** Numbers of one connection: a line of the processor's cache. */
export const STRIDE = 8;
const FULL = 0.6;

export function createConnectionTable(mostSlots: number = 1 << 19): ConnectionTable {
  let slots = 1 << 10;
  let data = new Float64Array(slots * STRIDE);
  let size = 0;
  let forgotten = 0;

  const find = (key: number): number => {
    const mask = slots - 1;
    let slot = (key >>> 0) & mask; // keeps the low 32 bits
    for (;;) {
      const found = data[slot * STRIDE];
      if (found === key || found === 0) return slot * STRIDE;
      slot = (slot + 1) & mask;
    }
  };
  const grow = (): void => {
    const before = data;
    slots *= 2;
    data = new Float64Array(slots * STRIDE);
    for (let place = 0; place < before.length; place += STRIDE) {
      const key = before[place] ?? 0;
      if (key !== 0) data.set(before.subarray(place, place + STRIDE), find(key));
    }
  };
  /** Forgets connections last used before `oldest`, where they lie: each that stays moves no further than to a place before it that became free. */
  const sweep = (oldest: EpochMs): void => {
    let first = 0;
    while (data[first * STRIDE] !== 0) first += 1;
    size = 0;
    for (let step = 1; step <= slots; step += 1) {
      const place = ((first + step) & (slots - 1)) * STRIDE;
      const key = data[place] ?? 0;
      if (key === 0) continue;
      data[place] = 0;
      if ((data[place + LAST_END] ?? 0) < oldest) continue;
      size += 1;
      const target = find(key);
      data.copyWithin(target, place, place + STRIDE);
      data[target] = key;
    }
  };
  const makeRoom = (now: EpochMs): void => {
    const before = size;
    sweep(now - longestQuietMs);
    if (size <= before / 2) return;
    if (slots < mostSlots) {
      grow();
      return;
    }
    const kept = size;
    sweep(middleEnd(data));
    forgotten += kept - size;
    if (size > kept * 0.75) {
      // all ended at the same moment
      forgotten += size;
      sweep(Number.POSITIVE_INFINITY);
    }
  };
  return {
    find,
    claim(key, place, now) {
      let at = place;
      if (size >= slots * FULL) {
        makeRoom(now);
        at = find(key);
      }
      if (data[at] === 0) size += 1;
      data[at] = key;
      return at;
    },
    data: () => data,
    size: () => size,
    forgotten: () => forgotten,
  };
}

/** The middle one of a sample of the moments at which connections were last used. */
function middleEnd(data: Float64Array): EpochMs {
  const ends: number[] = [];
  for (let place = 0; place < data.length; place += STRIDE * 37) if (data[place] !== 0) ends.push(data[place + LAST_END] ?? 0);
  ends.sort((a, b) => a - b);
  return (ends[ends.length >> 1] ?? 0) + 1;
}
