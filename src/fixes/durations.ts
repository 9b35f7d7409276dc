import type { Milliseconds } from '../model/time.ts';

/** A length of time as Istio's objects and protobuf's JSON both take it: seconds, at most to the millisecond. */
export function protoDuration(ms: Milliseconds): string {
  return `${Number((Math.round(ms) / 1_000).toFixed(3))}s`;
}

/** A length of time as Go's flags take it, in the largest whole unit. */
export function goDuration(ms: Milliseconds): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms % 60_000 === 0) return `${ms / 60_000}m`;
  return protoDuration(ms);
}
