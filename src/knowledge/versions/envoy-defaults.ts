import type { Reference } from '../../model/evidence.ts';
import type { Milliseconds } from '../../model/time.ts';

/** A default, in milliseconds; `off` = the limit does not exist unless set. */
export interface DocumentedDefault {
  readonly value: Milliseconds | 'off';
  readonly documentedBy: Reference;
}

export type EnvoyDefaultName =
  | 'upstreamIdleTimeout'
  | 'downstreamIdleTimeout'
  | 'tcpProxyIdleTimeout'
  | 'connectTimeout'
  | 'maxConnectionDuration'
  | 'maxRequestsPerConnection'
  | 'tcpKeepalive'
  | 'routeTimeout'
  | 'perTryTimeout'
  | 'streamIdleTimeout'
  | 'drainTimeout'
  | 'delayedCloseTimeout'
  | 'requestTimeout'
  | 'drainTime';
export type IstioDefaultName =
  | 'connectTimeout'
  | 'passthroughIdleTimeout'
  | 'routeTimeout'
  | 'streamIdleTimeout'
  | 'drainTime'
  | 'terminationDrainDuration'
  | 'longestPushDelay';

const envoy = (file: string): Reference => ({
  title: `envoyproxy/envoy ${file}`,
  url: `https://github.com/envoyproxy/envoy/blob/main/${file}`,
  version: 'Envoy 1.37',
});
const istio = (file: string, version = 'Istio 1.31'): Reference => ({
  title: `istio/istio ${file}`,
  url: `https://github.com/istio/istio/blob/master/${file}`,
  version,
});

const upstream = envoy('source/common/upstream/upstream_impl.cc');
const manager = envoy('source/extensions/filters/network/http_connection_manager/config.cc');

/** What Envoy does when nothing is set. */
const envoyDefaults: { readonly [name in EnvoyDefaultName]: DocumentedDefault } = {
  /** Connection pool toward a server, without an active request. */
  upstreamIdleTimeout: { value: 3_600_000, documentedBy: upstream },
  /** Connection of a client; after it Envoy drains (5 s) and delays the close (1 s): FIN comes 6 s later. */
  downstreamIdleTimeout: { value: 3_600_000, documentedBy: manager },
  tcpProxyIdleTimeout: { value: 3_600_000, documentedBy: envoy('source/common/tcp_proxy/tcp_proxy.cc') },
  connectTimeout: { value: 5_000, documentedBy: upstream },
  maxConnectionDuration: { value: 'off', documentedBy: upstream },
  maxRequestsPerConnection: { value: 'off', documentedBy: upstream },
  tcpKeepalive: { value: 'off', documentedBy: upstream },
  routeTimeout: { value: 15_000, documentedBy: envoy('api/envoy/config/route/v3/route_components.proto') },
  perTryTimeout: { value: 'off', documentedBy: envoy('api/envoy/config/route/v3/route_components.proto') },
  streamIdleTimeout: { value: 300_000, documentedBy: manager },
  drainTimeout: { value: 5_000, documentedBy: manager },
  delayedCloseTimeout: { value: 1_000, documentedBy: manager },
  requestTimeout: { value: 'off', documentedBy: manager },
  drainTime: { value: 600_000, documentedBy: envoy('source/server/options_impl.cc') },
};

/** What istiod writes when nobody asked for anything; what is not here it leaves to Envoy. */
const istioDefaults: { readonly [name in IstioDefaultName]: DocumentedDefault } = {
  connectTimeout: { value: 10_000, documentedBy: istio('pkg/config/mesh/mesh.go') },
  /** PassthroughCluster and InboundPassthroughCluster only. */
  passthroughIdleTimeout: { value: 300_000, documentedBy: istio('pilot/pkg/networking/core/cluster_builder.go') },
  routeTimeout: { value: 'off', documentedBy: istio('pilot/pkg/networking/core/route/route.go') },
  streamIdleTimeout: { value: 'off', documentedBy: istio('pilot/pkg/networking/core/listener_builder.go') },
  drainTime: { value: 45_000, documentedBy: istio('pkg/config/mesh/mesh.go') },
  terminationDrainDuration: { value: 5_000, documentedBy: istio('pkg/config/mesh/mesh.go') },
  /** PILOT_DEBOUNCE_MAX: changes are gathered for at most this long before they are pushed. */
  longestPushDelay: { value: 10_000, documentedBy: istio('pilot/pkg/features/pilot.go') },
};

export function envoyDefault(name: EnvoyDefaultName): DocumentedDefault {
  return envoyDefaults[name];
}

export function istioDefault(name: IstioDefaultName): DocumentedDefault {
  return istioDefaults[name];
}

/** A default of Istio that is always a length of time. */
export function istioDefaultMs(name: Exclude<IstioDefaultName, 'routeTimeout' | 'streamIdleTimeout'>): Milliseconds {
  const { value } = istioDefaults[name];
  return value === 'off' ? 0 : value;
}

/**
 * The limit of a hop's upstream pool when its cluster sets none: 1 h, whoever made the cluster. The passthrough clusters carry
 * their 5 min in the dump itself; without a dump their name tells.
 */
export function defaultUpstreamIdle(cluster: string): DocumentedDefault {
  return cluster === 'PassthroughCluster' || cluster.startsWith('InboundPassthroughCluster')
    ? istioDefaults.passthroughIdleTimeout
    : envoyDefaults.upstreamIdleTimeout;
}
