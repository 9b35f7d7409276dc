import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { fieldOf } from '../../facts/field-of.ts';
import type { Pod } from '../../facts/pods.ts';
import { matchesLabels } from '../../facts/services.ts';
import { stringsAt } from '../../formats/json.ts';
import type { Evidence } from '../../model/evidence.ts';

/** A selector that no pod has the labels for. */
export interface EmptySelection {
  readonly selector: string;
  readonly setting: Evidence;
  /** How many pods it could have selected, and one of them. */
  readonly pods: number;
  readonly example: Pod;
}

/** Undefined where it selects some, has no selector, or where the pods of its namespace (and their labels) are not known. */
export function emptySelection(entry: KubernetesObject, pods: readonly Pod[] | undefined, root: string): EmptySelection | undefined {
  const path = pathOf(entry);
  const labels = stringsAt(entry.object, ...path);
  const setting = fieldOf(entry, ...path);
  const candidates = candidatesFor(entry, pods, root);
  const [example] = candidates;
  if (setting === undefined || example === undefined || Object.keys(labels).length === 0 || candidates.some((pod) => matchesLabels(labels, pod.labels)))
    return undefined;
  const selector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  return { selector, setting, pods: candidates.length, example };
}

/** Pods with a proxy that the object is for; none known where it names its targets instead of labels (`targetRefs`, Istio 1.22 and newer). */
export function podsUnder(entry: KubernetesObject, pods: readonly Pod[] | undefined, root: string): readonly Pod[] {
  if (fieldOf(entry, 'spec', 'targetRefs') !== undefined) return [];
  const labels = stringsAt(entry.object, ...pathOf(entry));
  return candidatesFor(entry, pods, root).filter((pod) => (pod.sidecar !== 'none' || pod.isGateway) && matchesLabels(labels, pod.labels));
}

/**
 * Pods of the object's namespace, where all of them are there: they came as a list, with their labels. Of the root namespace, whose objects are for
 * every namespace, that cannot be told, and a pod that was collected alone says nothing of the others.
 */
function candidatesFor(entry: KubernetesObject, pods: readonly Pod[] | undefined, root: string): readonly Pod[] {
  if (entry.ref.namespace === root) return [];
  const own = (pods ?? []).filter(({ namespace }) => namespace === entry.ref.namespace);
  return own.every(({ object }) => object.partial !== true && object.at.path?.startsWith('items[') === true) ? own : [];
}

function pathOf({ ref }: KubernetesObject): readonly string[] {
  if (ref.kind === 'PeerAuthentication') return ['spec', 'selector', 'matchLabels'];
  return ref.kind === 'DestinationRule' ? ['spec', 'workloadSelector', 'matchLabels'] : ['spec', 'workloadSelector', 'labels'];
}
