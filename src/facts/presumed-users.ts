import { controllers } from '../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { numberAt, stringsAt } from '../formats/json.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { matchesLabels, type Service, services } from './services.ts';
import { traffic } from './traffic.ts';
import { usedServices } from './used-services.ts';

/**
 * Services that have nobody to answer and no known caller, by `name.namespace`: where nothing in the evidence tells of requests, a Service of
 * an application is there to be called (`called`), unless others are served or used, or so many stand empty that this seems to be how things are (`idle`).
 */
export const presumedUsers: Fact<ReadonlyMap<string, 'called' | 'idle'>> = defineFact({
  id: 'presumed-users',
  needs: { services },
  wants: { usedServices, traffic, controllers },
  derive: ({ services, usedServices, traffic, controllers }) => {
    if (traffic !== undefined && (traffic.observed || traffic.incidents.length > 0)) return new Map();
    const empty = services.filter((service) => isOfApplication(service) && isUnserved(service) && !isScaledToZero(service, controllers ?? []));
    const unused = empty.filter((service) => usedServices?.has(service.key) !== true);
    const served = services.filter((service) => isOfApplication(service) && !empty.includes(service));
    // beside Services that are served, one that stands empty may be a leftover;
    // where the evidence tells who calls what, a Service that nobody names is not called
    const use = unused.length > mostBroken || (usedServices?.size ?? 0) > 0 || served.length > 0 ? 'idle' : 'called';
    return new Map(unused.map((service) => [service.key, use]));
  },
});

/** Of several Services that stand empty nobody can tell which one is called, and which are leftovers. */
const mostBroken = 1;

function isOfApplication({ namespace, name, selector, isExternalName, publishesNotReady }: Service): boolean {
  if (isExternalName || publishesNotReady || Object.keys(selector).length === 0) return false;
  return !/^(?:kube|istio)-/.test(namespace) && !(namespace === 'default' && name === 'kubernetes');
}

/** True when what was collected shows nobody ready behind it. */
function isUnserved({ selected, endpoints, endpointsAt }: Service): boolean {
  const isLooked = selected !== undefined || endpointsAt !== undefined;
  return isLooked && selected?.some((pod) => pod.isReady === true) !== true && endpoints?.some((endpoint) => endpoint.isReady) !== true;
}

function isScaledToZero({ namespace, name, selector }: Service, owners: readonly KubernetesObject[]): boolean {
  return owners.some(
    ({ ref, object }) =>
      ref.namespace === namespace &&
      ref.kind !== 'ReplicaSet' &&
      numberAt(object, 'spec', 'replicas') === 0 &&
      (ref.name === name || matchesLabels(selector, stringsAt(object, 'spec', 'template', 'metadata', 'labels'))),
  );
}
