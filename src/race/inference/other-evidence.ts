import type { Milliseconds } from '../../model/time.ts';
import { binOf, edgesOf } from '../distribution.ts';
import type { PoolObservations, Reset, RequestTimeline } from '../observations.ts';
import { upTo } from './limit-evidence.ts';
import { logSum } from './log-beta.ts';
import { type Count, logLikelihoodOf, none, type RegionPriors } from './regions.ts';
import { tickMs } from './ticks.ts';

/** Averaged over the mechanism's parameter, with the best value of it and the resets it explains there. */
export interface Evidence {
  readonly logLikelihood: number;
  readonly best?: number;
  readonly fits: (reset: Reset) => boolean;
}

const nothing: Evidence = { logLikelihood: Number.NEGATIVE_INFINITY, fits: () => false };

/** Resets at random; one time in five only of requests on used connections, whatever their quiet: what ends an idle connection may be anything. */
export function backgroundEvidence(observations: PoolObservations, priors: RegionPriors): Evidence {
  const reused = observations.resets.filter(({ ordinal }) => ordinal > 1).length;
  const suspect = { total: observations.survivors.ordinals.within(1, Number.POSITIVE_INFINITY) + reused, resets: reused };
  const anywhere = logLikelihoodOf(observations, none, none, priors);
  // that new connections fare worse is for first use to explain
  if (reused < observations.resets.length / 2) return { logLikelihood: anywhere, fits: () => true };
  return { logLikelihood: logSum([Math.log(0.8) + anywhere, Math.log(0.2) + logLikelihoodOf(observations, suspect, none, priors)]), fits: () => true };
}

/** Numbers of requests per connection that software closes after by default. */
const knownRequestLimits: readonly number[] = [10, 50, 100, 128, 200, 256, 500, 999, 1_000, 1_024, 5_000, 10_000];

/** A connection ends, unannounced, with its n-th answer: request n + 1 is lost if it is quick enough, and there is none after it. */
export function requestLimitEvidence(observations: PoolObservations, priors: RegionPriors): Evidence {
  const { resets, survivors } = observations;
  const counts = Map.groupBy(
    resets.filter(({ ordinal }) => ordinal > 1),
    ({ ordinal }) => binOf(ordinal),
  );
  const all = resets.map(({ ordinal }) => ordinal).toSorted((a, b) => a - b);
  const terms = [...counts].map(([bin, members]) => {
    const { from, to } = edgesOf(bin);
    const later = all.length - upTo(all, to);
    const inside: Count = { total: survivors.ordinals.within(from - 1, to) + members.length, resets: members.length };
    const beyond: Count = { total: survivors.ordinals.within(to, Number.POSITIVE_INFINITY) + later, resets: later };
    const weight =
      (0.5 * Math.log((to + 1) / from)) / Math.log(1e5) +
      (knownRequestLimits.some((limit) => limit + 1 >= from && limit + 1 <= to) ? 0.5 / knownRequestLimits.length : 0);
    return { limit: from - 1, from, to, term: logLikelihoodOf(observations, inside, beyond, priors) + Math.log(weight) };
  });
  const best = terms.toSorted((a, b) => b.term - a.term)[0];
  if (best === undefined) return nothing;
  return { logLikelihood: logSum(terms.map(({ term }) => term)), best: best.limit, fits: ({ ordinal }) => ordinal >= best.from && ordinal <= best.to };
}

/** Resets on first use, but for those at the log's beginning, where a first row is seldom a first use. */
export function firstUseEvidence(observations: PoolObservations, isFirstUse: (reset: Reset) => boolean, priors: RegionPriors): Evidence {
  const resets = observations.resets.filter(isFirstUse).length;
  if (resets === 0) return nothing;
  const suspect = { total: observations.survivors.ordinals.within(0, 1) + resets, resets };
  return { logLikelihood: logLikelihoodOf(observations, suspect, none, priors), fits: isFirstUse };
}

