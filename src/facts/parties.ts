import { addressOf } from '../formats/access-log/address.ts';
import type { Party } from '../model/diagnosis.ts';
import { type Actor, actorByIp, type Cast, serviceByHost, workloadOfService } from './cast.ts';
import type { Service } from './services.ts';
import type { EpochMs } from '../model/time.ts';

/** `vminsert`: the application of a workload. */
export function appParty(workload: string, namespace?: string): Party {
  return { role: 'app', name: workload, workload: { kind: 'Workload', ...(namespace === undefined ? {} : { namespace }), name: workload } };
}

/** `vminsert-sidecar`, or the gateway's own name: the proxy of a workload. */
export function proxyParty(workload: string, namespace: string | undefined, role: 'sidecar' | 'gateway' | 'waypoint' = 'sidecar'): Party {
  return {
    role,
    name: role === 'sidecar' ? `${workload}-sidecar` : workload,
    workload: { kind: 'Workload', ...(namespace === undefined ? {} : { namespace }), name: workload },
    container: 'istio-proxy',
  };
}

/** Where requests for a pod arrive first: its proxy if it has one (unknown counts as none only when pods are known). */
export function receivingParty(actor: Actor): Party {
  if (actor.proxy === 'sidecar' || actor.proxy === 'gateway' || actor.proxy === 'waypoint') return proxyParty(actor.workload, actor.namespace, actor.proxy);
  return appParty(actor.workload, actor.namespace);
}

/** Where requests for a Service arrive first. */
export function receivingPartyOfService(people: Cast, service: Service): Party {
  const workload = workloadOfService(service) ?? service.name;
  const pod = service.selected?.[0];
  const actor =
    pod === undefined
      ? people.actors.find((candidate) => candidate.workload === workload && candidate.namespace === service.namespace)
      : people.actors.find((candidate) => candidate.key === pod.key);
  return actor === undefined ? appParty(workload, service.namespace) : receivingParty(actor);
}

/** The party a request was sent to: by address, else by cluster or authority host, else the host's own name. */
export function destinationParty(
  people: Cast,
  to: { readonly upstreamHost?: string; readonly host?: string; readonly time?: EpochMs; readonly fromNamespace?: string },
): Party | undefined {
  const ip = to.upstreamHost === undefined ? undefined : ipOf(to.upstreamHost);
  const actor = ip === undefined ? undefined : actorByIp(people, ip, to.time);
  if (actor !== undefined) return receivingParty(actor);
  if (to.host === undefined) return undefined;
  const service = serviceByHost(people, to.host, to.fromNamespace);
  if (service !== undefined) return receivingPartyOfService(people, service);
  const { name, namespace } = nameOfHost(to.host);
  const known = people.actors.find((candidate) => candidate.workload === name && (namespace === undefined || candidate.namespace === namespace));
  if (known !== undefined) return receivingParty(known);
  return namespace === undefined ? { role: 'external', name, workload: { kind: 'Host', name: to.host } } : appParty(name, namespace);
}

/** `vminsert.monitoring.svc.cluster.local:8480` → vminsert, monitoring. Hosts outside the cluster keep their full name. */
export function nameOfHost(host: string): { readonly name: string; readonly namespace?: string } {
  const bare = host.replace(/:\d+$/, '');
  const labels = bare.split('.');
  const svc = labels.indexOf('svc');
  if (svc >= 2) {
    const name = labels[svc - 2];
    const namespace = labels[svc - 1];
    if (name !== undefined && namespace !== undefined) return { name, namespace };
  }
  return { name: bare };
}

/** The Service that a proxy asked for in its TLS greeting: `outbound_.8480_._.vminsert.monitoring.svc.cluster.local` → vminsert, monitoring. */
export function serviceOfSni(sni: string | undefined): { readonly name: string; readonly namespace: string } | undefined {
  const [, name, namespace] = /^outbound_\.\d+_\.[^.]*_\.([^.]+)\.([^.]+)\.svc/.exec(sni ?? '') ?? [];
  return name === undefined || namespace === undefined ? undefined : { name, namespace };
}

/** The address of `ip:port`, `[ip6]:port`, also inside ambient's `envoy://connect_originate/ip:port`; undefined for anything else. */
export function ipOf(address: string): string | undefined {
  const { host, port } = addressOf(address) ?? {};
  return host !== undefined && port !== undefined && /^[\d.]+$|:/.test(host) ? host : undefined;
}

export function portOf(address: string): number | undefined {
  const port = /:(\d+)$/.exec(address)?.[1];
  return port === undefined ? undefined : Number(port);
}
