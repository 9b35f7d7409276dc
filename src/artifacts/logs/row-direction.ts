import type { AccessRow } from '../../formats/access-log/row.ts';
import { addressOf } from '../../formats/access-log/address.ts';
import { isGatewayCluster } from '../../formats/access-log/gateway-cluster.ts';
import type { Direction } from './types.ts';

/**
 * Which way the row went, as far as it alone can tell. Sidecars name inbound clusters `inbound|PORT||`; a gateway is known by
 * answering on the address it also connects from; waypoints name theirs `inbound-vip|`; Contour and Envoy Gateway have names of their own. Source: Istio pilot/pkg/model/push_context.go, 1.31.
 */
export function directionOf(row: AccessRow): Direction {
  const cluster = row.upstreamCluster;
  if (cluster === undefined) {
    if (row.method === undefined && row.code === 0) return 'listener';
    return row.sni?.startsWith('outbound_.') ? 'inbound' : 'unknown';
  }
  if (cluster.startsWith('inbound|') || cluster.startsWith('InboundPassthroughCluster')) return 'inbound';
  if (cluster.startsWith('inbound-vip|')) return 'gateway';
  if (isGatewayCluster(cluster)) return 'gateway';
  if (!cluster.startsWith('outbound') && cluster !== 'PassthroughCluster' && cluster !== 'BlackHoleCluster' && cluster !== 'InternalAddress') return 'unknown';
  const from = row.upstreamLocal === undefined ? undefined : hostOf(row.upstreamLocal);
  return from !== undefined && row.downstreamLocal?.startsWith(`${from}:`) ? 'gateway' : 'outbound';
}

/**
 * The same with what the rest of the log showed: `own` are the proxy's own addresses. A row that a known address answered came in,
 * a row that a known address asked went out. A log that is `isSure` of a gateway has none that went out.
 */
export function settledDirection(direction: Direction, row: AccessRow, own: ReadonlySet<string>, isGateway: boolean, isSure = false): Direction {
  if (direction !== 'unknown' && direction !== 'outbound') return direction;
  const answered = row.downstreamLocal === undefined ? undefined : hostOf(row.downstreamLocal);
  const asked = row.downstreamRemote === undefined ? undefined : hostOf(row.downstreamRemote);
  if (direction === 'outbound')
    return isGateway && (answered === undefined || own.has(answered)) && (asked === undefined || !own.has(asked)) ? 'gateway' : direction;
  if (answered !== undefined && own.has(answered)) return isGateway ? 'gateway' : 'inbound';
  if (isSure) return 'gateway';
  return asked !== undefined && own.has(asked) ? 'outbound' : direction;
}

export function hostOf(address: string): string | undefined {
  return addressOf(address)?.host;
}
