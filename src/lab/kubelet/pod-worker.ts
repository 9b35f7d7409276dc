import { setTimeout as sleep } from 'node:timers/promises';
import type { PodNetwork } from '../world/network.ts';
import type { startAttempt } from './attempt.ts';
import { type SupervisedContainer, superviseContainer } from './container.ts';
import { ConfigError, type PodPlace } from './env.ts';
import type { Events } from './events.ts';
import { type KwokResources, portsOf } from './kwok-resources.ts';
import { logPaths } from './container-logs.ts';
import type { KubeletOptions } from './options.ts';
import { type Pod, podKey, podPath } from './pod.ts';
import { dataReader, tokenSource } from './pod-data.ts';
import { makePodFolders, type PodFolders, podFolders } from './pod-folders.ts';
import type { PodRuntime } from './pod-runtime.ts';
import { type PodFacts, podStatus } from './pod-status.ts';
import { removeObject } from './remove-object.ts';
import { createStatusWriter } from './status-writer.ts';
import { stopContainers } from './stop-containers.ts';
import { fillVolumes } from './volumes.ts';

/** One pod on the node, from its binding to its end. */
export interface PodWorker {
  readonly pod: () => Pod;
  readonly ip: () => string | undefined;
  readonly network: () => PodNetwork | undefined;
  readonly folders: PodFolders;
  readonly containers: () => readonly SupervisedContainer[];
  /** The pod as the API server has it now. */
  readonly update: (pod: Pod) => void;
  /** Ends the pod for a reason of the node; its object stays, as failed. */
  readonly fail: (reason: string, message: string) => Promise<void>;
  /** The object is gone from the API server. */
  readonly drop: () => void;
  /** Ends all processes at once and tells the API server nothing: the lab is over. */
  readonly abandon: () => Promise<void>;
  /** Resolves when nothing of the pod runs any more and its object is gone. */
  readonly done: Promise<void>;
}

export interface WorkerParts {
  readonly options: KubeletOptions;
  readonly events: Events;
  readonly kwok: KwokResources;
  readonly allocatable: PodPlace['allocatable'];
  readonly nextIp: () => string;
  /** Starts a container's program; another one is given in tests. */
  readonly launch?: typeof startAttempt;
}

/** Milliseconds between two tries to make a pod's volumes or network. */
const retryAfter = 2000;

