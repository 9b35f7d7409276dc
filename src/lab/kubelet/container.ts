import { setTimeout as sleep } from 'node:timers/promises';
import { type Attempt, containerIdOf, startAttempt } from './attempt.ts';
import { type AttemptProbes, probeAttempt } from './attempt-probes.ts';
import { createBackOff } from './back-off.ts';
import type { ContainerState, ContainerView, Terminated } from './container-view.ts';
import { ConfigError } from './env.ts';
import { type KillOptions, killAttempt } from './kill-attempt.ts';
import { type Container, podTitle } from './pod.ts';
import { type PodRuntime, tell } from './pod-runtime.ts';
import { probeOnce } from './probe-request.ts';
import { StartError } from './program.ts';
import { backOffOf, goDuration, isRestarted } from './restart.ts';

/** A container that is kept running as its pod wants it. */
export interface SupervisedContainer {
  readonly view: () => ContainerView;
  /** The attempt that runs now. */
  readonly current: () => Attempt | undefined;
  /** Begins; resolves once the first attempt runs and its postStart hook has ended, or cannot run. */
  readonly start: () => Promise<void>;
  /** Resolves once the startup probe has succeeded for the first time, or the container is over. */
  readonly started: Promise<void>;
  /** Resolves once the container has ended for good. */
  readonly over: Promise<void>;
  /** Ends it for good. */
  readonly stop: (options: Omit<KillOptions, 'message'>) => Promise<void>;
}

/** Milliseconds between a kubelet's looks at a container that it cannot make or that rests. */
const syncAfter = 10_000;
/** Seconds that a postStart hook may take here; Kubernetes has no limit. */
const hookLimit = 600;

