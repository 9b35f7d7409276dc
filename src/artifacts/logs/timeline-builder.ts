import type { EpochMs } from '../../model/time.ts';
import type { Timeline } from './types.ts';

export interface TimelineBuilder {
  readonly add: (time: EpochMs, isFailure: boolean) => void;
  readonly finish: () => Pick<Timeline, 'bucketMs' | 'buckets'>;
}

/** Counts requests per second at first; when more than `limit` buckets are in use, every two become one. */
export function createTimelineBuilder(limit = 1000): TimelineBuilder {
  let bucketMs = 1000;
  let buckets = new Map<number, { requests: number; failures: number }>();
  return {
    add(time, isFailure) {
      const at = Math.floor(time / bucketMs);
      const bucket = buckets.get(at);
      if (bucket === undefined) buckets.set(at, { requests: 1, failures: isFailure ? 1 : 0 });
      else {
        bucket.requests += 1;
        if (isFailure) bucket.failures += 1;
      }
      while (buckets.size > limit) {
        bucketMs *= 2;
        buckets = halved(buckets);
      }
    },
    finish: () => ({
      bucketMs,
      buckets: [...buckets].toSorted(([a], [b]) => a - b).map(([at, counts]) => ({ from: at * bucketMs, ...counts })),
    }),
  };
}

function halved(buckets: ReadonlyMap<number, { readonly requests: number; readonly failures: number }>): Map<number, { requests: number; failures: number }> {
  const wider = new Map<number, { requests: number; failures: number }>();
  for (const [at, { requests, failures }] of buckets) {
    const half = Math.floor(at / 2);
    const bucket = wider.get(half) ?? { requests: 0, failures: 0 };
    wider.set(half, { requests: bucket.requests + requests, failures: bucket.failures + failures });
  }
  return wider;
}
