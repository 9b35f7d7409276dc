import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { objectsAt, stringAt } from '../formats/json.ts';
import { parseInstant } from '../formats/time/index.ts';
import type { Evidence } from '../model/evidence.ts';
import type { EpochMs, Milliseconds } from '../model/time.ts';
import type { KubernetesEvent } from './events.ts';
import type { LifeEvent } from './life-event.ts';
import { lifeOf } from './pod-life-status.ts';
import type { Pod } from './pods.ts';

/** The word for a lost node in events, and for the end of its pods here. */
export const nodeLost = 'NodeNotReady';

/**
 * A node is called not ready when its kubelet has been silent for so long (kube-controller-manager --node-monitor-grace-period: 50 s, 40 s before Kubernetes
 * 1.32), which posts its status each 10 s: the pods on it may be gone since then.
 */
export const nodeGraceMs: Milliseconds = 60_000;

/** The pods of a node that an event calls not ready. */
export function lifeFromNodeEvent({ about, reason, last, evidence }: KubernetesEvent, all: readonly Pod[]): readonly LifeEvent[] {
  return about.kind === 'Node' && reason === nodeLost && last !== undefined ? lostOn(about.name, last, evidence, all) : [];
}

/** The pods of a node whose condition says that it is not ready, or that nobody has heard of it. */
export function lifeFromNode({ ref, at, object }: KubernetesObject, all: readonly Pod[]): readonly LifeEvent[] {
  const conditions = objectsAt(object, 'status', 'conditions');
  const index = conditions.findIndex((condition) => condition['type'] === 'Ready');
  const status = stringAt(conditions[index], 'status');
  const since = parseInstant(stringAt(conditions[index], 'lastTransitionTime') ?? '');
  if (status === undefined || status === 'True' || since === undefined) return [];
  const path = `${at.path === undefined ? '' : `${at.path}.`}status.conditions[${index}]`;
  const reason = stringAt(conditions[index], 'reason');
  return lostOn(ref.name, since, { kind: 'field', at: { ...at, path }, value: { type: 'Ready', status, ...(reason === undefined ? {} : { reason }) } }, all);
}

function lostOn(node: string, time: EpochMs, evidence: Evidence, all: readonly Pod[]): readonly LifeEvent[] {
  // what came to the node later lived on it after that
  const there = all.filter((pod) => pod.node === node && (pod.createdAt === undefined || pod.createdAt < time));
  return there.map((pod) => ({
    ...lifeOf(pod),
    time,
    slackMs: nodeGraceMs,
    kind: 'evicted',
    isProxy: false,
    count: 1,
    reason: nodeLost,
    subject: pod.object.ref,
    evidence: [evidence],
  }));
}
