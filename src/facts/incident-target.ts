import type { Evidence, NonEmpty, ObjectRef } from '../model/evidence.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
import { clusterHost } from './failures.ts';
import { nameOfHost } from './parties.ts';
import type { Pod } from './pods.ts';
import type { Service } from './services.ts';

/** The workload an incident's requests were for, as an object to speak of. */
export function targetRef(incident: ObservedIncident): ObjectRef {
  return { kind: 'Workload', ...(incident.targetNamespace === undefined ? {} : { namespace: incident.targetNamespace }), name: incident.targetName };
}

/** False when some answer was made beyond the last hop that is logged: then its flag is not known, and nothing follows from flags that are missing. */
export function isSeenWhole(incident: ObservedIncident): boolean {
  return incident.failures.every((failure) => !failure.unseenBeyond);
}

/** The Services the requests were for: named by cluster or host of the failing rows, else those that select the target's pods. */
export function servicesOf(incident: ObservedIncident, all: readonly Service[]): readonly Service[] {
  const hosts = new Set(incident.failures.flatMap((failure) => hostsOf(failure)));
  const named = all.filter(
    (service) =>
      hosts.has(service.key) || (hosts.has(service.name) && (incident.targetNamespace === undefined || incident.targetNamespace === service.namespace)),
  );
  if (named.length > 0) return named;
  return all.filter(
    (service) =>
      isOfTarget(incident, service.namespace, service.name) || service.selected?.some((pod) => isOfTarget(incident, pod.namespace, pod.workload.name)) === true,
  );
}

function hostsOf(failure: Failure): readonly string[] {
  const host = clusterHost(failure.cluster) ?? failure.authority?.replace(/:\d+$/, '');
  if (host === undefined) return [];
  const { name, namespace } = nameOfHost(host);
  return [namespace === undefined ? name : `${name}.${namespace}`];
}

/** Port of the Service a failing row was for: the outbound cluster's, else the authority's. */
export function servicePortOf(failure: Failure): number | undefined {
  const [direction, port] = failure.cluster?.split('|') ?? [];
  if (direction === 'outbound' && port !== undefined) return Number(port);
  const named = /:(\d+)$/.exec(failure.authority ?? '')?.[1];
  return named === undefined ? undefined : Number(named);
}

/** Pods of the incident's target: the workload's by name, else those its Services select. */
export function podsOf(incident: ObservedIncident, pods: readonly Pod[], services: readonly Service[] = []): readonly Pod[] {
  const own = pods.filter((pod) => isOfTarget(incident, pod.namespace, pod.workload.name));
  if (own.length > 0) return own;
  const selected = new Set(servicesOf(incident, services).flatMap((service) => service.selected ?? []));
  return pods.filter((pod) => selected.has(pod));
}

function isOfTarget(incident: ObservedIncident, namespace: string, name: string): boolean {
  return name === incident.targetName && (incident.targetNamespace === undefined || incident.targetNamespace === namespace);
}

/** A list of evidence in front of more; for lists that begin with something known to be there. */
export function evidenceOf(first: Evidence, ...rest: readonly Evidence[]): NonEmpty<Evidence> {
  return [first, ...rest];
}
