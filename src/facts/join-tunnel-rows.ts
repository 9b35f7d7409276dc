import type { Failure } from '../model/failure.ts';
import { clockSlackMs } from './join-failures.ts';

/**
 * Joins the two lines of one connection through an ambient mesh: the caller's ztunnel only says that the peer refused the tunnel (`http status:
 * 503`), the server's why. One to one, by the two workloads and the time. Lines of other proxies stay as they are.
 */
export function joinTunnelRows(rows: readonly Failure[]): readonly Failure[] {
  const reasons = Map.groupBy(
    rows.filter(({ told, direction }) => told?.proxy === 'ztunnel' && direction === 'inbound'),
    keyOf,
  );
  const used = new Map<Failure, Failure>();
  const gone = new Set<Failure>();
  for (const row of rows) {
    if (row.told?.proxy !== 'ztunnel' || row.told.fault !== 'unnamed' || row.direction !== 'outbound') continue;
    const reason = (reasons.get(keyOf(row)) ?? []).find((inner) => !used.has(inner) && Math.abs(inner.end - row.end) <= clockSlackMs);
    if (reason === undefined) continue;
    used.set(reason, row);
    gone.add(row);
  }
  return rows.flatMap((row) => {
    const outer = used.get(row);
    if (outer !== undefined)
      return [{ ...row, ...(outer.client === undefined ? {} : { client: outer.client }), evidence: [row.evidence[0], ...outer.evidence] as const }];
    return gone.has(row) ? [] : [row];
  });
}

const keyOf = ({ serverPod, client }: Failure): string => `${serverPod ?? ''} ${client ?? ''}`;