/** Resets come from so many requests under way on. */
export function loadEvidence(observations: PoolObservations, priors: RegionPriors): Evidence {
  const { resets, survivors } = observations;
  const loads = new Set(resets.flatMap(({ inFlight }) => (inFlight === undefined || inFlight < 2 ? [] : [inFlight])));
  const { inFlight } = survivors;
  if (inFlight === undefined || loads.size === 0) return nothing;
  const levels = new Set([...inFlight.bins().map(({ from }) => from), ...loads].filter((level) => level > 1)).size;
  const all = resets.map((reset) => reset.inFlight ?? 0).toSorted((a, b) => a - b);
  const terms = [...loads].map((load) => {
    const heavy = all.length - upTo(all, load - 1);
    const suspect = { total: inFlight.within(load - 1, Number.POSITIVE_INFINITY) + heavy, resets: heavy };
    return { load, term: logLikelihoodOf(observations, suspect, none, priors) - Math.log(levels) };
  });
  const best = terms.toSorted((a, b) => b.term - a.term)[0];
  if (best === undefined) return nothing;
  return { logLikelihood: logSum(terms.map(({ term }) => term)), best: best.load, fits: ({ inFlight: under }) => (under ?? 0) >= best.load };
}

interface Cluster {
  readonly from: number;
  readonly to: number;
  readonly members: number;
}

/** Resets that end within a moment of each other, whatever their connections: crash, restart, push of configuration. */
export function burstEvidence(observations: PoolObservations, priors: RegionPriors): Evidence {
  const ends = observations.resets.map(endOf).toSorted((a, b) => a - b);
  const length = Math.max(1, observations.last - observations.first + 1);
  const candidates = [200, 1_000, 5_000, 30_000].flatMap((apart) => {
    const clusters = clustersOf(ends, apart).filter(({ members }) => members > 1);
    if (clusters.length === 0) return [];
    const resets = clusters.reduce((sum, { members }) => sum + members, 0);
    const rows = clusters.reduce((sum, { from, to }) => sum + requestsIn(observations.timeline, from, to), 0);
    const suspect = { total: Math.min(observations.requests, Math.max(resets, rows)), resets };
    // each burst has to come just then, and last just as long
    const places = clusters.reduce(
      (sum, { from, to }) => sum + Math.log(Math.min(1, apart / length)) + Math.log(Math.min(1, Math.max(to - from, apart / 4) / apart) / 2),
      0,
    );
    return [{ apart, clusters, term: logLikelihoodOf(observations, suspect, none, priors) + places - Math.log(4) }];
  });
  const best = candidates.toSorted((a, b) => b.term - a.term)[0];
  if (best === undefined) return nothing;
  const begins = best.clusters.map(({ from }) => from);
  return {
    logLikelihood: logSum(candidates.map(({ term }) => term)),
    best: best.apart,
    fits: (reset) => endOf(reset) <= (best.clusters[upTo(begins, endOf(reset)) - 1]?.to ?? Number.NEGATIVE_INFINITY),
  };
}

/** Resets within a quarter of a second of each other may have one reason, and are one moment. */
export function momentsOf(resets: readonly Reset[]): readonly (readonly Reset[])[] {
  const moments: Reset[][] = [];
  let since = Number.NEGATIVE_INFINITY;
  for (const reset of resets.toSorted((a, b) => endOf(a) - endOf(b))) {
    if (endOf(reset) - since <= 250) moments.at(-1)?.push(reset);
    else {
      moments.push([reset]);
      since = endOf(reset);
    }
  }
  return moments;
}

export const endOf = ({ start, durationMs }: Reset): number => start + durationMs;

/** Ascending moments, together while each is at most `apart` from the one before and three times that from the first: what goes on is no burst. */
export function clustersOf(moments: readonly number[], apart: Milliseconds): readonly Cluster[] {
  const clusters: { from: number; to: number; members: number }[] = [];
  for (const moment of moments) {
    const latest = clusters.at(-1);
    if (latest === undefined || moment - latest.to > apart || moment - latest.from > 3 * apart) clusters.push({ from: moment, to: moment, members: 1 });
    else {
      latest.to = moment;
      latest.members += 1;
    }
  }
  return clusters;
}

/**
 * Requests that began in the span, as its buckets of time have it: those that it touches, or, of wider ones, the share of a second at least that it takes of
 * them. Where requests come in ticks that share is wrong, see `withheld.ts`.
 */
function requestsIn({ from: begin, bucketMs, counts }: RequestTimeline, from: number, to: number): number {
  const [low, high] = [Math.floor((from - begin) / bucketMs), Math.floor((to - begin) / bucketMs)];
  let sum = 0;
  for (let bucket = Math.max(0, low); bucket <= Math.min(high, counts.length - 1); bucket += 1) sum += counts[bucket] ?? 0;
  return (sum * Math.min((high - low + 1) * bucketMs, Math.max(to - from, tickMs))) / ((high - low + 1) * bucketMs);
}
