import type { ProxyCluster, ProxyStats } from '../../artifacts/envoy/types.ts';
import type { ProxyView } from '../../facts/proxy-views.ts';
import type { Evidence, Place } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';

/** A limit and where it is set. */
export interface Limit {
  readonly name: string;
  readonly value: number;
  readonly evidence: Evidence;
}

/** Limits of the clusters that refused, as their proxies have them; `unlimited` = such a cluster was looked at and has none. */
export function limitsInConfig(
  incident: ObservedIncident,
  refused: readonly number[],
  views: ReadonlyMap<string, ProxyView> | undefined,
): { readonly limits: readonly Limit[]; readonly unlimited?: { readonly name: string; readonly pod: string; readonly at: Place } } {
  const pairs = new Map(
    refused.flatMap((index) => {
      const failure = incident.failures[index];
      return failure?.pod === undefined || failure.cluster === undefined
        ? []
        : [[`${failure.pod} ${failure.cluster}`, { pod: failure.pod, cluster: failure.cluster }] as const];
    }),
  );
  const found = [...pairs.values()].flatMap(({ pod, cluster: name }) => {
    const cluster = views?.get(pod)?.config?.clusters.find((candidate) => candidate.name === name);
    return cluster === undefined ? [] : [{ pod, cluster }];
  });
  const limits = found.flatMap(({ cluster }) => limitsOf(cluster));
  const [first] = found;
  return { limits, ...(limits.length > 0 || first === undefined ? {} : { unlimited: { name: first.cluster.name, pod: first.pod, at: first.cluster.at } }) };
}

/** The limits of one effective cluster. */
export function limitsOf(cluster: ProxyCluster): readonly Limit[] {
  return (['maxConnections', 'maxPendingRequests', 'maxRequests', 'maxRetries'] as const).flatMap((name): readonly Limit[] => {
    const limit = cluster.circuitBreakers[name];
    return limit === undefined ? [] : [{ name, value: limit.value, evidence: { kind: 'field', at: limit.at, value: limit.value } }];
  });
}

const counters = ['upstream_rq_pending_overflow', 'upstream_cx_overflow', 'upstream_rq_active_overflow', 'upstream_rq_retry_overflow'] as const;

/** Overflow counters above zero of the clusters that refused. */
export function overflowCounters(
  incident: ObservedIncident,
  refused: readonly number[],
  views: ReadonlyMap<string, ProxyView> | undefined,
): readonly { readonly pod: string; readonly name: string; readonly value: number; readonly evidence: Evidence }[] {
  const pairs = [
    ...new Set(
      refused.flatMap((index) => {
        const failure = incident.failures[index];
        return failure?.pod === undefined || failure.cluster === undefined ? [] : `${failure.pod} ${failure.cluster}`;
      }),
    ),
  ];
  return pairs.flatMap((pair) => {
    const [pod = '', cluster = ''] = pair.split(' ');
    return countersOf(views?.get(pod)?.stats, cluster).map((counter) => ({ pod, ...counter }));
  });
}

/** Overflow counters above zero of one cluster. */
export function countersOf(
  stats: ProxyStats | undefined,
  cluster: string,
): readonly { readonly name: string; readonly value: number; readonly evidence: Evidence }[] {
  return counters.flatMap((name) => {
    const series = `cluster.${cluster}.${name}`;
    const stat = stats?.values.get(series);
    if (stats === undefined || stat === undefined || stat.value === 0) return [];
    const at = { ...stats.at, ...(stat.file === undefined ? {} : { file: stat.file }), line: stat.line };
    return [{ name, value: stat.value, evidence: { kind: 'metric' as const, at, series, value: stat.value } }];
  });
}
