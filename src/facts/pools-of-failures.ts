import type { ProxyAccessLog, UpstreamPool } from '../artifacts/logs/types.ts';
import type { Failure } from '../model/failure.ts';
import { proxyKey } from './proxy-views.ts';

/** The pools of connections that the failures' requests were sent from, with their logs. */
export function poolsOf(
  failures: readonly Failure[],
  logs: readonly ProxyAccessLog[],
): readonly { readonly log: ProxyAccessLog; readonly pool: UpstreamPool }[] {
  return logs.flatMap((log) => {
    const clusters = new Set(failures.flatMap((failure) => (isLogOf(log, failure) ? [failure.cluster] : [])));
    return log.pools.filter((pool) => clusters.has(pool.cluster)).map((pool) => ({ log, pool }));
  });
}

/** True for a log that has a row of one of the failures. */
export function logsOf(failures: readonly Failure[]): (log: ProxyAccessLog) => boolean {
  const pods = new Set(failures.map(({ pod }) => pod));
  const files = new Set(failures.map(({ evidence }) => evidence[0].at.file));
  return ({ proxy, at }) => (proxy.pod === undefined ? files.has(at.file) : pods.has(proxyKey(proxy.namespace, proxy.pod)) || pods.has(proxy.pod));
}

/** True for the log that has the failure's row. */
export function isLogOf(log: ProxyAccessLog, failure: Failure): boolean {
  return log.proxy.pod === undefined
    ? failure.evidence[0].at.file === log.at.file
    : failure.pod === proxyKey(log.proxy.namespace, log.proxy.pod) || failure.pod === log.proxy.pod;
}
