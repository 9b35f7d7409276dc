import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt } from './attempt.ts';
import type { Container } from './pod.ts';
import { type PodRuntime, tell } from './pod-runtime.ts';
import { probeOnce } from './probe-request.ts';

export interface KillOptions {
  /** Seconds for the hook and the program together. */
  readonly grace: number;
  /** Text of the event `Killing`. */
  readonly message: string;
  /** Resolves when the containers that must end before this one have ended. */
  readonly turn?: Promise<unknown>;
  /** Whether the grace period may be shorter than two seconds, as after an eviction. */
  readonly isUrgent?: boolean;
}

/** Seconds a program always gets after SIGTERM, whatever the hook left of the grace period (Kubernetes 1.34, `minimumGracePeriodInSeconds`). */
const leastGrace = 2;

/** Ends a container as the kubelet does: event, preStop hook, its turn, SIGTERM, and SIGKILL when the grace period is over. */
export async function killAttempt(
  runtime: PodRuntime,
  container: Container,
  attempt: Attempt,
  { grace, message, turn, isUrgent = false }: KillOptions,
): Promise<void> {
  const until = Date.now() + grace * 1000;
  tell(runtime, 'Normal', 'Killing', message, container);
  const { preStop } = container.lifecycle ?? {};
  if (preStop !== undefined && grace > 0) {
    const hook =
      preStop.sleep === undefined
        ? probeOnce(preStop, { container, podIp: runtime.place.podIp, exec: attempt.exec }, grace).catch(() => ({ isSuccess: false }))
        : sleep(preStop.sleep.seconds * 1000, { isSuccess: true });
    const result = await within(until, [hook, attempt.ended.then(() => undefined)]);
    if (result?.isSuccess === false) tell(runtime, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', container);
  }
  if (turn !== undefined) await within(until, [turn, attempt.ended]);
  if (!attempt.hasEnded()) attempt.kill('SIGTERM');
  const least = isUrgent ? until : Math.max(until, Date.now() + leastGrace * 1000);
  await within(least, [attempt.ended]);
  if (!attempt.hasEnded()) attempt.kill('SIGKILL');
  await attempt.ended;
}

/** The first that comes, or undefined at the given time. */
async function within<T>(until: number, promises: readonly Promise<T>[]): Promise<T | undefined> {
  const timer = new AbortController();
  const late = sleep(Math.max(0, until - Date.now()), undefined, { signal: timer.signal }).catch(() => undefined);
  const first = await Promise.race([...promises, late]);
  timer.abort();
  return first;
}
