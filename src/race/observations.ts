import type { EpochMs, Milliseconds, Span } from '../model/time.ts';
import type { Distribution } from './distribution.ts';

/** A request that ended by a reset before any answer (flag UC), with what its connection's history says. */
export interface Reset {
  readonly start: EpochMs;
  readonly durationMs: Milliseconds;
  /** Start of the request less the end of the one before on the same upstream connection. Absent on a connection's first use. */
  readonly gapMs?: Milliseconds;
  /** 1 = the first request on its connection. */
  readonly ordinal: number;
  /** Start of the request less the start of the connection's first request; 0 for the first. */
  readonly ageMs: Milliseconds;
  /** Requests of the pool that were under way when this one began, itself included. */
  readonly inFlight?: number;
}

/**
 * The requests of one pool of upstream connections: one proxy, one cluster, and all its hosts or one. Resets are kept one by one, all others are
 * counted, so that the size does not grow with the log.
 */
export interface PoolObservations {
  /** Requests that were sent on an upstream connection, the reset ones included. */
  readonly requests: number;
  readonly resets: readonly Reset[];
  /** When requests came for which no connection could be made (flag UF). */
  readonly refusals?: readonly Span[];
  /** Requests that were not reset. */
  readonly survivors: {
    /** Quiet time, of requests on reused connections. */
    readonly gaps: Distribution;
    readonly ordinals: Distribution;
    readonly ages: Distribution;
    readonly inFlight?: Distribution;
  };
  /** Quiet time of the connection that would have been taken (the last one used) when a new one was opened instead. */
  readonly renewals?: Distribution;
  /** Requests that began more than 50 ms before another on the same connection ended: HTTP/2, or several proxies under one name. */
  readonly overlaps?: number;
  /** Starts of all requests, counted per bucket of time. */
  readonly timeline: RequestTimeline;
  readonly sameSecond?: SameSecond;
  readonly first: EpochMs;
  readonly last: EpochMs;
}

/** How closely requests come together: pairs of them (each counted both ways) that began in one second, and how many there were at an even rate. */
export interface SameSecond {
  readonly pairs: number;
  readonly expected: number;
}

export interface RequestTimeline {
  readonly from: EpochMs;
  readonly bucketMs: Milliseconds;
  readonly counts: readonly number[];
}
