import type { ContainerLog, ProxyAccessLog } from '../artifacts/logs/types.ts';
import type { EpochMs } from '../model/time.ts';

/** Envoy's own error bodies (source/common/http/utility.cc and router.cc, Envoy 1.16 to 1.40): whoever quotes one, met a proxy that failed. */
const ENVOY_SAID: ReadonlySet<string> = new Set(['upstream connect error or disconnect/reset before headers', 'no healthy upstream', 'upstream request timeout']);

/** Answers of a proxy that failed, as applications log them. */
export interface Complaint {
  readonly time: EpochMs;
  /** `name.namespace` of the host in the URL, where the line has one. */
  readonly target?: string;
}

/**
 * What applications say of failing answers within the time that the proxies' rows cover. Where no row shows a failure, a proxy's
 * log is missing: then the rows that are there cannot vouch for health. Complaints of another time say nothing of these requests.
 */
export function complaintsIn(containerLogs: readonly ContainerLog[], accessLogs: readonly ProxyAccessLog[]): readonly Complaint[] {
  const from = accessLogs.reduce((earliest, log) => Math.min(earliest, log.first), Number.POSITIVE_INFINITY);
  const to = accessLogs.reduce((latest, log) => Math.max(latest, log.last), Number.NEGATIVE_INFINITY);
  return containerLogs.flatMap((log) =>
    log.signals.flatMap(({ id, time, data }): readonly Complaint[] => {
      if (id !== 'client-503' || time === undefined || time < from || time > to || !ENVOY_SAID.has(data['body'] ?? '')) return [];
      const target = targetOf(data['url']);
      return [{ time, ...(target === undefined ? {} : { target }) }];
    }),
  );
}

function targetOf(url: string | undefined): string | undefined {
  const match = /^https?:\/\/([a-z0-9-]+)\.([a-z0-9-]+)(?:[.:/]|$)/.exec(url ?? '');
  return match === null ? undefined : `${match[1]}.${match[2]}`;
}
