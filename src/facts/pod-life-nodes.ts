import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import type { Evidence } from '../model/evidence.ts';
import type { EpochMs, Milliseconds } from '../model/time.ts';
import { conditionOf } from './condition.ts';
import type { KubernetesEvent } from './events.ts';
import { placeOf } from './field-of.ts';
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
export function lifeFromNode(node: KubernetesObject, all: readonly Pod[]): readonly LifeEvent[] {
  const ready = conditionOf(node.object, 'Ready');
  if (ready === undefined || ready.status === 'True' || ready.since === undefined) return [];
  const { index, status, reason, since } = ready;
  const value = { type: 'Ready', status, ...(reason === undefined ? {} : { reason }) };
  return lostOn(node.ref.name, since, { kind: 'field', at: placeOf(node, 'status', 'conditions', index), value }, all);
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
