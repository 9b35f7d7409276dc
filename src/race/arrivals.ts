import type { Milliseconds } from '../model/time.ts';
import type { DistributionBin } from './distribution.ts';
import type { Random } from './random.ts';

/**
 * Moments at which requests start, in milliseconds from 0, ascending and without end: who reads them decides when to stop. They are the input of
 * `simulatePool`.
 */
export type Arrivals = Generator<Milliseconds, void, undefined>;

/** Every `periodMs`, give or take: `jitterMs` is the standard deviation of the time between one request and the next. */
export function* periodicArrivals(periodMs: Milliseconds, jitterMs: Milliseconds, random: Random): Arrivals {
  for (let at = 0; ; at += Math.max(0, jitterMs === 0 ? periodMs : random.normal(periodMs, jitterMs))) yield at;
}

/** Requests that know nothing of each other, `perSecond` on average. */
export function* poissonArrivals(perSecond: number, random: Random): Arrivals {
  for (let at = random.exponential(1_000 / perSecond); ; at += random.exponential(1_000 / perSecond)) yield at;
}

/** `size` requests every `periodMs` (deviation `jitterMs`), each `apartMs` after the one before; a burst longer than the period delays the next. */
export function* burstArrivals(size: number, periodMs: Milliseconds, jitterMs: Milliseconds, apartMs: Milliseconds, random: Random): Arrivals {
  let last = 0;
  for (const start of periodicArrivals(periodMs, jitterMs, random))
    for (let each = 0; each < size; each += 1) {
      last = Math.max(last, start + each * apartMs);
      yield last;
    }
}

/**
 * Times between requests drawn from what was seen: `gaps` are quiet times of connections (end to start), and `busyMs` is what the request before takes
 * of the time from start to start. Nothing is yielded where nothing was seen.
 */
export function* resampledArrivals(gaps: readonly DistributionBin[], busyMs: Milliseconds, random: Random): Arrivals {
  const upTo: number[] = [];
  let total = 0;
  for (const { count } of gaps) {
    total += count;
    upTo.push(total);
  }
  if (total === 0) return;
  for (let at = 0; ; at += busyMs + drawn(gaps, upTo, random)) yield at;
}

/** One value of the distribution: a bin by its count, and any point of the bin. */
function drawn(bins: readonly DistributionBin[], upTo: readonly number[], random: Random): Milliseconds {
  const wanted = random.uniform() * (upTo.at(-1) ?? 0);
  let [low, high] = [0, upTo.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((upTo[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  const bin = bins[low];
  return bin === undefined ? 0 : bin.from + random.uniform() * (bin.to + 1 - bin.from);
}
