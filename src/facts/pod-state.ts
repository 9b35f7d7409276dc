import { objectAt, stringAt } from '../formats/json.ts';
import { parseInstant } from '../formats/time/index.ts';
import type { Evidence } from '../model/evidence.ts';
import type { EpochMs } from '../model/time.ts';
import { conditionOf } from './condition.ts';
import { appContainers, type Container, type Pod } from './pods.ts';

/** The pod's Ready condition as evidence, and since when it has its status. */
export function readyCondition(pod: Pod): { readonly isReady: boolean; readonly since?: EpochMs; readonly evidence: Evidence } | undefined {
  const condition = conditionOf(pod.object.object, 'Ready');
  if (condition === undefined) return undefined;
  const { index, status, since, reason, message = reason } = condition;
  return {
    isReady: status === 'True',
    ...(since === undefined ? {} : { since }),
    evidence: {
      kind: 'field',
      at: { ...pod.object.at, path: `status.conditions[${index}]` },
      value: { type: 'Ready', status, ...(message === undefined ? {} : { message }) },
    },
  };
}

/** Its status says that it waits or has ended. */
export function isDown({ status }: Container): boolean {
  const state = objectAt(status, 'state');
  return state !== undefined && objectAt(state, 'running') === undefined;
}

/**
 * The first application container that does not run, or did not run all the time since `from`: waiting, ended, or started after it.
 * Undefined when all of them ran (or nothing is known of them).
 */
export function interruptedContainer(
  pod: Pod,
  from: EpochMs,
): { readonly container: Container; readonly restarts: number; readonly evidence: Evidence } | undefined {
  for (const container of appContainers(pod)) {
    const state = objectAt(container.status, 'state');
    const endedAt = parseInstant(stringAt(container.status, 'lastState', 'terminated', 'finishedAt') ?? '');
    const isGone = isDown(container);
    if (!isGone && (endedAt === undefined || endedAt < from)) continue;
    const reason =
      stringAt(state, 'waiting', 'reason') ?? stringAt(state, 'terminated', 'reason') ?? stringAt(container.status, 'lastState', 'terminated', 'reason');
    return {
      container,
      restarts: container.restarts,
      evidence: {
        kind: 'field',
        at: { ...pod.object.at, path: container.statusPath ?? 'status.containerStatuses' },
        value: { state: isGone ? 'not running' : 'restarted', ...(reason === undefined ? {} : { reason }), restartCount: container.restarts },
      },
    };
  }
  return undefined;
}
