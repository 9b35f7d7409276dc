import { proxyConfigs } from '../artifacts/envoy/index.ts';
import { accessLogs } from '../artifacts/logs/index.ts';
import type { ProxyAccessLog } from '../artifacts/logs/types.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { EpochMs } from '../model/time.ts';
import { type Pod, pods } from './pods.ts';
import { type Service, services } from './services.ts';
import { workloadOfPodName } from './workload-name.ts';

/** A pod that is, or was when its log was written. */
export interface Actor {
  /** `namespace/name`; the name alone where no namespace is known. */
  readonly key: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly workload: string;
  /** `sidecar`, `gateway`, `none`, or absent when nothing tells. */
  readonly proxy?: 'sidecar' | 'gateway' | 'waypoint' | 'none';
  readonly ips: readonly string[];
  /** When its log speaks, for addresses that were used by several pods. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly known?: Pod;
}

/** Who is who: by address, by pod, by service host. */
export interface Cast {
  readonly actors: readonly Actor[];
  /** The same by address and by pod's name: every row of a log asks. */
  readonly byIp: ReadonlyMap<string, readonly Actor[]>;
  readonly byPod: ReadonlyMap<string, readonly Actor[]>;
  readonly services: readonly Service[];
  readonly servicesKnown: boolean;
}

/** Pods of the API and, beside them, pods that only logs and dumps still speak of. */
export const cast: Fact<Cast> = defineFact({
  id: 'cast',
  needs: {},
  wants: { pods, services, accessLogs, proxyConfigs },
  derive: ({ pods, services, accessLogs, proxyConfigs }) => {
    const actors = new Map<string, Actor>();
    for (const pod of pods ?? []) {
      const proxy = proxyOf(pod);
      actors.set(pod.key, {
        key: pod.key,
        namespace: pod.namespace,
        pod: pod.name,
        workload: pod.workload.name,
        ...(proxy === undefined ? {} : { proxy }),
        ips: pod.hostNetwork ? [] : pod.ips,
        known: pod,
      });
    }
    for (const log of accessLogs ?? []) {
      if (log.proxy.pod !== undefined) merge(actors, log.proxy.namespace, log.proxy.pod, ownAddresses(log), log, isGatewayLog(log) ? 'router' : undefined);
    }
    for (const config of proxyConfigs ?? []) {
      const ip = config.nodeId?.split('~')[1];
      if (config.proxy.pod !== undefined)
        merge(actors, config.proxy.namespace, config.proxy.pod, ip === undefined ? [] : [ip], undefined, config.nodeId?.split('~')[0]);
    }
    const all = [...actors.values()];
    return {
      actors: all,
      byIp: grouped(all, ({ ips }) => ips),
      byPod: grouped(all, ({ pod }) => (pod === undefined ? [] : [pod])),
      services: services ?? [],
      servicesKnown: services !== undefined,
    };
  },
});

function grouped(actors: readonly Actor[], keysOf: (actor: Actor) => readonly string[]): ReadonlyMap<string, readonly Actor[]> {
  const groups = new Map<string, Actor[]>();
  for (const actor of actors) {
    for (const key of keysOf(actor)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [actor]);
      else group.push(actor);
    }
  }
  return groups;
}

/** Ambient pods have no proxy of their own, yet their node's ztunnel speaks mutual TLS for them: neither `sidecar` nor `none` is true. */
function proxyOf(pod: Pod): Actor['proxy'] {
  if (pod.labels['gateway.istio.io/managed'] === 'istio.io-mesh-controller') return 'waypoint';
  if (pod.isGateway) return 'gateway';
  if (pod.isAmbient && pod.sidecar === 'none') return undefined;
  return pod.sidecar === 'none' ? 'none' : 'sidecar';
}

function merge(actors: Map<string, Actor>, namespace: string | undefined, pod: string, ips: readonly string[], log?: ProxyAccessLog, nodeKind?: string): void {
  const key = namespace === undefined ? pod : `${namespace}/${pod}`;
  const earlier = actors.get(key) ?? [...actors.values()].find((actor) => namespace === undefined && actor.pod === pod);
  const span = log === undefined ? {} : { from: Math.min(log.first, earlier?.from ?? log.first), to: Math.max(log.last, earlier?.to ?? log.last) };
  if (earlier !== undefined) {
    actors.set(earlier.key, { ...earlier, ips: [...new Set([...earlier.ips, ...ips])], ...span });
    return;
  }
  const proxy = nodeKind === 'router' ? 'gateway' : nodeKind === 'waypoint' ? 'waypoint' : 'sidecar';
  actors.set(key, { key, ...(namespace === undefined ? {} : { namespace }), pod, workload: workloadOfPodName(pod), proxy, ips: [...new Set(ips)], ...span });
}

/** Rows of nothing but a gateway's kind. */
function isGatewayLog({ groups }: ProxyAccessLog): boolean {
  return groups.length > 0 && groups.every(({ direction }) => direction === 'gateway');
}

/** A sidecar's own address: the local end of inbound rows, the remote end (the application) of outbound ones. */
function ownAddresses(log: ProxyAccessLog): readonly string[] {
  return log.localAddresses.length === 1 ? log.localAddresses : [];
}

/** The pod that had this address at that time: the one whose log covers the time, else the one that has it now. */
export function actorByIp(people: Cast, ip: string, time?: EpochMs): Actor | undefined {
  const all = people.byIp.get(ip) ?? [];
  if (all.length <= 1 || time === undefined) return all[0];
  return (
    all.find((actor) => actor.from !== undefined && actor.to !== undefined && time >= actor.from - 2_000 && time <= actor.to + 2_000) ??
    all.find((actor) => actor.known !== undefined) ??
    all[0]
  );
}

export function actorByPod(people: Cast, namespace: string | undefined, pod: string): Actor | undefined {
  return people.byPod.get(pod)?.find((actor) => namespace === undefined || actor.namespace === undefined || actor.namespace === namespace);
}

/** The Service behind a host name (`vminsert.monitoring.svc.cluster.local`, `vminsert.monitoring`, with or without a port). */
export function serviceByHost(people: Cast, host: string, fromNamespace?: string): Service | undefined {
  const labels = host.replace(/:\d+$/, '').split('.');
  const [name, namespace, kind] = labels;
  if (name === undefined) return undefined;
  if (namespace === undefined)
    return people.services.find((service) => service.name === name && (fromNamespace === undefined || service.namespace === fromNamespace));
  if (kind !== undefined && kind !== 'svc') {
    // a pod's own name under a headless Service: pod.service.namespace.svc
    return labels[3] === 'svc' ? people.services.find((service) => service.name === namespace && service.namespace === kind) : undefined;
  }
  return people.services.find((service) => service.name === name && service.namespace === namespace);
}

/** The workload most of a Service's pods belong to; undefined when its pods are not known. */
export function workloadOfService(service: Service): string | undefined {
  return service.selected?.[0]?.workload.name;
}
