import { proxyConfigs } from '../artifacts/envoy/index.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { clusterHost } from './failures.ts';
import { traffic } from './traffic.ts';

/**
 * What hosts of Services end in: `cluster.local` unless istiod was told another domain (`--domain`), which then stands in the clusters of every proxy.
 * A host that names no Service of the mesh says nothing; of several domains the one of most clusters counts.
 */
export const clusterDomain: Fact<string> = defineFact({
  id: 'cluster-domain',
  needs: {},
  wants: { proxyConfigs, traffic },
  derive: ({ proxyConfigs = [], traffic }) => {
    const hosts = [
      ...proxyConfigs.flatMap(({ clusters }) => clusters.flatMap(({ host }) => host ?? [])),
      ...(traffic?.incidents ?? []).flatMap(({ failures }) => failures.flatMap(({ cluster }) => clusterHost(cluster) ?? [])),
    ];
    const domains = Map.groupBy(
      hosts.flatMap((host) => /^[^.]+\.[^.]+\.svc\.([a-z0-9.-]+)$/.exec(host)?.[1] ?? []),
      (domain) => domain,
    );
    const [most] = [...domains].toSorted(([a, those], [b, these]) => these.length - those.length || (a < b ? -1 : 1));
    return most?.[0] ?? 'cluster.local';
  },
});
