import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import type { KubernetesEvent } from '../../facts/events.ts';
import { conditionOf } from '../../facts/condition.ts';
import { placeOf } from '../../facts/field-of.ts';
import { controllersOf, type Service } from '../../facts/services.ts';
import { numberAt } from '../../formats/json.ts';
import type { Evidence, NonEmpty } from '../../model/evidence.ts';
import type { EpochMs } from '../../model/time.ts';

/** A controller whose pods a Service selects, and that has none. */
export interface NoReplicas {
  readonly controller: KubernetesObject;
  readonly kind: 'scaled' | 'refused';
  /** Since when; absent where the evidence does not tell. */
  readonly since?: EpochMs;
  /** What the API server said to the pods it was to have. */
  readonly message: string;
  readonly evidence: NonEmpty<Evidence>;
}

/** Undefined where a controller of the Service's pods has some, or none is known. */
export function noReplicas(service: Service, controllers: readonly KubernetesObject[], events: readonly KubernetesEvent[]): NoReplicas | undefined {
  const judged = controllersOf(service, controllers).map((controller) => scaledToZero(controller, events) ?? refusedPods(controller));
  return judged.every((each) => each !== undefined) ? judged[0] : undefined;
}

function scaledToZero(controller: KubernetesObject, events: readonly KubernetesEvent[]): NoReplicas | undefined {
  if (numberAt(controller.object, 'spec', 'replicas') !== 0 || (numberAt(controller.object, 'status', 'replicas') ?? 0) > 0) return undefined;
  const scaling = events.findLast(
    ({ about, reason, message }) =>
      about.kind === controller.ref.kind &&
      about.name === controller.ref.name &&
      about.namespace === controller.ref.namespace &&
      ((reason === 'ScalingReplicaSet' && /\bto 0(?: from \d+)?$/.test(message)) || (reason === 'SuccessfulDelete' && controller.ref.kind === 'StatefulSet')),
  );
  const field: Evidence = { kind: 'field', at: placeOf(controller, 'spec', 'replicas'), value: 0 };
  return {
    controller,
    kind: 'scaled',
    message: '',
    ...(scaling?.last === undefined ? {} : { since: scaling.last }),
    evidence: [field, ...(scaling === undefined ? [] : [scaling.evidence])],
  };
}

/** A quota, a webhook or a missing service account: the controller may not make pods (Deployment condition `ReplicaFailure`, Kubernetes 1.34). */
function refusedPods(controller: KubernetesObject): NoReplicas | undefined {
  const failure = conditionOf(controller.object, 'ReplicaFailure');
  if (failure?.status !== 'True' || (numberAt(controller.object, 'status', 'replicas') ?? 0) > 0) return undefined;
  const { index, since, reason = '', message = reason } = failure;
  return {
    controller,
    kind: 'refused',
    message,
    ...(since === undefined ? {} : { since }),
    evidence: [{ kind: 'field', at: placeOf(controller, 'status', 'conditions', index), value: { type: 'ReplicaFailure', message } }],
  };
}
