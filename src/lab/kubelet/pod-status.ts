import { createHash } from 'node:crypto';
import { asObjects } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { conditions } from './conditions.ts';
import { type ContainerState, type ContainerView, hasSucceeded, time } from './container-view.ts';
import type { Pod } from './pod.ts';

/** What a pod's status is made of. */
export interface PodFacts {
  readonly pod: Pod;
  readonly containers: readonly ContainerView[];
  readonly hostIp: string;
  /** Absent until the pod has a network. */
  readonly podIp?: string;
  readonly startedAt: number;
  /** Why the pod failed as a whole, for example an eviction. */
  readonly failure?: { readonly reason: string; readonly message: string; readonly isDisruption: boolean };
  /** Whether the pod's end has come and its containers have ended. */
  readonly isOver: boolean;
  readonly now: number;
}

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** The status that a kubelet of Kubernetes 1.34 writes for such a pod. */
export function podStatus(facts: PodFacts): JsonObject {
  const { pod, containers, failure, podIp, hostIp } = facts;
  const phase = podPhase(facts);
  const known = asObjects(pod.status?.['conditions']);
  const statuses = (isInit: boolean): readonly JsonObject[] => containers.filter(({ role }) => (role !== 'app') === isInit).map(containerStatus);
  return {
    phase,
    conditions: conditions(facts, phase, known),
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    ...(podIp === undefined ? {} : { podIP: podIp, podIPs: [{ ip: podIp }] }),
    startTime: time(facts.startedAt),
    ...(failure === undefined ? {} : { reason: failure.reason, message: failure.message }),
    ...(statuses(true).length === 0 ? {} : { initContainerStatuses: statuses(true) }),
    containerStatuses: statuses(false),
  };
}

/** Kubernetes 1.34, pkg/kubelet `getPhase`. */
export function podPhase({ pod, containers, failure, isOver }: Pick<PodFacts, 'pod' | 'containers' | 'failure' | 'isOver'>): Phase {
  if (failure !== undefined) return 'Failed';
  const policy = pod.spec.restartPolicy ?? 'Always';
  const apps = containers.filter(({ role }) => role === 'app');
  const inits = containers.filter(({ role }) => role === 'init');
  if (policy === 'Never' && inits.some((view) => view.isOver && !hasSucceeded(view))) return 'Failed';
  const haveEnded = apps.every(({ state }) => state.is === 'terminated');
  if (haveEnded && (isOver || policy !== 'Always') && apps.every(({ isOver: over }) => over || isOver))
    return apps.every(hasSucceeded) ? 'Succeeded' : 'Failed';
  if (isOver) return 'Failed';
  if (inits.some((view) => !(view.isOver && hasSucceeded(view)) && view.role === 'init')) return 'Pending';
  // A container that has run before counts as stopped while it waits for its next start.
  const hasNeverRun = ({ state, last }: ContainerView): boolean => state.is === 'waiting' && last === undefined;
  return apps.some(hasNeverRun) ? 'Pending' : 'Running';
}

function containerStatus(view: ContainerView): JsonObject {
  const { spec, state, last, containerId } = view;
  const image = spec.image ?? '';
  return {
    name: spec.name,
    image,
    imageID: containerId === undefined ? '' : `${image.replace(/[:@][^/]*$/, '')}@sha256:${createHash('sha256').update(image).digest('hex')}`,
    ...(containerId === undefined ? {} : { containerID: containerId }),
    ready: view.ready,
    started: view.started,
    restartCount: view.restarts,
    state: stateOf(state),
    lastState: last === undefined ? {} : stateOf(last),
  };
}

function stateOf(state: ContainerState): JsonObject {
  switch (state.is) {
    case 'waiting':
      return { waiting: { reason: state.reason, ...(state.message === undefined ? {} : { message: state.message }) } };
    case 'running':
      return { running: { startedAt: time(state.startedAt) } };
    case 'terminated': {
      const { exitCode, reason, message, startedAt, finishedAt, containerId } = state;
      const said = message === undefined ? {} : { message };
      return { terminated: { exitCode, reason, ...said, startedAt: time(startedAt), finishedAt: time(finishedAt), containerID: containerId } };
    }
  }
}
