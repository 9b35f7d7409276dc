import type { IncidentPattern } from '../model/diagnosis.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
import type { Demand } from './demand.ts';

/** Failures closer than this belong to one burst: longer than any retry pause of a proxy, shorter than a scrape or rule interval. */
export const burstGapMs = 4_000;

/** Stretches of failures, in time. Expects failures ordered by time. */
export function burstsOf(failures: readonly Failure[]): ObservedIncident['bursts'] {
  const bursts: { from: number; to: number; failures: number[] }[] = [];
  failures.forEach((failure, index) => {
    const current = bursts.at(-1);
    if (current !== undefined && failure.time - current.to <= burstGapMs) {
      current.to = Math.max(current.to, failure.time);
      current.failures.push(index);
    } else bursts.push({ from: failure.time, to: failure.time, failures: [index] });
  });
  return bursts;
}

/**
 * How failures lie in time and over clients. `client-class`: some clients always fail while others never do; `constant`: nearly
 * every request fails from the first failure to the last; `bursts`: most failures come with two others; else `sporadic`.
 */
export function patternOf(failures: readonly Failure[], bursts: ObservedIncident['bursts'], demand: Demand | undefined): IncidentPattern {
  if (demand !== undefined && isClientClass(failures, demand)) return 'client-class';
  const from = failures[0]?.time ?? 0;
  const to = failures.at(-1)?.time ?? 0;
  const during = (demand?.buckets ?? []).filter((bucket) => bucket.to > from && bucket.from <= to).reduce((sum, bucket) => sum + bucket.requests, 0);
  if (failures.length >= 3 && during > 0 && failures.length / during >= 0.9) return 'constant';
  const inBursts = bursts.filter((burst) => burst.failures.length >= 3).reduce((sum, burst) => sum + burst.failures.length, 0);
  return inBursts / Math.max(1, failures.length) >= 0.6 ? 'bursts' : 'sporadic';
}

function isClientClass(failures: readonly Failure[], demand: Demand): boolean {
  const failed = new Map<string, number>();
  for (const { client } of failures) if (client !== undefined) failed.set(client, (failed.get(client) ?? 0) + 1);
  const shares = [...demand.byClient].filter(([, { requests }]) => requests >= 3).map(([client, { requests }]) => (failed.get(client) ?? 0) / requests);
  return shares.some((share) => share >= 0.9) && shares.some((share) => share <= 0.05);
}
