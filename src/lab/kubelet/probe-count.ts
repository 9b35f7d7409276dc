import type { Probe } from './pod.ts';

/** Consecutive equal results of one probe. */
export interface ProbeCount {
  readonly isSuccess: boolean;
  readonly run: number;
}

/** The results so far with one more; `verdict` is there once its threshold is reached. */
export function countProbe(before: ProbeCount | undefined, isSuccess: boolean, probe: Probe): ProbeCount & { readonly verdict?: 'success' | 'failure' } {
  const run = before?.isSuccess === isSuccess ? before.run + 1 : 1;
  const threshold = isSuccess ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
  return { isSuccess, run, ...(run < threshold ? {} : { verdict: isSuccess ? 'success' : 'failure' }) };
}
