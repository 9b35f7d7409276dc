import type { EpochMs, Milliseconds } from '../model/time.ts';

/** Requests that overlap by no more than this on one connection come from start times that are late, as with slow bodies; more are several connections. */
export const overlapSlackMs: Milliseconds = 50;

/**
 * For how long two requests on one connection were under way at once, as far as their connection shows: what was left of the one that began first when the
 * other began. Below 0 where they were not.
 *
 * @param start of one of them, with its `end`; the other began at `lastStart`, and all before ended at `lastEnd`
 */
export function overlapOf(start: EpochMs, end: EpochMs, lastStart: EpochMs, lastEnd: EpochMs): Milliseconds {
  return start < lastStart ? end - lastStart : lastEnd - start;
}

/** Envoy's default idle time-out upstream is 1 h, so addresses that were quiet for longer are another connection's. Source: Envoy 1.40 config.core.v3.HttpProtocolOptions.idle_timeout. */
export const longestQuietMs: Milliseconds = 3_660_000;

/** A race is over in a round trip; stalls of the node add some tens of milliseconds (measured up to 90 ms when throttled). */
export const raceMs: Milliseconds = 250;

/** An Envoy as server keeps the dead connection for its delayed close, 1 s by default (Envoy 1.36, conn_manager_impl.cc). */
export const proxyRaceMs: Milliseconds = 1_250;