/** `launch` starts the program; another one is given in tests. */
export function superviseContainer(
  runtime: PodRuntime,
  spec: Container,
  role: ContainerView['role'],
  launch: typeof startAttempt = startAttempt,
): SupervisedContainer {
  const { options, pod } = runtime;
  const stopping = new AbortController();
  const begun = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const hasInits = (pod().spec.initContainers ?? []).length > 0;
  let state: ContainerState = { is: 'waiting', reason: hasInits ? 'PodInitializing' : 'ContainerCreating' };
  let last: Terminated | undefined;
  let attempt: Attempt | undefined;
  let probes: AttemptProbes | undefined;
  let isStarted = false;
  let isReady = false;
  let isLooping = false;
  let isOver = false;
  let restarts = 0;
  let containerId: string | undefined;

  const change = (next: ContainerState): void => {
    state = next;
    runtime.changed();
  };
  const rest = (milliseconds: number): Promise<unknown> => sleep(Math.max(0, milliseconds), undefined, { signal: stopping.signal }).catch(() => undefined);

  const loop = async (): Promise<void> => {
    const rests = backOffOf(pod(), options.backOff);
    const backOff = createBackOff(rests);
    while (!stopping.signal.aborted) {
      const ended = await runOnce();
      if (ended === undefined) {
        await rest(syncAfter);
        continue;
      }
      isReady = role === 'init' && ended.exitCode === 0;
      isStarted = false;
      change(ended);
      if (stopping.signal.aborted || !isRestarted(pod(), role, ended.exitCode)) return;
      await rest((rests.notice ?? 1) * 1000);
      await restAfter(ended, backOff.next(ended.finishedAt));
      if (stopping.signal.aborted) return change(ended);
      last = ended;
      restarts += 1;
    }
  };

  /** One attempt to its end; undefined where it cannot even be made. */
  const runOnce = async (): Promise<Terminated | undefined> => {
    tell(runtime, 'Normal', 'Pulled', `Container image "${spec.image ?? ''}" already present on machine`, spec);
    let running: Attempt;
    try {
      running = await launch(runtime, spec, restarts);
    } catch (error) {
      return notStarted(error);
    }
    attempt = running;
    containerId = running.containerId;
    tell(runtime, 'Normal', 'Created', `Created container: ${spec.name}`, spec);
    tell(runtime, 'Normal', 'Started', `Started container ${spec.name}`, spec);
    if (stopping.signal.aborted) running.kill('SIGKILL');
    // The kubelet shows a container as running only after its postStart hook.
    await postStart(running);
    if (!running.hasEnded()) {
      change({ is: 'running', startedAt: running.startedAt });
      probes = probeAttempt(runtime, spec, running, {
        onStarted: () => {
          isStarted = true;
          isReady = spec.readinessProbe === undefined;
          started.resolve();
          runtime.changed();
        },
        onReady: (ready) => {
          isReady = ready;
          runtime.changed();
        },
      });
    }
    begun.resolve();
    const ended = await running.ended;
    probes?.end();
    attempt = undefined;
    return ended;
  };

  const postStart = async (running: Attempt): Promise<void> => {
    const hook = spec.lifecycle?.postStart;
    if (hook === undefined) return;
    const asked = probeOnce(hook, { container: spec, podIp: runtime.place.podIp, exec: running.exec }, hookLimit).catch(() => ({ isSuccess: false }));
    const result = await Promise.race([asked, running.ended.then(() => undefined)]);
    if (result?.isSuccess !== false || stopping.signal.aborted) return;
    tell(runtime, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', spec);
    await killAttempt(runtime, spec, running, { grace: pod().spec.terminationGracePeriodSeconds ?? 30, message: 'FailedPostStartHook' });
  };

  const notStarted = (error: unknown): Terminated | undefined => {
    const message = error instanceof Error ? error.message : String(error);
    tell(runtime, 'Warning', 'Failed', `Error: ${message}`, spec);
    begun.resolve();
    if (error instanceof StartError) {
      containerId = containerIdOf(pod().metadata.uid, spec.name, restarts);
      return { is: 'terminated', exitCode: 128, reason: 'StartError', message, startedAt: 0, finishedAt: Date.now(), containerId };
    }
    if (!(error instanceof ConfigError)) options.onProblem?.(`container ${spec.name} of ${podTitle(pod())}: ${message}`);
    change({ is: 'waiting', reason: error instanceof ConfigError ? 'CreateContainerConfigError' : 'CreateContainerError', message });
    return undefined;
  };

  /** Rests until so many seconds after the end, with what a kubelet says about it meanwhile. */
  const restAfter = async (ended: Terminated, seconds: number): Promise<void> => {
    const until = ended.finishedAt + seconds * 1000;
    if (until <= Date.now() || stopping.signal.aborted) return;
    last = ended;
    const title = podTitle(pod());
    change({ is: 'waiting', reason: 'CrashLoopBackOff', message: `back-off ${goDuration(seconds)} restarting failed container=${spec.name} pod=${title}` });
    while (Date.now() < until && !stopping.signal.aborted) {
      tell(runtime, 'Warning', 'BackOff', `Back-off restarting failed container ${spec.name} in pod ${title}`, spec);
      await rest(Math.min(syncAfter, until - Date.now()));
    }
  };

  const end = (): void => {
    isOver = true;
    for (const { resolve } of [begun, started, over]) resolve();
    runtime.changed();
  };

  return {
    view: () => ({
      spec,
      role,
      state,
      ...(last === undefined || last === state ? {} : { last }),
      ready: isReady && (role === 'init' || state.is === 'running'),
      started: isStarted && state.is === 'running',
      restarts,
      ...(containerId === undefined ? {} : { containerId }),
      isOver,
    }),
    current: () => attempt,
    started: started.promise,
    over: over.promise,
    start: () => {
      isLooping = true;
      void loop()
        .catch((error: unknown) => options.onProblem?.(`container ${spec.name} of ${podTitle(pod())}: ${String(error)}`))
        .finally(end);
      return begun.promise;
    },
    stop: async (how) => {
      stopping.abort();
      if (!isLooping) return end();
      // A container on its way out is not killed by probes, but may still become unready.
      probes?.spare();
      if (attempt !== undefined) await killAttempt(runtime, spec, attempt, { ...how, message: `Stopping container ${spec.name}` });
      await over.promise;
    },
  };
}
