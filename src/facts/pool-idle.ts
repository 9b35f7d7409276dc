import type { ProxyCluster } from '../artifacts/envoy/types.ts';
import { envoyDefault } from '../knowledge/versions/index.ts';
import type { Evidence, Traced } from '../model/evidence.ts';
import type { Milliseconds } from '../model/time.ts';

/** How long a proxy's pool keeps an idle connection: what its cluster says, else Envoy's documented default, with the look that found nothing. */
export function poolIdle(cluster: ProxyCluster): Traced<Milliseconds> {
  const set = cluster.idleTimeoutMs;
  if (set !== undefined) return { value: set.value, from: [{ kind: 'field', at: set.at, value: `${set.value / 1_000}s` }] };
  const { value, documentedBy } = envoyDefault('upstreamIdleTimeout');
  const absent: Evidence = { kind: 'absence', at: cluster.at, lookedFor: 'common_http_protocol_options.idle_timeout' };
  return { value: value === 'off' ? Number.MAX_SAFE_INTEGER : value, from: [absent, { kind: 'default', at: cluster.at, value, documentedBy }] };
}
