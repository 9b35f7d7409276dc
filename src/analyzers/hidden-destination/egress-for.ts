import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { listAt, objectsAt, stringsAt } from '../../formats/json.ts';
import { matchesLabels, type Service } from '../../facts/services.ts';
import { hostCovers } from '../../facts/virtual-service-match.ts';

/** The Sidecar that holds for a client, its egress hosts, and whether they cover a Service. */
export interface Egress {
  readonly sidecar: KubernetesObject;
  readonly hosts: readonly string[];
  readonly covers: boolean;
}

/** One with a matching workloadSelector comes before the namespace's own, that before the root namespace's (Istio: model.SidecarScope). */
export function egressFor(
  sidecars: readonly KubernetesObject[],
  namespace: string,
  labels: Readonly<Record<string, string>>,
  service: Service,
  root: string,
): Egress | undefined {
  const selectorOf = (entry: KubernetesObject): Readonly<Record<string, string>> => stringsAt(entry.object, 'spec', 'workloadSelector', 'labels');
  const isBroad = (entry: KubernetesObject): boolean => Object.keys(selectorOf(entry)).length === 0;
  const own = sidecars.filter((entry) => entry.ref.namespace === namespace);
  const sidecar =
    own.find((entry) => !isBroad(entry) && matchesLabels(selectorOf(entry), labels)) ??
    own.find(isBroad) ??
    sidecars.find((entry) => entry.ref.namespace === root && isBroad(entry));
  if (sidecar === undefined) return undefined;
  const listeners = objectsAt(sidecar.object, 'spec', 'egress');
  if (listeners.length === 0) return undefined; // no egress section: everything is visible
  const hosts = listeners.flatMap((listener) => listAt(listener, 'hosts').filter((host) => typeof host === 'string'));
  return { sidecar, hosts, covers: hosts.some((host) => takes(host, namespace, service)) };
}

/** `namespace/dnsName`: `./*`, `~/*`, `monitoring/vminsert.monitoring.svc.cluster.local`. */
function takes(entry: string, own: string, service: Service): boolean {
  const slash = entry.indexOf('/');
  const space = slash < 0 ? '*' : entry.slice(0, slash);
  const host = slash < 0 ? entry : entry.slice(slash + 1);
  if (space === '~') return false;
  const wanted = space === '.' ? own : space;
  if (wanted !== '*' && wanted !== service.namespace) return false;
  return hostCovers(host, `${service.name}.${service.namespace}.svc.cluster.local`, service.namespace, own);
}
