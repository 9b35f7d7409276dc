import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { contourService } from '../formats/access-log/gateway-cluster.ts';
import { numberAt, objectAt, objectsAt, stringAt } from '../formats/json.ts';
import { parseDuration } from '../formats/time/index.ts';
import { defaultUpstreamIdle } from '../knowledge/versions/index.ts';
import type { Evidence, Traced } from '../model/evidence.ts';
import type { Milliseconds } from '../model/time.ts';
import { absenceOf, fieldOf } from './field-of.ts';

/**
 * How long the Envoy of Contour or of Envoy Gateway keeps an idle connection to the server behind a cluster, by the objects that set it: HTTPProxy
 * `timeoutPolicy.idleConnection` (Contour 1.18 to 1.32), BackendTrafficPolicy `timeout.http.connectionIdleTimeout` (Envoy Gateway 1.0 to 1.5); 1 h where
 * an HTTPProxy sets none. Undefined for clusters of others, for objects that were not collected, and where routes to one Service differ.
 */
export function gatewayPoolIdle(cluster: string, objects: readonly KubernetesObject[]): Traced<Milliseconds> | undefined {
  const proxied = proxyRoutes(cluster, objects);
  const set = [
    ...proxied.map(({ entry, index }) => fieldOf(entry, 'spec', 'routes', index, 'timeoutPolicy', 'idleConnection')),
    ...policyFields(cluster, objects, 'connectionIdleTimeout'),
  ];
  const values = set.map((field) => durationOf(field));
  const [first] = set;
  const [value] = values;
  if (values.some((other) => other !== value)) return undefined;
  if (first !== undefined && value !== undefined) return { value, from: [first] };
  const [route] = proxied;
  const standard = defaultUpstreamIdle(cluster);
  if (route === undefined || standard.value === 'off') return undefined;
  return {
    value: standard.value,
    from: [
      absenceOf(route.entry, 'timeoutPolicy.idleConnection', 'spec', 'routes', route.index),
      { kind: 'default', at: route.entry.at, value: standard.value, documentedBy: standard.documentedBy },
    ],
  };
}

/**
 * Time limits that such a gateway may end a request of this cluster at: HTTPProxy `timeoutPolicy.response`, HTTPRoute `timeouts` of the rule that the
 * cluster is named after, BackendTrafficPolicy `timeout.http.requestTimeout`.
 */
export function gatewayTimeouts(cluster: string, objects: readonly KubernetesObject[]): readonly Traced<Milliseconds>[] {
  const named = routeOf(cluster);
  const route = objects.find(({ ref }) => ref.kind === named?.kind && ref.namespace === named.namespace && ref.name === named.name);
  const fields = [
    ...proxyRoutes(cluster, objects).map(({ entry, index }) => fieldOf(entry, 'spec', 'routes', index, 'timeoutPolicy', 'response')),
    ...(route === undefined || named === undefined
      ? []
      : ['request', 'backendRequest'].map((name) => fieldOf(route, 'spec', 'rules', named.rule, 'timeouts', name))),
    ...policyFields(cluster, objects, 'requestTimeout'),
  ];
  return fields.flatMap((field) => {
    const value = durationOf(field);
    return field === undefined || value === undefined || value <= 0 ? [] : [{ value, from: [field] as const }];
  });
}

type Field = Evidence & { readonly kind: 'field' };

function durationOf(field: Field | undefined): Milliseconds | undefined {
  return typeof field?.value === 'string' ? parseDuration(field.value) : undefined;
}

/** Routes of HTTPProxies that lead to the Service of a Contour cluster. */
function proxyRoutes(cluster: string, objects: readonly KubernetesObject[]): readonly { readonly entry: KubernetesObject; readonly index: number }[] {
  const service = contourService(cluster);
  if (service === undefined) return [];
  return objects
    .filter(({ ref }) => ref.kind === 'HTTPProxy' && ref.namespace === service.namespace)
    .flatMap((entry) =>
      objectsAt(entry.object, 'spec', 'routes').flatMap((route, index) =>
        objectsAt(route, 'services').some((to) => stringAt(to, 'name') === service.name && numberAt(to, 'port') === service.port) ? [{ entry, index }] : [],
      ),
    );
}

/** `httproute/shop/cart/rule/0` → the route that the cluster is named after, and its rule. */
function routeOf(cluster: string): { readonly kind: string; readonly namespace: string; readonly name: string; readonly rule: number } | undefined {
  const match = /^(http|grpc)route\/([a-z0-9-]{1,63})\/([a-z0-9.-]{1,253})\/rule\/(\d{1,3})(?:\/|$)/.exec(cluster);
  if (match === null) return undefined;
  return { kind: match[1] === 'http' ? 'HTTPRoute' : 'GRPCRoute', namespace: match[2] ?? '', name: match[3] ?? '', rule: Number(match[4]) };
}

/** A field of the BackendTrafficPolicy for the route itself, which comes before one for its Gateway; at most one. */
function policyFields(cluster: string, objects: readonly KubernetesObject[], name: string): readonly (Field | undefined)[] {
  const route = routeOf(cluster);
  if (route === undefined) return [];
  const policies = objects.filter(({ ref }) => ref.kind === 'BackendTrafficPolicy' && ref.namespace === route.namespace);
  const own = objects.find(({ ref }) => ref.kind === route.kind && ref.namespace === route.namespace && ref.name === route.name);
  const parents = own === undefined ? [] : objectsAt(own.object, 'spec', 'parentRefs').flatMap((parent) => stringAt(parent, 'name') ?? []);
  const policy = policies.find((entry) => targets(entry, route.kind, [route.name])) ?? policies.find((entry) => targets(entry, 'Gateway', parents));
  const field = policy === undefined ? undefined : fieldOf(policy, 'spec', 'timeout', 'http', name);
  return field === undefined ? [] : [field];
}

function targets({ object }: KubernetesObject, kind: string, names: readonly string[]): boolean {
  const single = objectAt(object, 'spec', 'targetRef');
  return [...objectsAt(object, 'spec', 'targetRefs'), ...(single === undefined ? [] : [single])].some(
    (target) => stringAt(target, 'kind') === kind && names.includes(stringAt(target, 'name') ?? ''),
  );
}
