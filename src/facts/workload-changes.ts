import { controllers, nodes } from '../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { objectsAt, stringAt } from '../formats/json.ts';
import { parseInstant } from '../formats/time/index.ts';
import type { Change } from '../model/change.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { events, type KubernetesEvent } from './events.ts';

/** Roll-outs, scaling, restarts that somebody asked for, and what happened to nodes. */
export const workloadChanges: Fact<readonly Change[]> = defineFact({
  id: 'workload-changes',
  needs: {},
  wants: { events, controllers, nodes },
  derive: ({ events, controllers, nodes }) => [
    ...(events ?? []).flatMap(fromEvent),
    ...(controllers ?? []).flatMap((object) => [...newVersionOf(object), ...restartOf(object)]),
    ...(nodes ?? []).flatMap(troubleOf),
  ],
});

/** Reasons of Node events that take something away from its pods: kubelet and node lifecycle controller, Kubernetes 1.34. */
const nodeReasons: ReadonlySet<string> = new Set([
  'NodeNotReady',
  'NodeNotSchedulable',
  'NodeHasDiskPressure',
  'NodeHasInsufficientMemory',
  'NodeHasInsufficientPID',
  'Rebooted',
  'RemovingNode',
  'DeletingNode',
  'SystemOOM',
  'OOMKilling',
  'KernelDeadlock',
  'EvictionThresholdMet',
]);

function fromEvent({ about, reason, message, last, evidence, agoMs }: KubernetesEvent): readonly Change[] {
  if (last === undefined) return [];
  const common = { time: last, slackMs: agoMs === undefined ? 1_000 : 60_000, source: 'event', subject: about, evidence: [evidence] } as const;
  if (reason === 'ScalingReplicaSet' || reason === 'SuccessfulRescale')
    return [{ ...common, kind: 'scaled', detail: message.slice(0, 200), workload: `${about.name}.${about.namespace ?? 'default'}` }];
  return about.kind === 'Node' && nodeReasons.has(reason) ? [{ ...common, kind: 'nodeEvent', detail: reason }] : [];
}

/** A ReplicaSet is made for each version of a Deployment's template. */
function newVersionOf({ ref, at, object }: KubernetesObject): readonly Change[] {
  const text = stringAt(object, 'metadata', 'creationTimestamp');
  const time = text === undefined ? undefined : parseInstant(text);
  const owner = objectsAt(object, 'metadata', 'ownerReferences').find((candidate) => candidate['kind'] === 'Deployment');
  const name = stringAt(owner, 'name');
  if (ref.kind !== 'ReplicaSet' || text === undefined || time === undefined || name === undefined) return [];
  return [
    {
      time,
      slackMs: 1_000,
      kind: 'rolledOut',
      source: 'object',
      subject: ref,
      detail: name,
      workload: `${name}.${ref.namespace ?? 'default'}`,
      evidence: [{ kind: 'field', at: { ...at, path: 'metadata.creationTimestamp' }, value: text }],
    },
  ];
}

/** `kubectl rollout restart` writes when into the template. */
function restartOf({ ref, at, object }: KubernetesObject): readonly Change[] {
  const path = ['spec', 'template', 'metadata', 'annotations', 'kubectl.kubernetes.io/restartedAt'] as const;
  const text = ref.kind === 'ReplicaSet' ? undefined : stringAt(object, ...path);
  const time = text === undefined ? undefined : parseInstant(text);
  if (text === undefined || time === undefined) return [];
  return [
    {
      time,
      slackMs: 1_000,
      kind: 'restartAsked',
      source: 'object',
      subject: ref,
      detail: '-',
      workload: `${ref.name}.${ref.namespace ?? 'default'}`,
      evidence: [{ kind: 'field', at: { ...at, path: path.join('.') }, value: text }],
    },
  ];
}

/** Conditions that are bad now: since when. */
function troubleOf({ ref, at, object }: KubernetesObject): readonly Change[] {
  return objectsAt(object, 'status', 'conditions').flatMap((condition, index): readonly Change[] => {
    const type = stringAt(condition, 'type') ?? '';
    const status = stringAt(condition, 'status');
    const text = stringAt(condition, 'lastTransitionTime');
    const time = text === undefined ? undefined : parseInstant(text);
    const isBad = type === 'Ready' ? status !== 'True' : /Pressure$|Unavailable$/.test(type) && status === 'True';
    if (!isBad || text === undefined || time === undefined) return [];
    const evidence = { kind: 'field', at: { ...at, path: `status.conditions[${index}].lastTransitionTime` }, value: text } as const;
    return [{ time, slackMs: 1_000, kind: 'nodeEvent', source: 'object', subject: ref, detail: `${type} ${status ?? '?'}`, evidence: [evidence] }];
  });
}
