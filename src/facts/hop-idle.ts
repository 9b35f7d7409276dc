import { rootNamespace } from './root-namespace.ts';
import { configMaps, destinationRules, gateways, sidecars } from '../artifacts/kubernetes/kinds.ts';
import { envoyDefault } from '../knowledge/versions/index.ts';
import type { Evidence, NonEmpty, Traced } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { declaredPoolIdle } from './declared-pool-idle.ts';
import { istioVersion } from './istio-version.ts';
import { portOf } from './parties.ts';
import { pods } from './pods.ts';
import { type ProxyView, proxyViews } from './proxy-views.ts';
import { poolIdle } from './pool-idle.ts';
import { serverIdle, serverIdleOf } from './server-idle.ts';
import { toldPoolIdle } from './told-pool-idle.ts';

/** The two idle limits of the hop a failing request took: who gives up a quiet connection first. */
export interface HopIdle {
  /** When the receiving side closes; `upTo` where it may take longer than the limit says. */
  readonly server?: {
    readonly from: Milliseconds;
    readonly upTo: Milliseconds;
    readonly limit: Traced<Milliseconds>;
    /** `measured` = seen by a probe; `default` = the documented default of software that was recognised, so a setting made in code may differ. */
    readonly origin: 'measured' | 'flag' | 'default';
    readonly key: string;
  };
  /** True when the receiving application is known to close idle connections never. */
  readonly serverNeverCloses: boolean;
  /** How long the sending proxy's pool keeps a connection. Absent when neither its dump nor the settings were collected. */
  readonly pool?: Traced<Milliseconds>;
}

/** Limits by failure. Applications are judged by their own settings, proxies by their listener. */
export const hopIdle: Fact<(failure: Failure) => HopIdle> = defineFact({
  id: 'hop-idle',
  needs: { proxyViews, serverIdle, rootNamespace },
  wants: { configMaps, destinationRules, gateways, sidecars, pods, istioVersion },
  derive:
    ({ proxyViews, serverIdle, configMaps, destinationRules, gateways, sidecars, pods, istioVersion, rootNamespace: root }) =>
    (failure) => {
      const cluster =
        failure.pod === undefined ? undefined : proxyViews.get(failure.pod)?.config?.clusters.find((candidate) => candidate.name === failure.cluster);
      const declared = { gateways, rules: destinationRules, sidecars, pods, root, istio: istioVersion?.value };
      const assumed = failure.told === undefined ? undefined : toldPoolIdle(failure, configMaps);
      const pool = failure.told !== undefined ? assumed?.limit : cluster === undefined ? declaredPoolIdle(failure, declared) : poolIdle(cluster);
      const common = { ...(pool === undefined ? {} : { pool }) };
      if (failure.server.role === 'sidecar' || failure.server.role === 'gateway' || failure.server.role === 'waypoint') {
        const server = listenerIdle(failure, proxyViews);
        return { ...common, serverNeverCloses: false, ...(server === undefined ? {} : { server }) };
      }
      const idle = serverIdleOf(serverIdle, failure.server.workload.name, failure.server.workload.namespace);
      if (idle?.limit === undefined || idle.limit.value <= 0) return { ...common, serverNeverCloses: idle?.neverCloses ?? false };
      const limit = idle.limit;
      // a default that may have been changed out of sight cannot clear a hop of the race
      const isCleared = assumed?.isAssumed === true && assumed.limit.value < limit.value;
      return {
        ...(isCleared ? {} : common),
        serverNeverCloses: false,
        server: {
          from: Math.min(limit.value, idle.observedMs?.min ?? limit.value),
          upTo: Math.max(limit.value, idle.observedMs?.max ?? limit.value),
          limit,
          origin: idle.origin,
          key: idle.key,
        },
      };
    },
});

/**
 * An Envoy as HTTP/1.1 server answers for its drain time (5 s) after the limit with `Connection: close`, then takes bytes and
 * answers nothing for 1 s (conn_manager_impl.cc, connection_impl.cc; measured with Envoy 1.40).
 */
function listenerIdle(failure: Failure, views: ReadonlyMap<string, ProxyView>): HopIdle['server'] {
  const port = failure.upstreamHost === undefined ? undefined : portOf(failure.upstreamHost);
  const view = failure.serverPod === undefined ? undefined : views.get(failure.serverPod);
  const listeners = view?.config?.listeners ?? [];
  const inbound = listeners.filter((listener) => listener.direction === 'inbound' && (listener.port === port || listener.port === 15006));
  const chain = inbound
    .flatMap((listener) => listener.chains)
    .find((candidate) => candidate.kind === 'http' && (candidate.destinationPort === port || candidate.destinationPort === undefined));
  if (chain === undefined) return undefined;
  const drain = limitOf('drainTimeout');
  const set = chain.idleTimeoutMs;
  const standard = envoyDefault('downstreamIdleTimeout');
  const from: NonEmpty<Evidence> =
    set === undefined
      ? [
          { kind: 'absence', at: chain.at, lookedFor: 'common_http_protocol_options.idle_timeout' },
          { kind: 'default', at: chain.at, value: standard.value, documentedBy: standard.documentedBy },
        ]
      : [{ kind: 'field', at: set.at, value: `${set.value / 1_000}s` }];
  const value = set?.value ?? limitOf('downstreamIdleTimeout');
  if (value <= 0) return undefined;
  return { from: value + drain, upTo: value + drain + limitOf('delayedCloseTimeout'), limit: { value, from }, origin: 'flag', key: 'idle_timeout' };
}

function limitOf(name: 'drainTimeout' | 'delayedCloseTimeout' | 'downstreamIdleTimeout'): Milliseconds {
  const { value } = envoyDefault(name);
  return value === 'off' ? 0 : value;
}
