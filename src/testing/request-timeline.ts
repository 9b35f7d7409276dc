import type { EpochMs, Milliseconds } from '../model/time.ts';
import type { RequestTimeline, SameSecond } from '../race/observations.ts';

const finest: Milliseconds = 100;
const mostBuckets = 16_384;

/** Counts ascending moments in the finest buckets, from 100 ms on, of which there are not too many. */
export function timelineOf(starts: readonly EpochMs[]): RequestTimeline {
  const from = starts[0] ?? 0;
  const length = (starts.at(-1) ?? from) - from + 1;
  let bucketMs = finest;
  while (length / bucketMs > mostBuckets) bucketMs *= 2;
  const counts = Array.from({ length: Math.ceil(length / bucketMs) }, () => 0);
  for (const start of starts) {
    const bucket = Math.floor((start - from) / bucketMs);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return { from, bucketMs, counts };
}

/** Pairs of ascending moments in one second. */
export function sameSecondOf(starts: readonly EpochMs[]): SameSecond {
  const seconds = [...Map.groupBy(starts, (start) => Math.floor(start / 1_000)).values()].map(({ length }) => length);
  const span = Math.floor((starts.at(-1) ?? 0) / 1_000) - Math.floor((starts[0] ?? 0) / 1_000) + 1;
  return { pairs: seconds.reduce((sum, count) => sum + count * (count - 1), 0), expected: starts.length ** 2 / span };
}
