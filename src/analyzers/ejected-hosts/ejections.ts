import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { numberAt, objectAt, objectsAt, stringAt } from '../../formats/json.ts';
import { clusterHost } from '../../facts/failures.ts';
import { spanOf } from '../../facts/incident-rows.ts';
import type { ProxyView } from '../../facts/proxy-views.ts';
import { hostCovers } from '../../facts/virtual-service-match.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';

/** Proxies and their clusters that found no host, where something was collected of the proxy. */
export function refusingClusters(
  incident: ObservedIncident,
  lacking: readonly number[],
  views: ReadonlyMap<string, ProxyView> | undefined,
): readonly { readonly pod: string; readonly cluster: string; readonly view: ProxyView }[] {
  const pairs = new Set(
    lacking.flatMap((index) => {
      const failure = incident.failures[index];
      return failure?.pod === undefined || failure.cluster === undefined ? [] : `${failure.pod} ${failure.cluster}`;
    }),
  );
  return [...pairs].toSorted().flatMap((pair) => {
    const [pod = '', cluster = ''] = pair.split(' ');
    const view = views?.get(pod);
    return view === undefined ? [] : [{ pod, cluster, view }];
  });
}

/** Hosts of a cluster that the proxy holds as ejected. */
export function ejectedIn(view: ProxyView, cluster: string): readonly Evidence[] {
  return (view.endpoints ?? [])
    .filter((endpoint) => endpoint.cluster === cluster && endpoint.failedChecks.includes('failed_outlier_check'))
    .map((endpoint) => ({ kind: 'field', at: endpoint.at, value: `${endpoint.address} failed_outlier_check` }));
}

/** The strongest of the proxy's ejection counters that is above zero. */
export function ejectionCounters(view: ProxyView, cluster: string): { readonly value: number; readonly evidence: Evidence } | undefined {
  for (const name of ['ejections_active', 'ejections_enforced_total']) {
    const series = `cluster.${cluster}.outlier_detection.${name}`;
    const stat = view.stats?.values.get(series);
    if (view.stats === undefined || stat === undefined || stat.value === 0) continue;
    const at = { ...view.stats.at, ...(stat.file === undefined ? {} : { file: stat.file }), line: stat.line };
    return { value: stat.value, evidence: { kind: 'metric', at, series, value: stat.value } };
  }
  return undefined;
}

/** A DestinationRule that ejects hosts. */
export interface OutlierRule {
  readonly entry: KubernetesObject;
  /** Errors in a row. Istio's default is 5 (DestinationRule reference, consecutive5xxErrors). */
  readonly limit: number;
  /** No host is ejected while this share of them, in percent, is. Istio's default is 10 (the same page, maxEjectionPercent). */
  readonly mostPercent: number;
  readonly evidence: Evidence;
}

/** Ejection alone leaves no host only where the last one may be ejected beside all others; of a single host it always may. */
export function canEjectAll({ mostPercent }: OutlierRule, hosts: number): boolean {
  return hosts <= 1 || (100 * (hosts - 1)) / hosts < mostPercent;
}

export function outlierRules(incident: ObservedIncident, lacking: readonly number[], rules: readonly KubernetesObject[]): readonly OutlierRule[] {
  const hosts = [
    ...new Set(lacking.flatMap((index) => clusterHost(incident.failures[index]?.cluster) ?? incident.failures[index]?.authority?.replace(/:\d+$/, '') ?? [])),
  ];
  return rules.flatMap((entry) => {
    const host = stringAt(entry.object, 'spec', 'host') ?? '';
    if (!hosts.some((wanted) => hostCovers(host, wanted, entry.ref.namespace, incident.targetNamespace))) return [];
    const policies = [
      { policy: objectAt(entry.object, 'spec', 'trafficPolicy'), path: 'spec.trafficPolicy' },
      ...objectsAt(entry.object, 'spec', 'subsets').map((subset, index) => ({
        policy: objectAt(subset, 'trafficPolicy'),
        path: `spec.subsets[${index}].trafficPolicy`,
      })),
    ];
    return policies.flatMap(({ policy, path }): readonly OutlierRule[] => {
      const outlier = objectAt(policy, 'outlierDetection');
      if (outlier === undefined) return [];
      const limit = numberAt(outlier, 'consecutiveGatewayErrors') ?? numberAt(outlier, 'consecutive5xxErrors') ?? 5;
      const mostPercent = numberAt(outlier, 'maxEjectionPercent') ?? 10;
      return [
        { entry, limit, mostPercent, evidence: { kind: 'field', at: { ...entry.at, path: `${path}.outlierDetection` }, value: { consecutiveErrors: limit } } },
      ];
    });
  });
}

/** Errors of the same target before the first request without a host, close enough to be counted in a row. */
export function afterErrors(incident: ObservedIncident, lacking: readonly number[], { limit }: OutlierRule): readonly number[] {
  const first = spanOf(incident, lacking).from;
  const before = incident.failures.flatMap((failure, index) =>
    failure.family !== 'no-host' && failure.code >= 500 && failure.time <= first && first - failure.time <= 60_000 ? [index] : [],
  );
  return before.length >= limit ? before : [];
}
