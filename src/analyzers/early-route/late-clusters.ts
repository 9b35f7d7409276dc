import type { ProxyAccessLog } from '../../artifacts/logs/types.ts';
import { indicesWhere, spanOf } from '../../facts/incident-rows.ts';
import type { Pod } from '../../facts/pods.ts';
import { proxyKey, type ProxyView } from '../../facts/proxy-views.ts';
import { stringAt } from '../../formats/json.ts';
import { parseInstant } from '../../formats/time/index.ts';
import type { Evidence, Place } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import { type EpochMs, instant, type Milliseconds } from '../../model/time.ts';

/** A cluster that a proxy got as its requests stopped to fail for want of one. */
export interface LateCluster {
  /** `namespace/name` of the proxy's pod. */
  readonly proxy: string;
  readonly cluster: string;
  readonly time: EpochMs;
  readonly ok: number;
  readonly okAt: Place;
  readonly evidence: Evidence;
  readonly explains: readonly number[];
}

/** Routes and clusters come by one stream, each when it is ready; a cluster is warmed first, and the next request may be a while away. */
const beforeMs: Milliseconds = 1_000;
const afterMs: Milliseconds = 30_000;
/** A mistake that somebody mends takes longer; a roll-out's next step, or the other half of a release, does not. */
const longestMs: Milliseconds = 300_000;
/** A proxy that has just started lacks everything for a while: that is its start, not the order of a roll-out. */
const startMs: Milliseconds = 60_000;

interface Given {
  readonly views: ReadonlyMap<string, ProxyView> | undefined;
  readonly accessLogs: readonly ProxyAccessLog[];
  readonly pods: readonly Pod[];
}

/** For each proxy with failures for want of a cluster (`NC`): the cluster that ended them, if there is one. */
export function lateClusters(incident: ObservedIncident, { views, accessLogs, pods }: Given): readonly LateCluster[] {
  const wanting = Map.groupBy(
    indicesWhere(incident, ({ family, pod }) => family === 'no-cluster' && pod !== undefined),
    (index) => incident.failures[index]?.pod ?? '',
  );
  return [...wanting].flatMap(([proxy, explains]): readonly LateCluster[] => {
    const { from, to } = spanOf(incident, explains);
    const since = Math.min(startOf(pods.find(({ key }) => key === proxy)), firstRowOf(accessLogs, proxy));
    if (to - from > longestMs || since > from - startMs) return [];
    const hosts = new Set(explains.flatMap((index) => incident.failures[index]?.authority?.replace(/:\d+$/, '') ?? []));
    for (const cluster of views?.get(proxy)?.config?.clusters ?? []) {
      const { lastUpdated, host, name, direction, at } = cluster;
      if (direction !== 'outbound' || host === undefined || lastUpdated === undefined || ![...hosts].some((asked) => isSameHost(asked, host))) continue;
      if (lastUpdated < to - beforeMs || lastUpdated > to + afterMs) continue;
      const well = accessLogs
        .filter((log) => proxyKey(log.proxy.namespace, log.proxy.pod ?? '') === proxy)
        .flatMap(({ groups }) => groups)
        // none before: what was there already did not come later
        .filter((group) => group.cluster === name && group.outcome === 'ok' && group.first >= to - beforeMs);
      const [group] = well;
      if (group === undefined) continue;
      const ok = well.reduce((sum, { count }) => sum + count, 0);
      return [{ proxy, cluster: name, time: lastUpdated, ok, okAt: group.lastAt, evidence: { kind: 'field', at, value: instant(lastUpdated) }, explains }];
    }
    return [];
  });
}

/** The start of a pod's proxy; the end of time where nothing is known of it. */
function startOf(pod: Pod | undefined): EpochMs {
  const status = pod?.containers.find(({ isProxy }) => isProxy)?.status;
  const started = stringAt(status, 'state', 'running', 'startedAt');
  return (started === undefined ? undefined : parseInstant(started)) ?? pod?.createdAt ?? Number.POSITIVE_INFINITY;
}

/** A proxy that wrote rows was up by then. */
function firstRowOf(logs: readonly ProxyAccessLog[], proxy: string): EpochMs {
  return Math.min(...logs.filter((log) => proxyKey(log.proxy.namespace, log.proxy.pod ?? '') === proxy).map(({ first }) => first));
}

/** `cart.shop` asks for `cart.shop.svc.cluster.local`; a bare name may be in any namespace, so it only counts where it is the whole host. */
function isSameHost(asked: string, host: string): boolean {
  return host === asked || (asked.includes('.') && host.startsWith(`${asked}.`));
}
