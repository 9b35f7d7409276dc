import { objectAt, stringAt } from '../formats/json.ts';
import type { Evidence } from '../model/evidence.ts';
import { conditionOf } from './condition.ts';
import type { Pod } from './pods.ts';

/** What keeps a pod from running at all: no container of it ever started. */
export interface StartObstacle {
  /** Kubernetes' own word: `Unschedulable`, `ImagePullBackOff`, `CreateContainerConfigError`. */
  readonly reason: string;
  readonly message: string;
  readonly evidence: Evidence;
}

/** Reasons of a waiting container that nothing but a change ends; `PodInitializing` and `ContainerCreating` pass (kubelet images and container types, Kubernetes 1.34). */
const lasting =
  /^(?:ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|ImageInspectError|RegistryUnavailable|CreateContainerConfigError|CreateContainerError|RunContainerError|PreCreateHookError|PreStartHookError)$/;

/** Undefined for a pod that runs, that ran before, or that is on its way. */
export function startObstacle(pod: Pod): StartObstacle | undefined {
  const { at, object } = pod.object;
  const scheduled = conditionOf(object, 'PodScheduled');
  if (scheduled?.status === 'False') {
    const { index, reason = 'Unschedulable', message = '' } = scheduled;
    return { reason, message, evidence: { kind: 'field', at: { ...at, path: `status.conditions[${index}]` }, value: { reason, message } } };
  }
  for (const { status, statusPath, restarts } of pod.containers) {
    const waiting = objectAt(status, 'state', 'waiting');
    const reason = stringAt(waiting, 'reason') ?? '';
    if (!lasting.test(reason) || restarts > 0 || objectAt(status, 'lastState', 'terminated') !== undefined) continue;
    const message = stringAt(waiting, 'message') ?? '';
    return {
      reason,
      message,
      evidence: { kind: 'field', at: { ...at, path: `${statusPath ?? 'status.containerStatuses'}.state.waiting` }, value: { reason, message } },
    };
  }
  return undefined;
}
