import { availableParallelism, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WatchEvent } from '../cluster/kube-api.ts';
import { bindPod } from './binding.ts';
import { createEvents } from './events.ts';
import { evictionMessage, type Shortage } from './eviction.ts';
import { createKwokResources } from './kwok-resources.ts';
import type { KubeletOptions } from './options.ts';
import { asPod, isTerminal, type Pod, podKey } from './pod.ts';
import { removeObject } from './remove-object.ts';
import { type ExecOptions, execInPod } from './pod-exec.ts';
import { type PodWorker, startPodWorker } from './pod-worker.ts';
import { describePod, type RunningPod } from './running-pod.ts';

export interface Kubelet {
  readonly pods: () => readonly RunningPod[];
  /** The pod `namespace/name`, when it is on the node. */
  readonly pod: (key: string) => RunningPod | undefined;
  /** Runs a program on the node, in a pod's network, or in a container's surroundings as `kubectl exec` does; gives its standard output and throws when it fails. */
  readonly exec: (command: readonly string[], options: ExecOptions) => Promise<string>;
  /** Evicts the pod `namespace/name` as the kubelet does when the node runs short. */
  readonly evict: (key: string, shortage: Shortage) => Promise<void>;
  /** Resolves when the signal came and no pod has a process any more. */
  readonly stopped: Promise<void>;
}

/** Runs the pods of the cluster as processes of this machine, until the signal. */
export function startKubelet(given: KubeletOptions): Kubelet {
  const { api, node, signal } = given;
  // What fails because the lab ends is no news.
  const onProblem = (problem: string): void => {
    if (!signal.aborted) given.onProblem?.(problem);
  };
  const options = { ...given, onProblem };
  const events = createEvents(api, node.name, onProblem);
  const kwok = createKwokResources(api);
  const workers = new Map<string, PodWorker>();
  const binding = new Set<string>();
  let addresses = 0;
  const nextIp = (): string => (options.address ?? addressOf)(++addresses);
  const allocatable = { cpu: availableParallelism(), memory: totalmem() };

  const bind = async (pod: Pod): Promise<void> => {
    const { uid } = pod.metadata;
    if (options.binds === false || binding.has(uid) || pod.metadata.deletionTimestamp !== undefined) return;
    binding.add(uid);
    await bindPod(api, events, pod, node.name).catch((error: unknown) => {
      binding.delete(uid);
      onProblem(`binding of ${podKey(pod)}: ${String(error)}`);
    });
  };

  const see = (pod: Pod): void => {
    const { uid, deletionTimestamp } = pod.metadata;
    const { nodeName = '' } = pod.spec;
    const worker = workers.get(uid);
    if (signal.aborted) return;
    if (worker !== undefined) worker.update(pod);
    else if (nodeName === '') void bind(pod);
    else if (nodeName !== node.name) return;
    else if (deletionTimestamp !== undefined) void removeObject(options, pod);
    else if (!isTerminal(pod)) {
      const started = startPodWorker(pod, { options, events, kwok, allocatable, nextIp });
      workers.set(uid, started);
      void started.done.then(() => workers.delete(uid));
    }
  };

  /** After a broken watch some ends may have been missed. */
  const compare = async (): Promise<void> => {
    // Those that begin while the list is made may not be on it.
    const known = [...workers];
    const there = new Set((await api.list('/api/v1/pods')).map(({ metadata }) => metadata.uid));
    for (const [uid, worker] of known) if (!there.has(uid)) worker.drop();
  };

  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      await api.watch('/api/v1/pods', take, signal).catch((error: unknown) => {
        if (!signal.aborted) onProblem(`watch of pods: ${String(error)}`);
      });
      await sleep(500, undefined, { signal }).catch(() => undefined);
    }
    await Promise.all([...workers.values()].map((worker) => worker.abandon()));
  };
  const take = (event: WatchEvent): void => {
    if (event.type === 'synced') void compare().catch((error: unknown) => onProblem(`list of pods: ${String(error)}`));
    else if (event.type === 'deleted') workers.get(asPod(event.object).metadata.uid)?.drop();
    else see(asPod(event.object));
  };

  const find = (key: string): PodWorker | undefined => [...workers.values()].find((worker) => podKey(worker.pod()) === key);
  return {
    pods: () => [...workers.values()].map(describePod),
    pod: (key) => {
      const worker = find(key);
      return worker === undefined ? undefined : describePod(worker);
    },
    exec: (command, how) => execInPod(command, how, options.tools.bin, how.pod === undefined ? undefined : find(`${how.pod.namespace}/${how.pod.name}`)),
    evict: async (key, shortage) => {
      const worker = find(key);
      if (worker === undefined) throw new Error(`no pod ${key} on the node`);
      const object = { kind: 'Node', name: node.name, namespace: 'default', uid: node.name };
      events.record({ object, type: 'Warning', reason: 'EvictionThresholdMet', message: `Attempting to reclaim ${shortage.resource}`, component: 'kubelet' });
      const message = evictionMessage(shortage);
      events.onPod(worker.pod(), 'Warning', 'Evicted', message);
      await worker.fail('Evicted', message);
    },
    stopped: watch(),
  };
}

function addressOf(index: number): string {
  return `10.203.${1 + Math.floor((index - 1) / 250)}.${1 + ((index - 1) % 250)}`;
}
