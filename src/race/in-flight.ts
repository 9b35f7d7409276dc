import type { EpochMs, Milliseconds } from '../model/time.ts';
import { binOf, type Distribution, distributionOf } from './distribution.ts';
import type { SameSecond } from './observations.ts';

/** Something that wants to know how many requests were under way when it began. */
export interface Waiting {
  /** Set once the rows beside it are read; the request itself is one of them. */
  inFlight?: number;
}

/** What was under way beside the requests of a pool. */
export interface Company {
  /** Requests under way when each one began, itself included; those that were `waiting` are left out. */
  readonly inFlight: Distribution;
  readonly sameSecond: SameSecond;
}

/**
 * Counts how many requests of a pool were under way as each of them began. A log has requests in the order in which they end, so starts and ends wait for half a
 * minute (less, where there are more than 16,384) before they are counted; requests that are logged later do not count.
 */
export interface InFlightCounter {
  /** Takes the request at `index` of the columns: numbers that are passed themselves would each be a new object. */
  readonly addFrom: (starts: Float64Array, durations: Int32Array, index: number, waiting?: Waiting) => void;
  /** What was counted up to now, all that waits included; undefined when more than one in twenty requests could not be counted. */
  readonly company: () => Company | undefined;
}

const patience: Milliseconds = 30_000;
const mostWaiting = 1 << 14;
const fewest = 64;
const secondMs: Milliseconds = 1_000;

/** Places in a counter's moments and sums. */
const NEWEST = 0;
const SETTLED = 1;
const NEXT_SECOND = 2;
const FIRST = 3;
const COUNTED = 4;
const LATE = 5;
const PAIRS = 6;
/** Places in its numbers: starts and ends that wait, requests under way, and those that began in the second counted last. */
const STARTS = 0;
const ENDS = 1;
const UNDER_WAY = 2;
const IN_SECOND = 3;

