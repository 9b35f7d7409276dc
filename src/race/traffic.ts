import type { Milliseconds } from '../model/time.ts';
import { type Arrivals, burstArrivals, periodicArrivals, poissonArrivals, resampledArrivals } from './arrivals.ts';
import type { DistributionBin } from './distribution.ts';
import { countedGaps, type GapLaw } from './gap-law.ts';
import type { Random } from './random.ts';
import { sharedPeriodicGaps } from './shared-period.ts';
import { stackGaps } from './stack-gaps.ts';

/** Requests of one proxy to one service. */
export type Traffic =
  /** `jitterMs`: standard deviation of the time from one request to the next. `burst`: so many at once, 1 if absent. */
  | { readonly kind: 'periodic'; readonly periodMs: Milliseconds; readonly jitterMs: Milliseconds; readonly burst?: number }
  | { readonly kind: 'random'; readonly perSecond: number }
  /** Quiet times of connections counted in a log, and how many requests there were in it per second. */
  | { readonly kind: 'counted'; readonly gaps: readonly DistributionBin[]; readonly perSecond: number };

/** Over how many pools requests are spread; a pool gives away the connection used last. */
export interface PoolShape {
  readonly workers: number;
  readonly hosts: number;
}

export function requestsPerSecond(traffic: Traffic): number {
  return traffic.kind === 'periodic' ? (1_000 / traffic.periodMs) * (traffic.burst ?? 1) : traffic.perSecond;
}

/**
 * How long the connection that a request gets was quiet, in closed form. Undefined where there is none: a periodic caller whose requests overlap.
 * @param busyMs Mean time from the start of a request until its answer.
 */
export function gapLaw(traffic: Traffic, busyMs: Milliseconds, shape: PoolShape): GapLaw | undefined {
  const pools = shape.workers * shape.hosts;
  switch (traffic.kind) {
    case 'counted':
      return countedGaps(traffic.gaps);
    case 'random':
      return stackGaps(traffic.perSecond / 1_000 / pools, busyMs);
    case 'periodic': {
      const { periodMs, jitterMs, burst = 1 } = traffic;
      // A burst on several pools finds now more, now fewer connections in each.
      if (periodMs - busyMs < 4 * jitterMs || periodMs <= busyMs || (burst > 1 && pools > 1)) return undefined;
      return sharedPeriodicGaps(periodMs, jitterMs, busyMs, pools);
    }
  }
}

/** The same traffic as moments, for the simulation. Periodic callers are served in steady time, random ones in exponential time. */
export function arrivalsOf(traffic: Traffic, busyMs: Milliseconds, random: Random): Arrivals {
  switch (traffic.kind) {
    case 'counted':
      return resampledArrivals(traffic.gaps, busyMs, random);
    case 'random':
      return poissonArrivals(traffic.perSecond, random);
    case 'periodic':
      return traffic.burst === undefined || traffic.burst === 1
        ? periodicArrivals(traffic.periodMs, traffic.jitterMs, random)
        : burstArrivals(traffic.burst, traffic.periodMs, traffic.jitterMs, 0, random);
  }
}
