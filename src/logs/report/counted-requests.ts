import type { ProxyStats } from '../../artifacts/envoy/types.ts';
import type { Observed, SeenPool } from '../observe/observed.ts';
import type { ProxyLog } from '../observe/proxy-log.ts';
import { sum } from './numbers.ts';

/** Rows of a log beside what its proxy counted in all of its life. */
export interface CountedRequests {
  /** The cluster, or the host that several clusters lead to. */
  readonly name: string;
  readonly clusters: readonly string[];
  readonly rows: number;
  readonly counted: number;
  /** The part of the proxy's life that the log spans, 0.9 to 1. */
  readonly coverage: number;
}

/** Fewer requests say nothing of a share. */
const ENOUGH = 100;
/** A log must span this part of its proxy's life: counters know no other window. */
const LEAST_COVERAGE = 0.9;

/**
 * Requests that a proxy counted, beside its rows: by Envoy's counters of each cluster, else by Istio's of each destination. None where the log does not
 * span the proxy's life, or a filter left rows out.
 */
export function countedRequests(proxy: ProxyLog, observed: Observed, stats: readonly ProxyStats[]): readonly CountedRequests[] {
  const own = stats.find(
    ({ proxy: identity }) => identity.pod !== undefined && identity.pod === proxy.identity.pod && identity.namespace === proxy.identity.namespace,
  );
  const uptime = own?.values.get('server.uptime')?.value;
  if (own === undefined || uptime === undefined || observed.poolless > 0) return [];
  const coverage = Math.min(1, (proxy.last - proxy.first) / Math.max(1, uptime * 1_000));
  if (coverage < LEAST_COVERAGE) return [];
  const pools = observed.pools.filter((pool) => pool.proxy === proxy);
  const byCluster = byEnvoy(pools, own, coverage);
  const known = new Set(byCluster.flatMap(({ clusters }) => clusters));
  return [...byCluster, ...byIstio(pools, own, coverage).filter(({ clusters }) => !clusters.some((cluster) => known.has(cluster)))];
}

/**
 * A row on a connection is one request with all its attempts, while `upstream_rq_total` counts attempts and `upstream_rq_retry` those after the first
 * (Envoy 1.40 docs, "Cluster manager: statistics").
 */
function byEnvoy(pools: readonly SeenPool[], { values }: ProxyStats, coverage: number): readonly CountedRequests[] {
  return [...Map.groupBy(pools, ({ pool }) => pool.cluster)].flatMap(([cluster, own]) => {
    const attempts = values.get(`cluster.${cluster}.upstream_rq_total`)?.value;
    if (attempts === undefined) return [];
    const counted = attempts - (values.get(`cluster.${cluster}.upstream_rq_retry`)?.value ?? 0);
    return compared({ name: cluster, own, rows: ({ pool }) => pool.requests, counted, coverage });
  });
}

/**
 * `istio_requests_total` of the caller's proxy counts each request once when it ends, however often the router tried and also where it found no
 * connection (the filter stands before the router; istio_stats.cc, Istio 1.26), which is what rows do. Its destination has no port and no subset.
 */
function byIstio(pools: readonly SeenPool[], stats: ProxyStats, coverage: number): readonly CountedRequests[] {
  const counted = requestsTo(stats);
  const toHosts = Map.groupBy(
    pools.filter(({ direction }) => direction === 'outbound' || direction === 'gateway'),
    ({ pool }) => pool.cluster.split('|')[3] ?? '',
  );
  return [...toHosts].flatMap(([host, own]) => compared({ name: host, own, rows: ({ pool }) => pool.rows, counted: counted.get(host) ?? 0, coverage }));
}

/** By destination. The same counter may stand on several pages of one proxy, taken one after the other: the greatest is the latest. */
function requestsTo({ labelled }: ProxyStats): ReadonlyMap<string, number> {
  const counters = new Map<string, { readonly host: string; readonly value: number }>();
  for (const { name, labels, value } of labelled) {
    const host = labels['destination_service'];
    if (name !== 'istio_requests_total' || labels['reporter'] !== 'source' || host === undefined) continue;
    const key = JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    if ((counters.get(key)?.value ?? 0) < value) counters.set(key, { host, value });
  }
  const byHost = Map.groupBy(counters.values(), ({ host }) => host);
  return new Map([...byHost].map(([host, list]) => [host, sum(list.map(({ value }) => value))]));
}

interface Comparison {
  readonly name: string;
  readonly own: readonly SeenPool[];
  readonly rows: (pool: SeenPool) => number;
  readonly counted: number;
  readonly coverage: number;
}

function compared({ name, own, rows, counted, coverage }: Comparison): readonly CountedRequests[] {
  if (counted < ENOUGH || own.some(({ pool }) => pool.isLeftOut)) return [];
  return [{ name, clusters: [...new Set(own.map(({ pool }) => pool.cluster))], rows: sum(own.map(rows)), counted, coverage }];
}
