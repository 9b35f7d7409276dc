import type { ProxyLog } from '../artifacts/proxy-logs/types.ts';
import { addressOf } from '../formats/access-log/address.ts';
import type { Party } from '../model/diagnosis.ts';
import type { EpochMs } from '../model/time.ts';
import { actorByIp, actorByPod, type Cast } from './cast.ts';
import { appParty, destinationParty, ipOf, receivingParty, receivingPartyOfService } from './parties.ts';
import type { Service } from './services.ts';
import { workloadOfPodName } from './workload-name.ts';

/** Where a proxy that is not Envoy sent a request, as its line names it. */
export interface ProxyDestination {
  readonly upstreamHost?: string;
  readonly upstreamName?: string;
  readonly authority?: string;
  readonly time?: EpochMs;
}

/** The workload of the pod whose log this is: the proxy's own. */
export function ownWorkload(people: Cast, { identity }: ProxyLog): { readonly name: string; readonly namespace?: string } | undefined {
  if (identity.pod === undefined) return undefined;
  const actor = actorByPod(people, identity.namespace, identity.pod);
  const namespace = actor?.namespace ?? identity.namespace;
  return { name: actor?.workload ?? workloadOfPodName(identity.pod), ...(namespace === undefined ? {} : { namespace }) };
}

/** True for an upstream in the proxy's own pod. */
export function isOwnPod(upstreamHost: string | undefined): boolean {
  return upstreamHost !== undefined && /^(?:127\.|localhost:|\[::1\]|unix:)/.test(upstreamHost);
}

/**
 * Who was asked: by the address, by the name that the proxy has for it, by the host that callers ask for. Where nothing of the cluster is
 * known, the proxy's own name for the upstream stands for it.
 */
export function serverOfProxy(people: Cast, log: ProxyLog, to: ProxyDestination): Party {
  const own = ownWorkload(people, log);
  if (own !== undefined && isOwnPod(to.upstreamHost)) return appParty(own.name, own.namespace);
  const ip = to.upstreamHost === undefined ? undefined : ipOf(to.upstreamHost);
  const dialled = ip === undefined ? undefined : people.services.find(({ clusterIps }) => clusterIps.includes(ip));
  if (dialled !== undefined) return receivingPartyOfService(people, dialled);
  const actor = ip === undefined ? undefined : actorByIp(people, ip, to.time);
  if (actor !== undefined) return receivingParty(actor);
  const named = to.upstreamName === undefined ? undefined : serviceNamed(people.services, to.upstreamName);
  if (named !== undefined) return receivingPartyOfService(people, named);
  for (const host of [to.upstreamName, ip === undefined ? hostOf(to.upstreamHost) : undefined]) {
    if (host !== undefined && /\.svc(?:\.|:|$)/.test(host)) return destinationParty(people, { host }) ?? external(host);
  }
  if (to.upstreamName !== undefined) return external(to.upstreamName.split('/')[0] ?? to.upstreamName);
  const host = hostOf(to.authority);
  if (host === undefined && to.upstreamHost !== undefined) return external(ip ?? hostOf(to.upstreamHost) ?? to.upstreamHost);
  // a line that names nobody is about the proxy itself
  if (host === undefined) return own === undefined ? external(log.proxy) : appParty(own.name, own.namespace);
  return destinationParty(people, { host, ...(log.identity.namespace === undefined ? {} : { fromNamespace: log.identity.namespace }) }) ?? external(host);
}

function hostOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : (addressOf(address)?.host ?? address);
}

function external(name: string): Party {
  return { role: 'external', name, workload: { kind: 'Host', name } };
}

/**
 * The Service that a proxy's own name for an upstream is made of: `namespace-name-port` (ingress-nginx), `namespace_name_port` (HAProxy ingress
 * controllers), `k8s-namespa-name-hash` (AWS Load Balancer Controller, eight letters of each). Undefined unless it is one only.
 */
function serviceNamed(services: readonly Service[], upstream: string): Service | undefined {
  const name = (upstream.split('/')[0] ?? upstream).replaceAll('_', '-');
  const found = services.filter((service) => {
    const full = `${service.namespace}-${service.name}`;
    if (name === full || service.ports.some(({ port, name: portName }) => name === `${full}-${port}` || name === `${full}-${portName ?? port}`)) return true;
    return name.startsWith(`k8s-${service.namespace.slice(0, 8)}-${service.name.slice(0, 8)}-`);
  });
  return found.length === 1 ? found[0] : undefined;
}
