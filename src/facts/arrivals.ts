import { accessLogs } from '../artifacts/logs/index.ts';
import type { ProxyAccessLog } from '../artifacts/logs/types.ts';
import type { Failure } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { proxyKey } from './proxy-views.ts';

/**
 * Whether a request without an answer came to the server's proxy.
 * - `cut`: that proxy wrote a row of it, failed or given up: the server had it
 * - `unseen`: its log covers the time and has no such row, so the request or its answer was lost in between: a proxy whose caller leaves an
 *   open request writes a row with DC (Envoy 1.20 to 1.40, conn_manager_impl.cc)
 * - `unknown`: no such log, or one that may lack the row
 */
export type Arrival = 'cut' | 'unseen' | 'unknown';

interface ServerLog {
  readonly log: ProxyAccessLog;
  readonly requests: ReadonlySet<string>;
}

/** Tells of a caller's row (timed out or given up) whether the server's proxy had the request. */
export const arrivals: Fact<(failure: Failure) => Arrival> = defineFact({
  id: 'arrivals',
  needs: { accessLogs },
  derive: ({ accessLogs }) => {
    const logs = new Map<string, ServerLog[]>();
    for (const log of accessLogs) {
      if (log.proxy.pod === undefined) continue;
      const key = proxyKey(log.proxy.namespace, log.proxy.pod);
      const rows = [...log.failures, ...log.giveUps].filter(({ direction }) => direction === 'inbound');
      logs.set(key, [...(logs.get(key) ?? []), { log, requests: new Set(rows.flatMap(({ row }) => row.requestId ?? [])) }]);
    }
    return (failure) => arrivalOf(failure, failure.serverPod === undefined ? [] : (logs.get(failure.serverPod) ?? []));
  },
});

function arrivalOf(failure: Failure, logs: readonly ServerLog[]): Arrival {
  const { requestId, direction, time, end, upstreamLocal } = failure;
  if (direction === 'inbound') return 'cut';
  if (requestId === undefined) return 'unknown';
  if (logs.some(({ requests }) => requests.has(requestId))) return 'cut';
  // a request that waits for a connection was never sent
  if (upstreamLocal === undefined) return 'unknown';
  return logs.some(({ log }) => isWhole(log) && log.first <= time && log.last >= end) ? 'unseen' : 'unknown';
}

/** Rows of requests that went well are there, so nobody filters by outcome, and none were left out here. */
function isWhole(log: ProxyAccessLog): boolean {
  const logsGood = log.groups.some(({ direction, outcome }) => direction === 'inbound' && outcome === 'ok');
  return logsGood && log.damaged === 0 && log.failuresSeen === log.failures.length && log.clientAborts === log.giveUps.length;
}
