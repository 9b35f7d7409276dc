import type { ProxyConfig, ProxyRoute } from '../../artifacts/envoy/types.ts';

/** Routes of a proxy, for an authority, whose cluster the proxy does not have. Nothing when its dump has no clusters at all. */
export function routesToNothing(config: ProxyConfig, authority: string | undefined): readonly { readonly route: ProxyRoute; readonly cluster: string }[] {
  if (config.clusters.length === 0 || authority === undefined) return [];
  const known = new Set(config.clusters.map((cluster) => cluster.name));
  const bare = authority.replace(/:\d+$/, '');
  return config.routes
    .filter((route) => route.domains.includes(authority) || route.domains.includes(bare))
    .flatMap((route) =>
      [...(route.cluster === undefined ? [] : [route.cluster]), ...route.weightedClusters]
        .filter((cluster) => !known.has(cluster))
        .map((cluster) => ({ route, cluster })),
    )
    .slice(0, 3);
}
