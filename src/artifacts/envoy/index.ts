import type { Artifact } from '../../model/source.ts';
import { proxyCertificates } from './proxy-certificates.ts';
import { proxyClusters } from './proxy-clusters.ts';
import { proxyConfigs } from './proxy-configs.ts';
import { proxyListeners } from './proxy-listeners.ts';
import { proxyServerInfo } from './proxy-server-info.ts';
import { proxyStats } from './proxy-stats.ts';

export { parseClusterName, type ClusterName } from './cluster-name.ts';
export { parseNodeId, type NodeId } from './proxy-identity.ts';
export { proxyCertificates, proxyClusters, proxyConfigs, proxyListeners, proxyServerInfo, proxyStats };

/** Every artifact read from Envoy's admin interface. */
export const envoyArtifacts: readonly Artifact<unknown>[] = [proxyConfigs, proxyClusters, proxyStats, proxyCertificates, proxyListeners, proxyServerInfo];
