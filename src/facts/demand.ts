import type { ProxyAccessLog, RequestGroup } from '../artifacts/logs/types.ts';
import type { ProxyLog, ProxyRequestGroup } from '../artifacts/proxy-logs/types.ts';
import type { EpochMs } from '../model/time.ts';
import { actorByIp, actorByPod, type Cast } from './cast.ts';
import { clusterHost } from './failures.ts';
import { destinationParty, ipOf, nameOfHost, serviceOfSni } from './parties.ts';
import { homeOf, soleDestination } from './proxy-attempts.ts';
import { ownWorkload, serverOfProxy } from './proxy-server.ts';

/** Requests for one target: all of them, those that went well, and the same by client. */
export interface Demand {
  readonly requests: number;
  readonly ok: number;
  /** Failing requests that proxies other than Envoy counted, where not all of their lines were kept. */
  readonly toldFailed?: number;
  readonly byClient: ReadonlyMap<string, { readonly requests: number; readonly ok: number }>;
  /** Requests per bucket of time, from one side's rows. */
  readonly buckets: readonly { readonly from: EpochMs; readonly to: EpochMs; readonly requests: number }[];
}

interface Tally {
  outbound: { requests: number; ok: number };
  inbound: { requests: number; ok: number };
  /** By proxies that are not Envoy. */
  told: { requests: number; ok: number; failed: number; isCut: boolean };
  byClient: Map<string, { requests: number; ok: number }>;
  buckets: Record<'outbound' | 'inbound' | 'told', Demand['buckets'][number][]>;
}

/** Counts requests by target (`name.namespace`). Where several sides logged, the fullest counts, so that nothing counts twice. */
export function demandOf(people: Cast, logs: readonly ProxyAccessLog[], others: readonly ProxyLog[] = []): ReadonlyMap<string, Demand> {
  const tallies = new Map<string, Tally>();
  const tally = (target: string): Tally => {
    const known = tallies.get(target);
    if (known !== undefined) return known;
    const fresh: Tally = {
      outbound: { requests: 0, ok: 0 },
      inbound: { requests: 0, ok: 0 },
      told: { requests: 0, ok: 0, failed: 0, isCut: false },
      byClient: new Map(),
      buckets: { outbound: [], inbound: [], told: [] },
    };
    tallies.set(target, fresh);
    return fresh;
  };
  for (const log of logs) {
    const clusterTargets = new Map<string, string>();
    for (const group of log.groups) {
      if ((group.outcome !== 'ok' && group.outcome !== 'failed') || asksThePod(group)) continue;
      const target = targetOfGroup(people, log, group);
      if (target === undefined) continue;
      if (group.cluster !== undefined) clusterTargets.set(group.cluster, target);
      count(tally(target), group, people, log);
    }
    for (const line of log.timelines) {
      const target = clusterTargets.get(line.cluster);
      if (target === undefined) continue;
      const side = line.direction === 'inbound' ? 'inbound' : 'outbound';
      tally(target).buckets[side].push(...line.buckets.map((bucket) => ({ from: bucket.from, to: bucket.from + line.bucketMs, requests: bucket.requests })));
    }
  }
  for (const log of others) {
    const sole = log.isPlain ? soleDestination(others.filter((other) => homeOf(other) === homeOf(log))) : {};
    for (const group of log.groups) {
      if (group.outcome === 'client-abort') continue;
      const { told, buckets } = tally(targetOfProxied(people, log, { ...group, ...sole }));
      told.requests += group.count;
      buckets.told.push(...group.buckets.map(({ from, requests }) => ({ from, to: from + group.bucketMs, requests })));
      if (group.outcome === 'failed') told.failed += group.count;
      else told.ok += group.count;
      if (log.failuresSeen > log.failures.length) told.isCut = true;
    }
  }
  return new Map([...tallies].map(([target, entry]) => [target, demandFrom(entry)]));
}

/**
 * A good answer to whoever asks a pod by its own address (a kubelet's probe that is not rewritten, somebody's curl inside the pod) says
 * nothing of the requests that come by the Service.
 */
function asksThePod({ direction, outcome, authority, upstreamHost }: RequestGroup): boolean {
  const asked = authority === undefined ? undefined : ipOf(authority);
  return direction === 'inbound' && outcome === 'ok' && asked !== undefined && upstreamHost !== undefined && asked === ipOf(upstreamHost);
}

function demandFrom({ outbound, inbound, told, byClient, buckets }: Tally): Demand {
  const ofEnvoys = outbound.requests >= inbound.requests ? 'outbound' : 'inbound';
  const side = told.requests > (ofEnvoys === 'outbound' ? outbound : inbound).requests ? 'told' : ofEnvoys;
  const { requests, ok } = { outbound, inbound, told }[side];
  return { requests, ok, ...(told.isCut ? { toldFailed: told.failed } : {}), byClient, buckets: buckets[side] };
}

/** Lines of a server's own proxy name no upstream: they are for its workload. */
function targetOfProxied(people: Cast, log: ProxyLog, group: ProxyRequestGroup): string {
  const own = log.proxy === 'linkerd' ? ownWorkload(people, log) : undefined;
  const { name, namespace } = own ?? serverOfProxy(people, log, { ...group, time: group.last }).workload;
  return key(name, namespace);
}

function count(tally: Tally, group: RequestGroup, people: Cast, log: ProxyAccessLog): void {
  const side = group.direction === 'inbound' || group.direction === 'listener' ? tally.inbound : tally.outbound;
  const ok = group.outcome === 'ok' ? group.count : 0;
  side.requests += group.count;
  side.ok += ok;
  if (group.direction !== 'outbound' || log.proxy.pod === undefined) return;
  const client = actorByPod(people, log.proxy.namespace, log.proxy.pod)?.workload;
  if (client === undefined) return;
  const own = tally.byClient.get(client) ?? { requests: 0, ok: 0 };
  own.requests += group.count;
  own.ok += ok;
  tally.byClient.set(client, own);
}

function targetOfGroup(people: Cast, log: ProxyAccessLog, group: RequestGroup): string | undefined {
  if (group.direction === 'inbound' || group.direction === 'listener') {
    const actor = log.proxy.pod === undefined ? undefined : actorByPod(people, log.proxy.namespace, log.proxy.pod);
    if (actor !== undefined) return key(actor.workload, actor.namespace);
    const ip = group.upstreamHost === undefined ? undefined : ipOf(group.upstreamHost);
    const byAddress = ip === undefined ? undefined : actorByIp(people, ip, group.last);
    if (byAddress !== undefined) return key(byAddress.workload, byAddress.namespace);
    // a file without a pod's name: the Service or host that callers ask for names the server, as it does for failures
    const { name, namespace } = serviceOfSni(group.sni) ?? nameOfHost(group.authority ?? '');
    return namespace === undefined && !/^[a-z][a-z0-9-]*$/i.test(name) ? undefined : key(name, namespace);
  }
  const host = clusterHost(group.cluster) ?? group.authority;
  const server = destinationParty(people, {
    ...(group.upstreamHost === undefined ? {} : { upstreamHost: group.upstreamHost }),
    ...(host === undefined ? {} : { host }),
    time: group.last,
    ...(log.proxy.namespace === undefined ? {} : { fromNamespace: log.proxy.namespace }),
  });
  return server === undefined ? undefined : key(server.workload.name, server.workload.namespace);
}

function key(name: string, namespace: string | undefined): string {
  return namespace === undefined ? name : `${name}.${namespace}`;
}
