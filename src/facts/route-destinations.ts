import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { listAt, objectsAt, stringAt } from '../formats/json.ts';
import { nameOfHost } from './parties.ts';
import type { Service } from './services.ts';
import { hostCovers } from './virtual-service-match.ts';
import type { Place } from '../model/evidence.ts';

/** Where a route leads. */
export interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly namespace?: string;
  readonly at: Place;
}

/** What is defined, each list absent where it was not collected. */
export interface Registered {
  readonly destinationRules: readonly KubernetesObject[] | undefined;
  readonly services: readonly Service[] | undefined;
  readonly serviceEntries: readonly KubernetesObject[] | undefined;
}

/** The destinations of all HTTP routes of a VirtualService that can get traffic (weight 0 gets none when others have some). */
export function destinationsOf(entry: KubernetesObject): readonly Destination[] {
  return objectsAt(entry.object, 'spec', 'http').flatMap((rule, index) => {
    const routes = objectsAt(rule, 'route');
    return routes.flatMap((route, position): readonly Destination[] => {
      const host = stringAt(route, 'destination', 'host');
      if (host === undefined || (routes.length > 1 && (route['weight'] === 0 || route['weight'] === undefined))) return [];
      const subset = stringAt(route, 'destination', 'subset');
      return [
        {
          host,
          ...(subset === undefined ? {} : { subset }),
          ...(entry.ref.namespace === undefined ? {} : { namespace: entry.ref.namespace }),
          at: { ...entry.at, path: `spec.http[${index}].route[${position}].destination` },
        },
      ];
    });
  });
}

/** False only when DestinationRules were collected and none for this host (also by wildcard) defines the subset. */
export function isKnownSubset({ host, subset, namespace }: Destination, { destinationRules }: Registered): boolean {
  if (subset === undefined || destinationRules === undefined) return true;
  const wanted = fullHost(host, namespace);
  return destinationRules.some((rule) => {
    const own = fullHost(stringAt(rule.object, 'spec', 'host') ?? '', rule.ref.namespace);
    return (
      (own === wanted || hostCovers(own, wanted, rule.ref.namespace, namespace)) &&
      objectsAt(rule.object, 'spec', 'subsets').some((defined) => defined['name'] === subset)
    );
  });
}

/** False only for a cluster-local name whose Service is not among those collected, with no ServiceEntry that could provide it. */
export function isKnownHost({ host, namespace }: Destination, { services, serviceEntries }: Registered): boolean {
  if (services === undefined) return true;
  const full = fullHost(host, namespace);
  const { name, namespace: space } = nameOfHost(full);
  if (space === undefined) return true; // outside the cluster: ServiceEntries may come from anywhere
  if (!services.some((service) => service.namespace === space)) return true; // that namespace was not collected
  if (services.some((service) => service.key === `${name}.${space}`)) return true;
  return (serviceEntries ?? []).some((entry) =>
    listAt(entry.object, 'spec', 'hosts').some((own) => typeof own === 'string' && hostCovers(own, full, entry.ref.namespace, namespace)),
  );
}

/** Short names are names of the object's own namespace (Istio: model.ResolveShortnameToFQDN). */
function fullHost(host: string, namespace: string | undefined): string {
  if (host.startsWith('*')) return host;
  const labels = host.split('.');
  if (labels.length === 1 && namespace !== undefined) return `${host}.${namespace}.svc.cluster.local`;
  return host;
}
