import type { EpochMs, Milliseconds } from '../model/time.ts';
import type { RequestTimeline } from './observations.ts';

/** Requests that started in a bucket of time which begins at `from`. */
export interface BucketCount {
  readonly from: EpochMs;
  readonly count: number;
}

/** Counts in buckets that begin at multiples of their width, which is `bucketMs` or, where that would take more than `most` of them, a doubling of it. */
export function timelineOf(buckets: readonly BucketCount[], bucketMs: Milliseconds, most: number): RequestTimeline {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { from } of buckets) [first, last] = [Math.min(first, from), Math.max(last, from)];
  if (buckets.length === 0) return { from: 0, bucketMs, counts: [] };
  let widthMs = bucketMs;
  while (Math.floor(last / widthMs) - Math.floor(first / widthMs) >= most) widthMs *= 2;
  const start = Math.floor(first / widthMs);
  const counts = Array.from({ length: Math.floor(last / widthMs) - start + 1 }, () => 0);
  for (const { from, count } of buckets) {
    const at = Math.floor(from / widthMs) - start;
    counts[at] = (counts[at] ?? 0) + count;
  }
  return { from: start * widthMs, bucketMs: widthMs, counts };
}

/** Several timelines as one, in the widest of their buckets; widths are doublings of one second. */
export function mergedTimelines(timelines: readonly RequestTimeline[], most = 1_000_000): RequestTimeline {
  const bucketMs = timelines.reduce((widest, timeline) => Math.max(widest, timeline.counts.length > 0 ? timeline.bucketMs : 0), 1_000);
  const buckets = timelines.flatMap(({ from, bucketMs: width, counts }) => counts.map((count, index) => ({ from: from + index * width, count })));
  return timelineOf(buckets, bucketMs, most);
}
