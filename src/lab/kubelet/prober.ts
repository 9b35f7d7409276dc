import { setTimeout as sleep } from 'node:timers/promises';
import type { Probe } from './pod.ts';
import { countProbe, type ProbeCount } from './probe-count.ts';
import { type ProbeResult, type ProbeTarget, probeOnce } from './probe-request.ts';

export type ProbeKind = 'Startup' | 'Liveness' | 'Readiness';

export interface ProberOptions {
  readonly target: ProbeTarget;
  /** When the container started, milliseconds. */
  readonly startedAt: number;
  readonly onResult: (result: ProbeResult) => void;
  /** A threshold was reached. */
  readonly onVerdict: (isSuccess: boolean) => void;
  /** Whether the probe ends with this verdict. */
  readonly isLast: (isSuccess: boolean) => boolean;
  readonly signal: AbortSignal;
}

/** Probes one container in the kubelet's rhythm until the signal or the last verdict. */
export async function runProbe(probe: Probe, { target, startedAt, onResult, onVerdict, isLast, signal }: ProberOptions): Promise<void> {
  const wait = (until: number): Promise<unknown> => sleep(Math.max(0, until - Date.now()), undefined, { signal }).catch(() => undefined);
  await wait(startedAt + (probe.initialDelaySeconds ?? 0) * 1000);
  let count: ProbeCount | undefined;
  while (!signal.aborted) {
    const at = Date.now();
    const result = await probeOnce(probe, target, probe.timeoutSeconds ?? 1).catch((error: unknown) => ({ isSuccess: false, output: String(error) }));
    if (signal.aborted) return;
    onResult(result);
    const counted = countProbe(count, result.isSuccess, probe);
    count = counted;
    if (counted.verdict !== undefined) {
      onVerdict(counted.verdict === 'success');
      if (isLast(counted.verdict === 'success')) return;
    }
    await wait(at + (probe.periodSeconds ?? 10) * 1000);
  }
}
