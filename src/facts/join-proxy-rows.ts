import type { Failure } from '../model/failure.ts';
import { clockSlackMs, groupBy } from './join-failures.ts';

/**
 * Joins failures that proxies other than Envoy tell with the rows that Envoys wrote of the same request, so that it counts once, at the hop where
 * it broke. By request id; without one by path, overlap in time and the same server, one to one.
 */
export function joinProxyRows(envoys: readonly Failure[], told: readonly Failure[]): readonly Failure[] {
  const proxies = joinChain(told);
  if (proxies.length === 0 || envoys.length === 0) return [...envoys, ...proxies];
  const byRequest = groupBy(envoys, ({ requestId }) => requestId);
  const byPath = groupBy(envoys, ({ path }) => path);
  const kept = new Map<Failure, Failure>(envoys.map((row) => [row, row]));
  const taken = new Set<Failure>();
  const alone: Failure[] = [];
  for (const proxy of proxies) {
    const same = proxy.requestId === undefined ? [] : (byRequest.get(proxy.requestId) ?? []).filter((envoy) => overlaps(proxy, envoy));
    const alike =
      same.length > 0 || proxy.path === undefined
        ? []
        : (byPath.get(proxy.path) ?? []).filter((envoy) => !taken.has(envoy) && overlaps(proxy, envoy) && isSamePlace(proxy, envoy) && !differs(proxy, envoy));
    const envoy = deepest(same) ?? alike[0];
    const isDeeper = envoy === undefined ? undefined : isBelow(envoy, proxy);
    if (envoy === undefined || isDeeper === undefined) {
      alone.push(proxy);
      continue;
    }
    taken.add(envoy);
    const now = kept.get(envoy) ?? envoy;
    kept.set(envoy, isDeeper ? withEvidence(now, proxy) : withEvidence(proxy, now));
  }
  return [...new Set(kept.values()), ...alone];
}

/** One such proxy behind another: what the outer one passed on is folded into the row of the inner one. */
function joinChain(told: readonly Failure[]): readonly Failure[] {
  const byRequest = groupBy(told, ({ requestId }) => requestId);
  const byPath = groupBy(told, ({ path }) => path);
  const merged = new Map<Failure, Failure>();
  const gone = new Set<Failure>();
  for (const outer of told) {
    if (outer.family !== 'answered') continue;
    const alike =
      outer.path === undefined ? [] : (byPath.get(outer.path) ?? []).filter((inner) => !merged.has(inner) && isIn(outer, inner) && !differs(outer, inner));
    const same = outer.requestId === undefined ? [] : (byRequest.get(outer.requestId) ?? []).filter((inner) => inner.hop !== outer.hop && !isIn(inner, outer));
    const inner = [...same, ...alike].find((row) => row !== outer && !gone.has(row) && overlaps(outer, row));
    if (inner === undefined) continue;
    gone.add(outer);
    merged.set(inner, withEvidence(merged.get(inner) ?? inner, merged.get(outer) ?? outer));
  }
  return told.filter((row) => !gone.has(row)).map((row) => merged.get(row) ?? row);
}

/** True when the inner row's proxy is whom the outer one asked. */
function isIn(outer: Failure, inner: Failure): boolean {
  return outer.serverPod !== undefined && outer.serverPod === inner.pod;
}

/** True when the Envoy's row is the deeper one, false when the other proxy's is; undefined when they tell of different attempts. */
function isBelow(envoy: Failure, proxy: Failure): boolean | undefined {
  const isBehindEnvoy = envoy.direction !== 'inbound' && envoy.serverPod !== undefined && envoy.serverPod === proxy.pod;
  const isInServer = envoy.direction === 'inbound' && envoy.pod !== undefined && envoy.pod === proxy.pod;
  if (proxy.family === 'answered') return !(isBehindEnvoy || isInServer);
  if (envoy.family !== 'answered') return envoy.direction === 'inbound' && envoy.pod === proxy.serverPod && proxy.serverPod !== undefined ? true : undefined;
  return isBehindEnvoy || isInServer ? false : undefined;
}

function deepest(rows: readonly Failure[]): Failure | undefined {
  const rank = ({ direction, family }: Failure): number => (direction === 'inbound' ? 2 : 0) + (family === 'answered' ? 0 : 1);
  return rows.toSorted((a, b) => rank(b) - rank(a))[0];
}

function overlaps(one: Failure, other: Failure): boolean {
  return other.time <= one.end + clockSlackMs && other.end >= one.time - clockSlackMs;
}

/** Both have an id and it is another: two requests. */
function differs(one: Failure, other: Failure): boolean {
  return one.requestId !== undefined && other.requestId !== undefined && one.requestId !== other.requestId;
}

function isSamePlace(proxy: Failure, envoy: Failure): boolean {
  if (proxy.upstreamHost !== undefined && proxy.upstreamHost === envoy.downstreamLocal) return true;
  if (proxy.serverPod !== undefined && envoy.pod !== undefined && proxy.serverPod === envoy.pod) return true;
  return proxy.pod !== undefined && (proxy.pod === envoy.serverPod || (envoy.direction === 'inbound' && proxy.pod === envoy.pod));
}

function withEvidence(keep: Failure, away: Failure): Failure {
  return {
    ...keep,
    ...(keep.client === undefined && away.client !== undefined ? { client: away.client } : {}),
    ...(keep.authority === undefined && away.authority !== undefined ? { authority: away.authority } : {}),
    savedByRetry: keep.savedByRetry || away.savedByRetry,
    evidence: [keep.evidence[0], ...keep.evidence.slice(1), ...away.evidence],
  };
}
