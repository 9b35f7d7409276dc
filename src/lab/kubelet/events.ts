import { stringAt } from '../../formats/json.ts';
import { type KubeApi, KubeError } from '../cluster/kube-api.ts';
import { createCorrelator, type EventDraft } from './event-correlator.ts';
import type { Container, Pod } from './pod.ts';
import { time } from './container-view.ts';

/** Writes events in the background and in order. */
export interface Events {
  readonly record: (draft: EventDraft) => void;
  /** An event about a pod by the kubelet, or about one of its containers. */
  readonly onPod: (pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string, container?: Container) => void;
  /** Resolves once everything recorded so far is written. */
  readonly flushed: () => Promise<void>;
}

/** Events of the node `host`. A refused one goes to `onProblem` and is given up, as a kubelet does. */
export function createEvents(api: KubeApi, host: string, onProblem: (problem: string) => void): Events {
  const correlator = createCorrelator();
  const paths = new Map<string, string>();
  let queue: Promise<void> = Promise.resolve();
  let serial = 0;

  const write = async (draft: EventDraft, now: number): Promise<void> => {
    const decision = correlator.take(draft, now);
    if (decision.to === 'drop') return;
    const known = paths.get(decision.key);
    if (decision.to === 'count' && known !== undefined) {
      await api.patch(known, { count: decision.count, lastTimestamp: time(now), message: decision.message }, 'strategic');
      return;
    }
    const { object } = draft;
    const base = `/api/v1/namespaces/${object.namespace}/events`;
    serial += 1;
    const nanoseconds = BigInt(now) * 1_000_000n + BigInt(serial % 1_000_000);
    const isKubelet = draft.component === 'kubelet';
    const created = await api.create(base, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${object.name}.${nanoseconds.toString(16)}`, namespace: object.namespace },
      involvedObject: object,
      type: draft.type,
      reason: draft.reason,
      message: decision.message,
      source: { component: draft.component, ...(isKubelet ? { host } : {}) },
      reportingComponent: draft.component,
      reportingInstance: isKubelet ? host : '',
      count: 1,
      firstTimestamp: time(now),
      lastTimestamp: time(now),
    });
    paths.set(decision.key, `${base}/${stringAt(created, 'metadata', 'name') ?? ''}`);
  };

  const record = (draft: EventDraft): void => {
    const now = Date.now();
    queue = queue
      .then(() => write(draft, now))
      .catch((error: unknown) => {
        // A namespace that is being deleted takes no new objects; a kubelet's last events there are lost as well.
        if (error instanceof KubeError && (error.status === 404 || (error.status === 403 && error.message.includes('being terminated')))) return;
        // Whatever it is, the events after it are still to be written.
        onProblem(`event ${draft.reason} about ${draft.object.name}: ${error instanceof Error ? error.message : String(error)}`);
      });
  };
  return {
    record,
    onPod: (pod, type, reason, message, container) => {
      const { name, namespace, uid } = pod.metadata;
      const isInit = (pod.spec.initContainers ?? []).some((other) => other.name === container?.name);
      const fieldPath = container === undefined ? {} : { fieldPath: `spec.${isInit ? 'initContainers' : 'containers'}{${container.name}}` };
      record({ object: { apiVersion: 'v1', kind: 'Pod', name, namespace, uid, ...fieldPath }, type, reason, message, component: 'kubelet' });
    },
    flushed: () => queue,
  };
}
