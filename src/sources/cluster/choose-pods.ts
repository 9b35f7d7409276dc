import { numberAt, objectsAt, stringAt, stringsAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { PathEnd } from './path-ends.ts';

/** What was listed in the namespaces of a path. */
export interface ListedObjects {
  readonly pods: readonly JsonObject[];
  readonly services: readonly JsonObject[];
  readonly slices: readonly JsonObject[];
}

/** The pods behind a name: those that a Service of this name selects or has as endpoints; where it has none, those of a workload of this name. Troubled ones come first. */
export function podsOfEnd({ namespace, name }: PathEnd, listed: ListedObjects): readonly JsonObject[] {
  const pods = listed.pods.filter((pod) => stringAt(pod, 'metadata', 'namespace') === namespace);
  const service = listed.services.find((one) => isNamed(one, namespace, name));
  const selector = Object.entries(stringsAt(service, 'spec', 'selector'));
  const selected = selector.length === 0 ? [] : pods.filter((pod) => selector.every(([key, value]) => stringAt(pod, 'metadata', 'labels', key) === value));
  const addressed = new Set(
    listed.slices
      .filter((slice) => stringAt(slice, 'metadata', 'namespace') === namespace && stringAt(slice, 'metadata', 'labels', SERVICE_LABEL) === name)
      .flatMap((slice) => objectsAt(slice, 'endpoints').flatMap((endpoint) => stringAt(endpoint, 'targetRef', 'name') ?? [])),
  );
  const behind = pods.filter((pod) => selected.includes(pod) || addressed.has(stringAt(pod, 'metadata', 'name') ?? ''));
  return troubledFirst(behind.length > 0 ? behind : pods.filter((pod) => isOfWorkload(pod, name)));
}

const SERVICE_LABEL = 'kubernetes.io/service-name';

/** One pod of each workload, troubled ones first; then the others: so that few pods show as much of a namespace as they can. */
export function podsOfAll(pods: readonly JsonObject[]): readonly JsonObject[] {
  const sorted = troubledFirst(pods);
  const seen = new Set<string>();
  const firsts = sorted.filter((pod) => {
    const key = `${stringAt(pod, 'metadata', 'namespace')}/${workloadOf(pod)}`;
    return !seen.has(key) && seen.add(key);
  });
  return [...firsts, ...sorted.filter((pod) => !firsts.includes(pod))];
}

/** The name of the controller that owns the pod; of a ReplicaSet without its hash, since its Deployment is meant. */
export function workloadOf(pod: JsonObject): string {
  const [owner] = objectsAt(pod, 'metadata', 'ownerReferences');
  const name = stringAt(owner, 'name') ?? stringAt(pod, 'metadata', 'name') ?? '';
  return stringAt(owner, 'kind') === 'ReplicaSet' ? name.replace(/-[a-z0-9]{1,10}$/, '') : name;
}

function isOfWorkload(pod: JsonObject, name: string): boolean {
  const labels = stringsAt(pod, 'metadata', 'labels');
  return [stringAt(pod, 'metadata', 'name'), workloadOf(pod), labels['app'], labels['app.kubernetes.io/name']].includes(name);
}

function isNamed(object: JsonObject, namespace: string, name: string): boolean {
  return stringAt(object, 'metadata', 'name') === name && stringAt(object, 'metadata', 'namespace') === namespace;
}

function troubledFirst(pods: readonly JsonObject[]): readonly JsonObject[] {
  const name = (pod: JsonObject): string => stringAt(pod, 'metadata', 'name') ?? '';
  return pods.toSorted((a, b) => troubles(b) - troubles(a) || (name(a) < name(b) ? -1 : 1));
}

/** How much speaks for looking at this pod: it is not ready, or containers of it ended before. */
function troubles(pod: JsonObject): number {
  const conditions = objectsAt(pod, 'status', 'conditions');
  const isReady = conditions.some((one) => stringAt(one, 'type') === 'Ready' && stringAt(one, 'status') === 'True');
  const restarts = objectsAt(pod, 'status', 'containerStatuses').reduce((sum, one) => sum + (numberAt(one, 'restartCount') ?? 0), 0);
  return (isReady ? 0 : 2) + (restarts > 0 ? 1 : 0);
}
