import type { Milliseconds } from '../model/time.ts';
import { duration } from '../report/quantities.ts';

/** A measured length of time, to the millisecond: `4.996 s`, `312 ms`. */
export function measuredTime(ms: Milliseconds): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(Math.round(ms) / 1000).toFixed(3)} s`;
}

/** A difference between two moments: `0.4 ms`, `3.9 ms`, `640 ms`, `1.2 s`. */
export function difference(ms: Milliseconds): string {
  return duration(Math.round(ms * 10) / 10);
}

/** A bound, rounded up to whole seconds. */
export function bound(ms: Milliseconds): string {
  return duration(Math.ceil(ms / 1000) * 1000);
}

/** `http://127.0.0.1:8080/health`, as the user may have written it. */
export function targetText({
  scheme,
  host,
  port,
  path,
}: {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
}): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
}
