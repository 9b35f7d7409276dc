import type { PoolObservations, RequestTimeline } from '../observations.ts';
import { endOf } from './other-evidence.ts';

const closeMs = 5_000;

export interface Clustering {
  /** Resets that come at most 5 s after the one before. */
  readonly pairs: number;
  /** Probability of so many if the resets struck requests at random. */
  readonly chance: number;
  /** True when at least two of five resets are close to another and chance would not do that. */
  readonly isRestartLike: boolean;
}

/** Whether resets keep close to each other in time, more than requests do. Undefined with fewer than two. */
export function clusteringOf({ resets, requests, timeline }: PoolObservations): Clustering | undefined {
  if (resets.length < 2) return undefined;
  const ends = resets.map(endOf).toSorted((a, b) => a - b);
  const pairs = ends.filter((end, index) => index > 0 && end - (ends[index - 1] ?? 0) <= closeMs).length;
  const expected = (resets.length - 1) * (1 - Math.exp((-resets.length * closeShare(timeline, requests)) / 2));
  const chance = atLeast(pairs, expected);
  return { pairs, chance, isRestartLike: pairs >= Math.max(1, 0.4 * resets.length) && chance < 1e-3 };
}

/** Probability that a second request, chosen at random, began within 5 s of the first; within wider buckets requests are taken to come evenly. */
function closeShare({ bucketMs, counts }: RequestTimeline, requests: number): number {
  const reach = Math.max(1, Math.round(closeMs / bucketMs));
  let near = 0;
  let sum = 0;
  for (let bucket = 0; bucket < Math.min(reach, counts.length); bucket += 1) near += counts[bucket] ?? 0;
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    near += counts[bucket + reach] ?? 0;
    near -= counts[bucket - reach - 1] ?? 0;
    sum += (counts[bucket] ?? 0) * near;
  }
  const looked = (2 * reach + 1) * bucketMs;
  return Math.min(1, (sum / Math.max(1, requests) ** 2) * Math.min(1, (2 * closeMs) / looked));
}

/** P(X >= count) of a Poisson variable. */
function atLeast(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let below = 0;
  for (let value = 0; value < count; value += 1) {
    below += term;
    term *= mean / (value + 1);
  }
  return Math.max(0, 1 - below);
}
