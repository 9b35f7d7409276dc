import { type CountedDistribution, lessCounts, distributionOf } from '../../race/distribution.ts';
import type { EpochMs } from '../../model/time.ts';
import { createInFlightCounter, type InFlightCounter } from '../../race/in-flight.ts';
import type { PoolObservations, Reset } from '../../race/observations.ts';
import { createRefusals, type Refusals } from '../../race/refusals.ts';
import { type Counts, createCounts } from './counts.ts';
import type { FailureCount } from './failure-table.ts';
import type { Sign } from './sign.ts';
import { createTimeBuckets, type TimeBuckets } from './time-buckets.ts';

/** A reset and where it stands: every number of a report leads back to a line. */
export interface PlacedReset extends Reset {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** One proxy's requests to one host of a cluster, while rows come in. Its fields are written by the observer only. */
export interface Pool {
  readonly number: number;
  readonly cluster: string;
  /** `-` where no host was chosen. */
  readonly host: string;
  /** Rows of it are left out: a filter said so. */
  readonly isLeftOut: boolean;
  readonly gaps: Counts;
  readonly ordinals: Counts;
  readonly ages: Counts;
  /** Quiet times of connections that were passed over, and those of them that were only seen to be taken later. */
  readonly renewals: Counts;
  readonly retaken: Counts;
  readonly inFlight: InFlightCounter;
  readonly refusals: Refusals;
  readonly times: TimeBuckets;
  readonly resets: PlacedReset[];
  /** Where its failures are counted, by what they look like. */
  readonly failures: Map<Sign, FailureCount>;
  rows: number;
  /** Rows on an upstream connection. */
  requests: number;
  resetCount: number;
  connections: number;
  overlaps: number;
  first: EpochMs;
  last: EpochMs;
  /** The connections used last, by key, and when each use ended; a ring. */
  readonly recentKeys: Float64Array;
  readonly recentEnds: Float64Array;
  recent: number;
}

/** How many connections used last are looked at for an idle one. */
export const RECENT = 32;

export function createPool(number: number, cluster: string, host: string, isLeftOut: boolean): Pool {
  return {
    number,
    cluster,
    host,
    isLeftOut,
    gaps: createCounts(),
    ordinals: createCounts(),
    ages: createCounts(),
    renewals: createCounts(),
    retaken: createCounts(),
    inFlight: createInFlightCounter(),
    refusals: createRefusals(),
    times: createTimeBuckets(720),
    resets: [],
    failures: new Map(),
    rows: 0,
    requests: 0,
    resetCount: 0,
    connections: 0,
    overlaps: 0,
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
    recentKeys: new Float64Array(RECENT),
    recentEnds: new Float64Array(RECENT),
    recent: 0,
  };
}

/** What was seen of a pool, as inference wants it. */
export function observationsOf(pool: Pool): PoolObservations {
  const company = pool.inFlight.company();
  return {
    requests: pool.requests,
    resets: pool.resets,
    refusals: pool.refusals.spans(),
    survivors: {
      gaps: pool.gaps.distribution(),
      ordinals: pool.ordinals.distribution(),
      ages: pool.ages.distribution(),
      ...(company === undefined ? {} : { inFlight: company.inFlight }),
    },
    renewals: renewalsOf(pool),
    overlaps: pool.overlaps,
    timeline: pool.times.timeline(),
    ...(company === undefined ? {} : { sameSecond: company.sameSecond }),
    first: pool.first,
    last: pool.last,
  };
}

export function renewalsOf({ renewals, retaken }: Pool): CountedDistribution {
  return distributionOf(lessCounts(renewals.distribution().counts, retaken.distribution().counts));
}