export function startPodWorker(first: Pod, { options, events, kwok, allocatable, nextIp, launch }: WorkerParts): PodWorker {
  const { api, node, onProblem = () => undefined } = options;
  const startedAt = Date.now();
  const folders = podFolders(options.folder, first);
  const ending = new AbortController();
  const hostIp = node.network.ip;
  let pod = first;
  let network: PodNetwork | undefined;
  let podIp: string | undefined;
  let failure: PodFacts['failure'];
  let isOver = false;
  let isGone = false;
  let stopped: Promise<void> | undefined;

  const place: PodPlace = {
    get podIp() {
      return podIp ?? '';
    },
    hostIp,
    allocatable,
  };
  const runtime: PodRuntime = {
    options,
    events,
    pod: () => pod,
    place,
    network: () => network?.pid,
    read: dataReader(api, first.metadata.namespace),
    folders,
    changed: () => writer.touch(),
  };
  const inits = (first.spec.initContainers ?? []).map((spec) =>
    superviseContainer(runtime, spec, spec.restartPolicy === 'Always' ? 'sidecar' : 'init', launch),
  );
  const apps = first.spec.containers.map((spec) => superviseContainer(runtime, spec, 'app', launch));
  const all = [...inits, ...apps];
  const facts = (): PodFacts => ({
    pod,
    containers: all.map(({ view }) => view()),
    hostIp,
    ...(podIp === undefined ? {} : { podIp }),
    startedAt,
    ...(failure === undefined ? {} : { failure }),
    isOver,
    now: Date.now(),
  });
  const writer = createStatusWriter(api, podPath(first), () => podStatus(facts()), onProblem);

  const sources = { place, read: runtime.read, token: tokenSource(api, first), claims: `${options.folder}/claims` };
  const rest = (milliseconds: number): Promise<unknown> => sleep(milliseconds, undefined, { signal: ending.signal }).catch(() => undefined);

  /** Tries until it works or the pod is to end. */
  const insist = async (reason: string, attempt: () => Promise<void>): Promise<void> => {
    while (!ending.signal.aborted) {
      try {
        return await attempt();
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        events.onPod(pod, 'Warning', reason, message);
        if (!(error instanceof ConfigError)) onProblem(`pod ${podKey(pod)}: ${message}`);
        await rest(retryAfter);
      }
    }
  };

  const connect = async (): Promise<void> => {
    if (pod.spec.hostNetwork === true) {
      podIp = hostIp;
      return;
    }
    const made = await node.network.addPod(nextIp());
    if (ending.signal.aborted) return made.remove();
    network = made;
    podIp = made.ip;
  };

  const refresh = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await rest((options.refreshSeconds ?? 20) * 1000);
      if (!ending.signal.aborted)
        await fillVolumes(pod, folders.volumes, sources).catch((error: unknown) => onProblem(`volumes of ${podKey(pod)}: ${String(error)}`));
    }
  };

  const live = async (): Promise<void> => {
    makePodFolders(folders);
    writer.touch();
    // Volumes come first: a pod without them has no address yet.
    await insist('FailedMount', () => fillVolumes(pod, folders.volumes, sources));
    await insist('FailedCreatePodSandBox', connect);
    if (ending.signal.aborted) return;
    void refresh();
    const logs = Object.fromEntries(all.map(({ view }) => [view().spec.name, logPaths(folders.logs(view().spec.name))]));
    void kwok.put(pod, logs, network?.pid, portsOf(pod)).catch((error: unknown) => onProblem(`log and port-forward of ${podKey(pod)}: ${String(error)}`));
    for (const container of inits) {
      if (ending.signal.aborted) return;
      await container.start();
      await (container.view().role === 'sidecar' ? container.started : container.over);
      if (container.view().role === 'init' && !hasSucceeded(container)) return end();
    }
    for (const container of apps) if (!ending.signal.aborted) await container.start();
    await Promise.all(apps.map(({ over }) => over));
    await end();
  };

  /** The pod's work is over by itself: what still runs of it are sidecars. */
  const end = async (): Promise<void> => {
    if (!ending.signal.aborted) await stop(pod.spec.terminationGracePeriodSeconds ?? 30);
  };

  /** Stops what runs and takes the pod off the network. The second caller waits for the first. */
  const stop = (grace: number, isUrgent = false): Promise<void> => {
    stopped ??= (async () => {
      ending.abort();
      await stopContainers(all, grace, isUrgent);
      await network?.remove();
      isOver = true;
      await writer.flush();
    })();
    return stopped;
  };

  /** Kills what a stop still gives time. */
  const killAll = (): void => {
    for (const container of all) container.current()?.kill('SIGKILL');
  };

  const finalize = async (): Promise<void> => {
    // An object that went before its processes was deleted by force.
    await stop(isGone ? 0 : (pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30));
    await begin;
    writer.close();
    await events.flushed();
    await kwok.remove(pod).catch(() => undefined);
    folders.remove();
    if (!isGone) await removeObject(options, pod);
  };

  const done = Promise.withResolvers<void>();
  let isFinishing = false;
  const finish = (): void => {
    if (isFinishing) return;
    isFinishing = true;
    void finalize()
      .catch((error: unknown) => onProblem(`end of ${podKey(pod)}: ${String(error)}`))
      .finally(() => done.resolve());
  };
  const begin = live().catch((error: unknown) => onProblem(`pod ${podKey(pod)}: ${String(error)}`));

  return {
    pod: () => pod,
    ip: () => podIp,
    network: () => network,
    folders,
    containers: () => all,
    update: (next) => {
      pod = next;
      if (next.metadata.deletionTimestamp !== undefined) finish();
    },
    fail: async (reason, message) => {
      // The phase ends only when the containers have ended (Kubernetes 1.27 and later).
      await stop(1, true);
      failure = { reason, message, isDisruption: reason === 'Evicted' };
      await writer.flush();
    },
    drop: () => {
      isGone = true;
      if (stopped !== undefined) killAll();
      finish();
    },
    abandon: () => {
      writer.close();
      const ended = stop(0, true);
      killAll();
      return ended;
    },
    done: done.promise,
  };
}

function hasSucceeded({ view }: SupervisedContainer): boolean {
  const { state } = view();
  return state.is === 'terminated' && state.exitCode === 0;
}
