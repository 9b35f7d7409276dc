import { numberAt, objectAt, stringAt } from '../formats/json.ts';
import { parseInstant } from '../formats/time/index.ts';
import type { ObjectRef } from '../model/evidence.ts';
import { instant } from '../model/time.ts';
import { conditionOf } from './condition.ts';
import type { LifeEvent } from './life-event.ts';
import type { Container, Pod } from './pods.ts';

/** The part of a life event that its pod gives. */
export function lifeOf(pod: Pod): Pick<LifeEvent, 'pod' | 'workload' | 'namespace'> {
  return { pod: pod.key, workload: pod.workload.name, namespace: pod.namespace };
}

/** What the status of a pod and its containers tells: only the last end of each container, and its present state. */
export function lifeFromStatus(pod: Pod): readonly LifeEvent[] {
  const life: LifeEvent[] = [];
  const ref = pod.object.ref;
  const at = pod.object.at;
  if (pod.createdAt !== undefined) {
    life.push({
      ...lifeOf(pod),
      time: pod.createdAt,
      slackMs: 1_000,
      kind: 'created',
      isProxy: false,
      count: 1,
      subject: ref,
      evidence: [{ kind: 'field', at: { ...at, path: 'metadata.creationTimestamp' }, value: instant(pod.createdAt) }],
    });
  }
  if (pod.deletedAt !== undefined) {
    // deletionTimestamp is when the grace period ends, not when deletion was asked for (Kubernetes API reference, ObjectMeta)
    const grace = (numberAt(pod.object.object, 'metadata', 'deletionGracePeriodSeconds') ?? 30) * 1_000;
    life.push({
      ...lifeOf(pod),
      time: pod.deletedAt - grace,
      slackMs: 1_000,
      kind: 'deleted',
      isProxy: false,
      count: 1,
      subject: ref,
      evidence: [{ kind: 'field', at: { ...at, path: 'metadata.deletionTimestamp' }, value: instant(pod.deletedAt) }],
    });
  }
  if (pod.readySince !== undefined) {
    life.push({
      ...lifeOf(pod),
      time: pod.readySince,
      slackMs: 1_000,
      kind: 'ready',
      isProxy: false,
      count: 1,
      subject: ref,
      evidence: [{ kind: 'field', at: { ...at, path: 'status.conditions[type=Ready].lastTransitionTime' }, value: instant(pod.readySince) }],
    });
  }
  // set before a pod is removed by eviction, preemption, taint or node pressure (Kubernetes 1.26 and later)
  const disrupted = conditionOf(pod.object.object, 'DisruptionTarget');
  if (disrupted?.status === 'True' && disrupted.since !== undefined) {
    life.push({
      ...lifeOf(pod),
      time: disrupted.since,
      slackMs: 1_000,
      kind: 'evicted',
      isProxy: false,
      count: 1,
      subject: ref,
      evidence: [{ kind: 'field', at: { ...at, path: 'status.conditions[type=DisruptionTarget].reason' }, value: disrupted.reason ?? 'DisruptionTarget' }],
    });
  } else if (stringAt(pod.object.object, 'status', 'reason') === 'Evicted') {
    const start = parseInstant(stringAt(pod.object.object, 'status', 'startTime') ?? '');
    if (start !== undefined)
      life.push({
        ...lifeOf(pod),
        time: start,
        slackMs: 60_000,
        kind: 'evicted',
        isProxy: false,
        count: 1,
        subject: ref,
        evidence: [{ kind: 'field', at: { ...at, path: 'status.reason' }, value: 'Evicted' }],
      });
  }
  for (const container of pod.containers) if (!container.isInit) life.push(...containerLife(pod, container));
  return life;
}

function containerLife(pod: Pod, container: Container): readonly LifeEvent[] {
  const life: LifeEvent[] = [];
  const subject: ObjectRef = { ...pod.object.ref, container: container.name };
  const common = { ...lifeOf(pod), container: container.name, isProxy: container.isProxy, count: 1, slackMs: 1_000, restarts: container.restarts, subject };
  for (const state of ['lastState', 'state'] as const) {
    const terminated = objectAt(container.status, state, 'terminated');
    const running = objectAt(container.status, state, 'running');
    const path = `${container.statusPath ?? 'status'}.${state}`;
    const at = pod.object.at;
    const finishedAt = parseInstant(stringAt(terminated, 'finishedAt') ?? '');
    const startedAt = parseInstant(stringAt(terminated ?? running, 'startedAt') ?? '');
    if (startedAt !== undefined) {
      life.push({
        ...common,
        time: startedAt,
        kind: 'started',
        ...(finishedAt === undefined ? {} : { until: finishedAt }),
        evidence: [
          { kind: 'field', at: { ...at, path: `${path}.${terminated === undefined ? 'running' : 'terminated'}.startedAt` }, value: instant(startedAt) },
        ],
      });
    }
    if (finishedAt === undefined) continue;
    const exitCode = numberAt(terminated, 'exitCode');
    const signal = numberAt(terminated, 'signal');
    const reason = stringAt(terminated, 'reason');
    life.push({
      ...common,
      time: finishedAt,
      kind: 'terminated',
      ...(startedAt === undefined ? {} : { since: startedAt }),
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(signal === undefined || signal === 0 ? {} : { signal }),
      ...(reason === undefined ? {} : { reason }),
      evidence: [
        {
          kind: 'field',
          at: { ...at, path: `${path}.terminated` },
          value: { exitCode: exitCode ?? null, reason: reason ?? null, finishedAt: instant(finishedAt) },
        },
      ],
    });
  }
  return life;
}
