import type { EpochMs, Milliseconds } from '../model/time.ts';
import type { RequestTimeline } from '../race/observations.ts';

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
