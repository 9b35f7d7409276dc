import type { Milliseconds } from '../../model/time.ts';
import type { PoolObservations, RequestTimeline, SameSecond } from '../observations.ts';

/** Requests of one caller's tick share this much time. */
export const tickMs: Milliseconds = 1_000;

/** Pairs of requests in one second, times what chance would give, from which on requests come in ticks. */
const tooMany = 4;

/**
 * True when requests share their second with others much more than at random: a caller that fires several at once. Undefined when the seconds of the requests
 * are not known: nobody counted their pairs, and the buckets of the timeline are wider.
 */
export function comesInTicks({ timeline, sameSecond }: PoolObservations): boolean | undefined {
  const counted = timeline.bucketMs <= tickMs ? pairsIn(timeline) : undefined;
  const all = [counted, sameSecond].filter((pairs) => pairs !== undefined);
  return all.length === 0 ? undefined : all.some(({ pairs, expected }) => pairs > tooMany * expected);
}

function pairsIn({ bucketMs, counts }: RequestTimeline): SameSecond {
  const width = Math.max(1, Math.round(tickMs / bucketMs));
  let [total, pairs, seconds] = [0, 0, 0];
  for (let from = 0; from < counts.length; from += width) {
    let count = 0;
    for (let bucket = from; bucket < from + width; bucket += 1) count += counts[bucket] ?? 0;
    total += count;
    pairs += count * (count - 1);
    seconds += 1;
  }
  return { pairs, expected: total ** 2 / Math.max(1, seconds) };
}
