import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import type { ProxyAccessLog } from '../../artifacts/logs/types.ts';
import { clusterHost } from '../../facts/failures.ts';
import { nameOfHost } from '../../facts/parties.ts';
import type { ProxyView } from '../../facts/proxy-views.ts';
import { stringAt } from '../../formats/json.ts';
import type { Evidence, Place } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import type { EpochMs } from '../../model/time.ts';

/** Requests through a cluster that were answered with 101, and when the last of them began. */
export interface Switches {
  readonly count: number;
  readonly last: EpochMs;
  readonly at: Place;
}

export function switchesOf(cluster: string, logs: readonly ProxyAccessLog[]): Switches | undefined {
  const groups = logs.flatMap((log) => log.groups).filter((group) => group.cluster === cluster && group.code === 101);
  const [newest] = groups.toSorted((a, b) => b.last - a.last);
  return newest === undefined ? undefined : { count: groups.reduce((sum, { count }) => sum + count, 0), last: newest.last, at: newest.lastAt };
}

/** What makes this way HTTP/2: a DestinationRule's h2UpgradePolicy, else the effective cluster of a proxy that wrote a failing row. */
export function http2Of(
  cluster: string,
  incident: ObservedIncident,
  views: ReadonlyMap<string, ProxyView> | undefined,
  rules: readonly KubernetesObject[],
): { readonly source: string; readonly evidence: Evidence } | undefined {
  const host = clusterHost(cluster);
  const wanted = host === undefined ? undefined : nameOfHost(host);
  for (const { ref, at, object } of rules) {
    const named = nameOfHost(stringAt(object, 'spec', 'host') ?? '');
    const path = ['spec', 'trafficPolicy', 'connectionPool', 'http', 'h2UpgradePolicy'] as const;
    const policy = stringAt(object, ...path);
    if (wanted === undefined || named.name !== wanted.name || (named.namespace ?? ref.namespace) !== wanted.namespace || policy !== 'UPGRADE') continue;
    return {
      source: `DestinationRule ${ref.namespace ?? ''}/${ref.name} h2UpgradePolicy UPGRADE`,
      evidence: { kind: 'field', at: { ...at, path: `${at.path === undefined ? '' : `${at.path}.`}${path.join('.')}` }, value: policy },
    };
  }
  for (const { pod } of incident.failures) {
    const known = pod === undefined ? undefined : views?.get(pod)?.config?.clusters.find(({ name }) => name === cluster);
    if (known?.http === 'http2') return { source: `${pod ?? ''} http2_protocol_options`, evidence: { kind: 'field', at: known.at, value: 'http2' } };
  }
  return undefined;
}
