import type { Milliseconds } from '../model/time.ts';

/** Requests that overlap by no more than this on one connection come from start times that are late, as with slow bodies; more are several connections. */
export const overlapSlackMs: Milliseconds = 50;

/** Envoy's default idle time-out upstream is 1 h, so addresses that were quiet for longer are another connection's. Source: Envoy 1.40 config.core.v3.HttpProtocolOptions.idle_timeout. */
export const longestQuietMs: Milliseconds = 3_660_000;

/** A race is over in a round trip; stalls of the node add some tens of milliseconds (measured up to 90 ms when throttled). */
export const raceMs: Milliseconds = 250;
