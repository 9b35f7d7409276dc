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

/** Places in a counter's numbers. */
const STARTS = 0;
const ENDS = 1;
const UNDER_WAY = 2;
const NEWEST = 3;
const SETTLED = 4;
const COUNTED = 5;
const LATE = 6;
const NEXT_SECOND = 7;
const IN_SECOND = 8;
const PAIRS = 9;
const FIRST = 10;

export function createInFlightCounter(): InFlightCounter {
  let starts = new Float64Array(fewest);
  let ends = new Float64Array(fewest);
  let waiting: { readonly start: EpochMs; readonly who: Waiting }[] = [];
  let counts = new Uint32Array(fewest);
  // flat memory: as variables of a closure each would be a new object with every row
  const now = new Float64Array(11);
  now[NEWEST] = Number.NEGATIVE_INFINITY;
  now[SETTLED] = Number.NEGATIVE_INFINITY;
  now[NEXT_SECOND] = Number.NEGATIVE_INFINITY;
  now[FIRST] = Number.NaN;

  /** Counts the starts up to a moment. */
  const settle = (upTo: EpochMs): void => {
    const [held, heldEnds] = [now[STARTS] ?? 0, now[ENDS] ?? 0];
    const begun = inOrder(starts.subarray(0, held));
    const ended = inOrder(ends.subarray(0, heldEnds));
    waiting.sort((a, b) => a.start - b.start);
    let [place, end, told, underWay] = [0, 0, 0, now[UNDER_WAY] ?? 0];
    let [inSecond = 0, nextSecond = 0, pairs = 0] = [now[IN_SECOND], now[NEXT_SECOND], now[PAIRS]];
    while (place < held) {
      const start = begun[place] ?? 0;
      if (start > upTo) break;
      const before = place;
      while (place < held && begun[place] === start) place += 1;
      for (; end < heldEnds && (ended[end] ?? 0) <= start; end += 1) underWay -= 1;
      underWay += place - before;
      let others = place - before;
      for (; told < waiting.length && (waiting[told]?.start ?? 0) <= start; told += 1, others -= 1) {
        const one = waiting[told];
        if (one !== undefined) one.who.inFlight = underWay;
      }
      const bin = binOf(underWay);
      while (bin >= counts.length) counts = doubled(counts, Uint32Array);
      counts[bin] = (counts[bin] ?? 0) + others;
      if (start >= nextSecond) {
        pairs += inSecond * (inSecond - 1);
        inSecond = 0;
        nextSecond = start - (start % secondMs) + secondMs;
      }
      inSecond += place - before;
    }
    if (place > 0 && Number.isNaN(now[FIRST])) now[FIRST] = begun[0] ?? Number.NaN;
    now[COUNTED] = (now[COUNTED] ?? 0) + place;
    now[UNDER_WAY] = underWay;
    now[IN_SECOND] = inSecond;
    now[NEXT_SECOND] = nextSecond;
    now[PAIRS] = pairs;
    now[SETTLED] = Math.max(upTo, now[SETTLED] ?? 0);
    starts.copyWithin(0, place, held);
    ends.copyWithin(0, end, heldEnds);
    waiting = waiting.slice(told);
    now[STARTS] = held - place;
    now[ENDS] = heldEnds - end;
  };
  const makeRoom = (): void => {
    settle((now[NEWEST] ?? 0) - patience);
    if (Math.max(now[STARTS] ?? 0, now[ENDS] ?? 0) <= starts.length / 2) return;
    if (starts.length < mostWaiting) {
      starts = doubled(starts, Float64Array);
      ends = doubled(ends, Float64Array);
      return;
    }
    settle(starts.subarray(0, now[STARTS]).sort()[(now[STARTS] ?? 0) >> 1] ?? 0);
    if ((now[ENDS] ?? 0) <= starts.length * 0.75) return;
    // requests that never end
    now[LATE] = Number.POSITIVE_INFINITY;
    now[ENDS] = 0;
  };

  return {
    addFrom(begins, durations, index, who) {
      const start = begins[index] ?? 0;
      if (start <= (now[SETTLED] ?? 0)) {
        now[LATE] = (now[LATE] ?? 0) + 1;
        return;
      }
      if ((now[STARTS] ?? 0) === starts.length || (now[ENDS] ?? 0) === ends.length) makeRoom();
      const [held, heldEnds] = [now[STARTS] ?? 0, now[ENDS] ?? 0];
      const took = durations[index] ?? 0;
      starts[held] = start;
      // times are whole milliseconds, so that one that took none was still there for a while
      ends[heldEnds] = start + (took > 1 ? took : 1);
      now[STARTS] = held + 1;
      now[ENDS] = heldEnds + 1;
      if (start > (now[NEWEST] ?? 0)) now[NEWEST] = start;
      if (who !== undefined) waiting.push({ start, who });
    },
    company() {
      // all that waits is counted for once, and waits on
      const kept = { starts: starts.slice(), ends: ends.slice(), waiting, counts: counts.slice(), now: now.slice() };
      settle(now[NEWEST] ?? 0);
      const [counted = 0, late = 0, newest = 0, first = 0] = [now[COUNTED], now[LATE], now[NEWEST], now[FIRST]];
      const seconds = Math.floor(newest / secondMs) - Math.floor(first / secondMs) + 1;
      const pairs = (now[PAIRS] ?? 0) + (now[IN_SECOND] ?? 0) * ((now[IN_SECOND] ?? 0) - 1);
      const inFlight = distributionOf(counts);
      ({ starts, ends, waiting, counts } = kept);
      now.set(kept.now);
      return counted === 0 || late > counted / 20 ? undefined : { inFlight, sameSecond: { pairs, expected: counted ** 2 / seconds } };
    },
  };
}

function doubled<List extends Float64Array | Uint32Array>(list: List, kind: new (length: number) => List): List {
  const copy = new kind(list.length * 2);
  copy.set(list);
  return copy;
}

/** Sorts what is nearly in order by moving each number a few places; what is not, as any list. */
function inOrder(list: Float64Array): Float64Array {
  let moves = 32 * list.length;
  for (let index = 1; index < list.length; index += 1) {
    const value = list[index] ?? 0;
    let place = index;
    for (let before = list[place - 1] ?? 0; place > 0 && before > value; before = list[place - 1] ?? 0) {
      list[place] = before;
      place -= 1;
    }
    list[place] = value;
    moves -= index - place;
    if (moves < 0) return list.sort();
  }
  return list;
}