export function createInFlightCounter(): InFlightCounter {
  let starts = new Float64Array(fewest);
  let ends = new Float64Array(fewest);
  let waiting: { readonly start: EpochMs; readonly who: Waiting }[] = [];
  let counts = new Uint32Array(fewest);
  // flat memory: as variables of a closure each would be a new object with every row; what is an index lies in whole numbers
  const now = new Float64Array(7);
  const held = new Int32Array(4);
  now[NEWEST] = Number.NEGATIVE_INFINITY;
  now[SETTLED] = Number.NEGATIVE_INFINITY;
  now[NEXT_SECOND] = Number.NEGATIVE_INFINITY;
  now[FIRST] = Number.NaN;

  /** Counts the starts up to a moment. */
  const settle = (upTo: EpochMs): void => {
    const [heldStarts = 0, heldEnds = 0, before = 0] = held;
    sortNearly(starts, heldStarts);
    sortNearly(ends, heldEnds);
    waiting.sort((a, b) => a.start - b.start);
    let [place, end, told] = [0, 0, 0];
    let [nextSecond, inSecond] = [now[NEXT_SECOND] ?? 0, held[IN_SECOND] ?? 0];
    if (heldStarts > 0 && (starts[0] ?? 0) <= upTo && Number.isNaN(now[FIRST])) now[FIRST] = starts[0] ?? Number.NaN;
    while (place < heldStarts) {
      const start = starts[place] ?? 0;
      if (start > upTo) break;
      let behind = place + 1;
      while (behind < heldStarts && starts[behind] === start) behind += 1;
      while (end < heldEnds && (ends[end] ?? 0) <= start) end += 1;
      const underWay = before + behind - end;
      let others = behind - place;
      for (; told < waiting.length && (waiting[told]?.start ?? 0) <= start; told += 1, others -= 1) {
        const one = waiting[told];
        if (one !== undefined) one.who.inFlight = underWay;
      }
      const bin = binOf(underWay);
      while (bin >= counts.length) counts = doubled(counts, Uint32Array);
      counts[bin] = (counts[bin] ?? 0) + others;
      if (start >= nextSecond) {
        now[PAIRS] = (now[PAIRS] ?? 0) + inSecond * (inSecond - 1);
        inSecond = 0;
        nextSecond = start - (start % secondMs) + secondMs;
      }
      inSecond += behind - place;
      place = behind;
    }
    now[COUNTED] = (now[COUNTED] ?? 0) + place;
    now[NEXT_SECOND] = nextSecond;
    now[SETTLED] = Math.max(upTo, now[SETTLED] ?? 0);
    starts.copyWithin(0, place, heldStarts);
    ends.copyWithin(0, end, heldEnds);
    if (told > 0) waiting = waiting.slice(told);
    held[STARTS] = heldStarts - place;
    held[ENDS] = heldEnds - end;
    held[UNDER_WAY] = before + place - end;
    held[IN_SECOND] = inSecond;
  };
  const makeRoom = (): void => {
    settle((now[NEWEST] ?? 0) - patience);
    if (Math.max(held[STARTS] ?? 0, held[ENDS] ?? 0) <= starts.length / 2) return;
    if (starts.length < mostWaiting) {
      starts = doubled(starts, Float64Array);
      ends = doubled(ends, Float64Array);
      return;
    }
    settle(starts.subarray(0, held[STARTS]).sort()[(held[STARTS] ?? 0) >> 1] ?? 0);
    if ((held[ENDS] ?? 0) <= starts.length * 0.75) return;
    // requests that never end
    now[LATE] = Number.POSITIVE_INFINITY;
    held[ENDS] = 0;
  };

  return {
    addFrom(begins, durations, index, who) {
      const start = begins[index] ?? 0;
      if (start <= (now[SETTLED] ?? 0)) {
        now[LATE] = (now[LATE] ?? 0) + 1;
        return;
      }
      if (held[STARTS] === starts.length || held[ENDS] === ends.length) makeRoom();
      const [at, atEnd] = [held[STARTS] ?? 0, held[ENDS] ?? 0];
      const took = durations[index] ?? 0;
      starts[at] = start;
      // times are whole milliseconds, so that one that took none was still there for a while
      ends[atEnd] = start + (took > 1 ? took : 1);
      held[STARTS] = at + 1;
      held[ENDS] = atEnd + 1;
      if (start > (now[NEWEST] ?? 0)) now[NEWEST] = start;
      if (who !== undefined) waiting.push({ start, who });
    },
    company() {
      // all that waits is counted for once, and waits on
      const kept = { starts: starts.slice(), ends: ends.slice(), waiting, counts: counts.slice(), now: now.slice(), held: held.slice() };
      settle(now[NEWEST] ?? 0);
      const [counted = 0, late = 0, newest = 0, first = 0] = [now[COUNTED], now[LATE], now[NEWEST], now[FIRST]];
      const [pairs, last] = [now[PAIRS] ?? 0, held[IN_SECOND] ?? 0];
      const seconds = Math.floor(newest / secondMs) - Math.floor(first / secondMs) + 1;
      const inFlight = distributionOf(counts);
      ({ starts, ends, waiting, counts } = kept);
      now.set(kept.now);
      held.set(kept.held);
      if (counted === 0 || late > counted / 20) return undefined;
      return { inFlight, sameSecond: { pairs: pairs + last * (last - 1), expected: counted ** 2 / seconds } };
    },
  };
}

function doubled<List extends Float64Array | Uint32Array>(list: List, kind: new (length: number) => List): List {
  const copy = new kind(list.length * 2);
  copy.set(list);
  return copy;
}

/** Sorts the first `length` of a list, which are nearly in order, by moving each number a few places; where they are not, as any list. */
function sortNearly(list: Float64Array, length: number): void {
  let moves = 32 * length;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < length; index += 1) {
    const value = list[index] ?? 0;
    if (value >= greatest) {
      greatest = value;
      continue;
    }
    let place = index;
    for (; place > 0 && (list[place - 1] ?? 0) > value; place -= 1) list[place] = list[place - 1] ?? 0;
    list[place] = value;
    moves -= index - place;
    if (moves < 0) {
      list.subarray(0, length).sort();
      return;
    }
  }
}
