import type { PoolObservations } from './observations.ts';

/**
 * Why a log cannot be trusted to hold every request of its pool, so that quiet times and ordinals would be wrong:
 * - `errors-only`: next to nothing but failures
 * - `merged`: requests overlap on connections that carry one at a time: several proxies under one name
 * - `multiplexed`: most requests overlap with others on their connection (HTTP/2), which has no quiet times then
 * - `sampled`: rows of requests are missing (by counters, see the caller)
 * - `cut`: rows of some time are missing
 * - `duplicated`: rows stand there twice
 */
export type Doubt = 'errors-only' | 'merged' | 'multiplexed' | 'sampled' | 'cut' | 'duplicated';

export interface Completeness {
  /** Each of them forbids a verdict. Empty is no proof that the log is complete: a thinned random stream looks like a thinner one. */
  readonly doubts: readonly Doubt[];
  /** True when all rows seem to begin at whole seconds: quiet times are off by up to one. */
  readonly wholeSeconds: boolean;
  /**
   * True when new connections have a reason in the log: none was idle, or the idle one had been quiet for longer than connections last. Envoy
   * takes the connection last used before it opens another (Envoy 1.36, conn_pool_base.cc); where rows are missing, or several workers
   * share the log, connections open that seem to have no need to.
   */
  readonly explainsConnections: boolean;
}

/** A request may begin in the milliseconds in which another ends, and not find its connection idle yet. */
const sameMoment = 5;

/** What the log's own numbers say about its being whole. */
export function judgeCompleteness(observations: PoolObservations): Completeness {
  const { requests, resets, survivors, overlaps = 0 } = observations;
  const doubts: Doubt[] = [];
  const served = requests - resets.length;
  if (resets.length >= 2 && served < Math.max(2, 0.1 * resets.length)) doubts.push('errors-only');
  // a line that stands there twice overlaps with itself
  if (twins(observations) >= Math.max(2, 0.2 * resets.length)) doubts.push('duplicated');
  else if (overlaps > 0.2 * requests) doubts.push('multiplexed');
  else if (overlaps >= 2) doubts.push('merged');
  const { renewals } = observations;
  const unexplained = renewals === undefined ? 0 : renewals.within(sameMoment, quantile(observations, 0.9));
  return {
    doubts,
    wholeSeconds: resets.length >= 3 && resets.every(({ start }) => start % 1_000 === 0),
    explainsConnections: renewals !== undefined && survivors.gaps.total >= 20 && unexplained <= Math.max(1, 0.02 * survivors.ordinals.within(0, 1)),
  };
}

/** Resets that are written twice: the second finds its connection gone and seems to be the first on another. */
function twins({ resets }: PoolObservations): number {
  const seen = new Set<string>();
  let found = 0;
  for (const { start, durationMs, ordinal } of resets.toSorted((a, b) => b.ordinal - a.ordinal)) {
    const moment = `${start} ${durationMs}`;
    if (ordinal === 1 && seen.has(moment)) found += 1;
    seen.add(moment);
  }
  return found;
}

/** The quiet time that this share of the survivors on reused connections stays below. */
function quantile({ survivors }: PoolObservations, share: number): number {
  let left = share * survivors.gaps.total;
  for (const { to, count } of survivors.gaps.bins()) {
    left -= count;
    if (left <= 0) return to;
  }
  return 0;
}
