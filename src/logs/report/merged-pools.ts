import { addedCounts, binOf, type Distribution, distributionOf } from '../../race/distribution.ts';
import { mergedTimelines } from '../../race/merged-timelines.ts';
import type { PoolObservations, RequestTimeline } from '../../race/observations.ts';
import { greatest, least, sum } from './numbers.ts';

/** The pools of a cluster's hosts as one: what one server does its like will do, and together they say more. */
export function mergedPools(pools: readonly PoolObservations[]): PoolObservations {
  const [only, ...others] = pools;
  if (only !== undefined && others.length === 0) return only;
  const inFlight = pools.flatMap(({ survivors }) => survivors.inFlight ?? []);
  const sameSecond = pools.flatMap((pool) => pool.sameSecond ?? []);
  return {
    requests: sum(pools.map(({ requests }) => requests)),
    refusals: pools.flatMap(({ refusals = [] }) => refusals),
    resets: pools.flatMap(({ resets }) => resets).toSorted((a, b) => a.start - b.start),
    survivors: {
      gaps: together(pools.map(({ survivors }) => survivors.gaps)),
      ordinals: together(pools.map(({ survivors }) => survivors.ordinals)),
      ages: together(pools.map(({ survivors }) => survivors.ages)),
      ...(inFlight.length < pools.length ? {} : { inFlight: together(inFlight) }),
    },
    renewals: together(pools.flatMap(({ renewals }) => renewals ?? [])),
    overlaps: sum(pools.map(({ overlaps = 0 }) => overlaps)),
    timeline: mergedTimelines(pools.map(({ timeline }) => timeline)),
    ...(sameSecond.length < pools.length
      ? {}
      : { sameSecond: { pairs: sum(sameSecond.map(({ pairs }) => pairs)), expected: sum(sameSecond.map(({ expected }) => expected)) } }),
    first: least(pools.map(({ first }) => first)),
    last: greatest(pools.map(({ last }) => last)),
  };
}

function together(distributions: readonly Distribution[]): Distribution {
  return distributionOf(distributions.map(countsOf).reduce(addedCounts, new Uint32Array(0)));
}

function countsOf({ counts, bins }: Distribution): Uint32Array {
  if (counts !== undefined) return counts;
  const filled = bins();
  const list = new Uint32Array(binOf(filled.at(-1)?.to ?? 0) + 1);
  for (const { from, count } of filled) list[binOf(from)] = count;
  return list;
}

/** The same counts in at most `most` buckets. */
export function coarser({ from, bucketMs, counts }: RequestTimeline, most: number): RequestTimeline {
  const step = Math.max(1, Math.ceil(counts.length / most));
  const wider = Array.from({ length: Math.ceil(counts.length / step) }, (_, index) => sum(counts.slice(index * step, (index + 1) * step)));
  return { from, bucketMs: bucketMs * step, counts: wider };
}
