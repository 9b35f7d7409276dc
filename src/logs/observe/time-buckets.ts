import type { EpochMs } from '../../model/time.ts';
import type { RequestTimeline } from '../../race/observations.ts';

/** Counts per bucket of time for a span nobody knows beforehand: buckets double in width when there would be more than `most`. */
export interface TimeBuckets {
  /** Counts the moment that stands at a place of a list. */
  readonly addFrom: (moments: Float64Array, index: number) => void;
  readonly timeline: () => RequestTimeline;
}

export function createTimeBuckets(most: number): TimeBuckets {
  let width = 1_000;
  let counts = new Uint32Array(most);
  let from = Number.NaN;
  let used = 0;
  // The bucket counted last: rows come nearly in order, so the next one is mostly in it too.
  let latest = 0;
  let latestFrom = 0;
  let latestTo = 0;
  /** Buckets begin at multiples of twice their width, so that pairs stay pairs when they are merged. */
  const widen = (): void => {
    const wider = new Uint32Array(most);
    const start = from - (from % (width * 2));
    const odd = (from - start) / width;
    for (let index = 0; index < used; index += 1) {
      const into = (index + odd) >> 1;
      wider[into] = (wider[into] ?? 0) + (counts[index] ?? 0);
    }
    used = Math.min(most, (used + odd + 1) >> 1);
    width *= 2;
    from = start;
    counts = wider;
  };
  const extendBack = (at: EpochMs): void => {
    while (from > at) {
      const missing = Math.ceil((from - at) / width);
      if (used + missing <= most) {
        counts.copyWithin(missing, 0, used);
        counts.fill(0, 0, missing);
        used += missing;
        from -= missing * width;
      } else widen();
    }
  };
  return {
    addFrom(moments, place) {
      const at = moments[place] ?? 0;
      if (at >= latestFrom && at < latestTo) {
        counts[latest] = (counts[latest] ?? 0) + 1;
        return;
      }
      if (used === 0) from = at - (at % width);
      if (at < from) extendBack(at);
      let index = Math.trunc((at - from) / width);
      while (index >= most) {
        widen();
        index = Math.trunc((at - from) / width);
      }
      counts[index] = (counts[index] ?? 0) + 1;
      if (index >= used) used = index + 1;
      latest = index;
      latestFrom = from + index * width;
      latestTo = latestFrom + width;
    },
    timeline: () => ({ from: used === 0 ? 0 : from, bucketMs: width, counts: [...counts.subarray(0, used)] }),
  };
}
