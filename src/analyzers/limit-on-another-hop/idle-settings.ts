import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { objectsAt } from '../../formats/json.ts';
import { parseDuration } from '../../formats/time/index.ts';
import { fieldOf } from '../../facts/field-of.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Milliseconds } from '../../model/time.ts';

interface Limit {
  readonly value: Milliseconds;
  readonly text: string;
  readonly evidence: Evidence;
}

/** What a DestinationRule says of quiet connections. */
export interface IdleSettings {
  /** `connectionPool.http.idleTimeout` for the host or one of its ports. */
  readonly http?: Limit;
  /** The same in a subset. */
  readonly subset?: Limit;
  /** `connectionPool.tcp.idleTimeout`. */
  readonly tcp?: Limit;
  /** `connectionPool.tcp.tcpKeepalive`. */
  readonly probes?: Evidence;
}

export function idleSettings(rule: KubernetesObject): IdleSettings {
  const policy = ['spec', 'trafficPolicy'] as const;
  const ports = objectsAt(rule.object, ...policy, 'portLevelSettings').map((_, index) => [...policy, 'portLevelSettings', index] as const);
  const subsets = objectsAt(rule.object, 'spec', 'subsets').map((_, index) => ['spec', 'subsets', index, 'trafficPolicy'] as const);
  const places = [policy, ...ports];
  const http = first(places, (place) => limitOf(rule, ...place, 'connectionPool', 'http', 'idleTimeout'));
  const subset = first(subsets, (place) => limitOf(rule, ...place, 'connectionPool', 'http', 'idleTimeout'));
  const tcp = first(places, (place) => limitOf(rule, ...place, 'connectionPool', 'tcp', 'idleTimeout'));
  const probes = first(places, (place) => fieldOf(rule, ...place, 'connectionPool', 'tcp', 'tcpKeepalive'));
  return {
    ...(http === undefined ? {} : { http }),
    ...(subset === undefined ? {} : { subset }),
    ...(tcp === undefined ? {} : { tcp }),
    ...(probes === undefined ? {} : { probes }),
  };
}

/**
 * Whether the receiver's sidecar takes the rule for its pool toward the application: one of its own namespace or of the root namespace, and
 * never one with a workloadSelector (buildInboundCluster, Istio 1.18 to 1.31).
 */
export function reach(rule: KubernetesObject, namespace: string | undefined, root: string): 'receiver' | 'selected-clients' | 'other-namespace' | 'unknown' {
  if (fieldOf(rule, 'spec', 'workloadSelector') !== undefined) return 'selected-clients';
  if (namespace === undefined || rule.ref.namespace === undefined) return 'unknown';
  return rule.ref.namespace === namespace || rule.ref.namespace === root ? 'receiver' : 'other-namespace';
}

type Path = readonly (string | number)[];

function limitOf(rule: KubernetesObject, ...path: Path): Limit | undefined {
  const evidence = fieldOf(rule, ...path);
  const value = typeof evidence?.value === 'string' ? parseDuration(evidence.value) : undefined;
  return evidence === undefined || value === undefined ? undefined : { value, text: String(evidence.value), evidence };
}

function first<T>(places: readonly Path[], find: (place: Path) => T | undefined): T | undefined {
  return places.map(find).find((found) => found !== undefined);
}
