import type { Attempt } from './attempt.ts';
import { killAttempt } from './kill-attempt.ts';
import type { Container } from './pod.ts';
import { type PodRuntime, tell } from './pod-runtime.ts';
import { type ProbeKind, runProbe } from './prober.ts';

export interface AttemptProbes {
  /** Ends those that may kill the container. */
  readonly spare: () => void;
  readonly end: () => void;
}

export interface ProbeListener {
  /** The startup probe succeeded, or there is none. */
  readonly onStarted: () => void;
  readonly onReady: (isReady: boolean) => void;
}

/** Probes a running container and acts on what is found: events, restarts, readiness. */
export function probeAttempt(runtime: PodRuntime, spec: Container, attempt: Attempt, { onStarted, onReady }: ProbeListener): AttemptProbes {
  const all = new AbortController();
  const deadly = new AbortController();
  const target = { container: spec, podIp: runtime.place.podIp, exec: attempt.exec };

  const kill = (kind: ProbeKind, ownGrace: number | undefined): void => {
    const grace = ownGrace ?? runtime.pod().spec.terminationGracePeriodSeconds ?? 30;
    void killAttempt(runtime, spec, attempt, { grace, message: `Container ${spec.name} failed ${kind.toLowerCase()} probe, will be restarted` });
  };

  const run = (kind: ProbeKind): void => {
    const probe = { Startup: spec.startupProbe, Liveness: spec.livenessProbe, Readiness: spec.readinessProbe }[kind];
    if (probe === undefined) return;
    void runProbe(probe, {
      target,
      isLast: (isSuccess) => kind === 'Startup' || (kind === 'Liveness' && !isSuccess),
      startedAt: attempt.startedAt,
      signal: kind === 'Readiness' ? all.signal : AbortSignal.any([all.signal, deadly.signal]),
      onResult: ({ isSuccess, output }) => {
        if (!isSuccess) tell(runtime, 'Warning', 'Unhealthy', `${kind} probe failed: ${output}`, spec);
      },
      onVerdict: (isSuccess) => {
        if (kind === 'Readiness') onReady(isSuccess);
        else if (!isSuccess) kill(kind, probe.terminationGracePeriodSeconds);
        else if (kind === 'Startup') begin();
      },
    });
  };
  const begin = (): void => {
    onStarted();
    run('Liveness');
    run('Readiness');
  };

  if (spec.startupProbe === undefined) begin();
  else run('Startup');
  return {
    spare: () => deadly.abort(),
    end: () => all.abort(),
  };
}
