import type { Milliseconds } from '../../model/time.ts';

/** A length of time to the millisecond: where a limit is looked for, `4.96 s` and `4.963 s` differ. */
export function exact(time: Milliseconds): string {
  return time < 1_000 ? `${Math.round(time)} ms` : `${Math.round(time) / 1_000} s`;
}
