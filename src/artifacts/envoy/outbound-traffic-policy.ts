import type { ProxyConfig, ProxyListener } from './types.ts';

/**
 * What becomes of requests to hosts the mesh does not know: Istio's catch-all TCP chain leads to BlackHoleCluster
 * (REGISTRY_ONLY) or PassthroughCluster (ALLOW_ANY), and its catch-all virtual hosts are named `block_all` and `allow_any`.
 */
export function outboundTrafficPolicy(listeners: readonly ProxyListener[], hosts: ProxyConfig['virtualHosts']): ProxyConfig['outboundTrafficPolicy'] {
  const chains = listeners.filter(({ name }) => name === 'virtualOutbound').flatMap((listener) => listener.chains);
  // The chain for port 15001 itself always leads to the black hole: it breaks loops.
  const chain = chains.findLast(
    ({ cluster, destinationPort }) => destinationPort === undefined && (cluster === 'BlackHoleCluster' || cluster === 'PassthroughCluster'),
  );
  if (chain !== undefined) return { value: chain.cluster === 'BlackHoleCluster' ? 'REGISTRY_ONLY' : 'ALLOW_ANY', at: chain.at };
  const host = hosts.find(({ name }) => name === 'block_all' || name === 'allow_any');
  return host === undefined ? undefined : { value: host.name === 'block_all' ? 'REGISTRY_ONLY' : 'ALLOW_ANY', at: host.at };
}
