import { proxyCertificates, proxyClusters, proxyConfigs, proxyStats } from '../artifacts/envoy/index.ts';
import type { ProxyCertificates, ProxyCluster, ProxyConfig, ProxyEndpoint, ProxyStats } from '../artifacts/envoy/types.ts';
import { proxySync } from '../artifacts/istiod/index.ts';
import type { ProxySync } from '../artifacts/istiod/types.ts';
import type { Identity } from '../model/source.ts';
import { defineFact, type Fact } from '../model/source.ts';

/** All that was collected of one proxy. */
export interface ProxyView {
  /** `namespace/name` of its pod. */
  readonly key: string;
  readonly config?: ProxyConfig;
  /** From /clusters, else from the dump's EDS part. */
  readonly endpoints?: readonly ProxyEndpoint[];
  readonly stats?: ProxyStats;
  readonly certificates?: ProxyCertificates;
  readonly sync?: ProxySync;
}

/** Proxies by pod: what each of them was told and what it counted. */
export const proxyViews: Fact<ReadonlyMap<string, ProxyView>> = defineFact({
  id: 'proxy-views',
  needs: {},
  wants: { proxyConfigs, proxyClusters, proxyStats, proxyCertificates, proxySync },
  derive: ({ proxyConfigs, proxyClusters, proxyStats, proxyCertificates, proxySync }) => {
    const views = new Map<string, ProxyView>();
    const put = (proxy: Identity, part: Partial<ProxyView>): void => {
      if (proxy.pod === undefined) return;
      const key = proxyKey(proxy.namespace, proxy.pod);
      views.set(key, { ...(views.get(key) ?? { key }), ...part });
    };
    for (const config of proxyConfigs ?? []) put(config.proxy, { config, ...(config.hasEndpoints ? { endpoints: config.endpoints } : {}) });
    for (const clusters of proxyClusters ?? []) put(clusters.proxy, { endpoints: clusters.endpoints });
    for (const stats of proxyStats ?? []) put(stats.proxy, { stats });
    for (const certificates of proxyCertificates ?? []) put(certificates.proxy, { certificates });
    for (const sync of proxySync ?? []) {
      const dot = sync.proxy.lastIndexOf('.');
      if (dot > 0) put({ pod: sync.proxy.slice(0, dot), namespace: sync.proxy.slice(dot + 1) }, { sync });
    }
    return views;
  },
});

export function proxyKey(namespace: string | undefined, pod: string): string {
  return namespace === undefined ? pod : `${namespace}/${pod}`;
}

/** The cluster by which a sidecar reaches its own application on a port. */
export function inboundCluster(view: ProxyView | undefined, port?: number): ProxyCluster | undefined {
  return view?.config?.clusters.find(
    (cluster) => cluster.direction === 'inbound' && cluster.name.startsWith('inbound|') && (port === undefined || cluster.port === port),
  );
}

/** The cluster by which a proxy reaches a service host (without a subset first). */
export function outboundCluster(view: ProxyView | undefined, host: string, port?: number): ProxyCluster | undefined {
  const all =
    view?.config?.clusters.filter((cluster) => cluster.direction === 'outbound' && cluster.host === host && (port === undefined || cluster.port === port)) ??
    [];
  return all.find((cluster) => cluster.subset === undefined || cluster.subset === '') ?? all[0];
}
