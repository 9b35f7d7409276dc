import { accessLogs } from '../artifacts/logs/index.ts';
import { snapshotTime } from '../artifacts/snapshot-time.ts';
import type { ProxyAccessLog } from '../artifacts/logs/types.ts';
import { objectAt, stringAt } from '../formats/json.ts';
import { parseInstant } from '../formats/time/index.ts';
import type { Failure } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { EpochMs, Milliseconds } from '../model/time.ts';
import { type Pod, pods } from './pods.ts';
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
  /** It would have the rows that were written until then. */
  readonly until: EpochMs;
}

/** Envoy writes access logs to files in batches, every 10 s at the latest (--file-flush-interval-msec, Envoy 1.37); a collection takes a few seconds. */
const flushMs: Milliseconds = 15_000;

/** Tells of a caller's row (timed out or given up) whether the server's proxy had the request. */
export const arrivals: Fact<(failure: Failure) => Arrival> = defineFact({
  id: 'arrivals',
  needs: { accessLogs },
  wants: { pods, snapshotTime },
  derive: ({ accessLogs, pods = [], snapshotTime }) => {
    const logs = new Map<string, ServerLog[]>();
    for (const log of accessLogs) {
      if (log.proxy.pod === undefined) continue;
      const key = proxyKey(log.proxy.namespace, log.proxy.pod);
      const rows = [...log.failures, ...log.giveUps].filter(({ direction }) => direction === 'inbound');
      const until = isRunning(
        pods.find((pod) => pod.key === key),
        log,
      )
        ? (snapshotTime?.takenAt ?? 0) - flushMs
        : log.last;
      logs.set(key, [...(logs.get(key) ?? []), { log, until: Math.max(log.last, until), requests: new Set(rows.flatMap(({ row }) => row.requestId ?? [])) }]);
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
  return logs.some(({ log, until }) => isWhole(log) && log.first <= time && until >= end) ? 'unseen' : 'unknown';
}

/** The pod is there and its proxy has written this log ever since, so that what the log lacks at its end did not happen. */
function isRunning(pod: Pod | undefined, { first, proxy }: ProxyAccessLog): boolean {
  const container = pod?.containers.find(({ isProxy }) => isProxy);
  const started = parseInstant(stringAt(objectAt(container?.status, 'state', 'running'), 'startedAt') ?? '');
  return proxy.previous !== true && pod?.deletedAt === undefined && started !== undefined && started <= first + 1_000;
}

/** Rows of requests that went well are there, so nobody filters by outcome, and none were left out here. */
function isWhole(log: ProxyAccessLog): boolean {
  const logsGood = log.groups.some(({ direction, outcome }) => direction === 'inbound' && outcome === 'ok');
  return logsGood && log.damaged === 0 && log.failuresSeen === log.failures.length && log.clientAborts === log.giveUps.length;
}
