import type { ProxyAccessLog } from '../artifacts/logs/types.ts';
import type { ObservedIncident } from '../model/failure.ts';
import { spanOf } from './incident-rows.ts';
import { proxyKey } from './proxy-views.ts';

/**
 * Share of the requests in an incident's time that failed, counted in the logs and clusters of these failures: 1 = all of them.
 * Undefined when no timeline covers them.
 */
export function failingShare(incident: ObservedIncident, indices: readonly number[], logs: readonly ProxyAccessLog[]): number | undefined {
  const pairs = new Set(indices.map((index) => `${incident.failures[index]?.pod ?? ''} ${incident.failures[index]?.cluster ?? '-'}`));
  const { from, to } = spanOf(incident, indices);
  let requests = 0;
  let failures = 0;
  for (const log of logs) {
    const pod = proxyKey(log.proxy.namespace, log.proxy.pod ?? '');
    for (const line of log.timelines) {
      if (!pairs.has(`${pod} ${line.cluster}`)) continue;
      for (const bucket of line.buckets) {
        if (bucket.from + line.bucketMs <= from || bucket.from > to) continue;
        requests += bucket.requests;
        failures += bucket.failures;
      }
    }
  }
  return requests === 0 ? undefined : failures / requests;
}
