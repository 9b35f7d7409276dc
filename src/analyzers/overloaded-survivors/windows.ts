import type { ProxyAccessLog } from '../../artifacts/logs/types.ts';
import type { Outage } from '../../facts/outage.ts';
import type { Pod } from '../../facts/pods.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import type { EpochMs, Milliseconds } from '../../model/time.ts';

/** Queues that filled while replicas were away are worked off after they are back. */
const tailMs: Milliseconds = 5_000;

/** Pods of the incident's target that were told to go (roll-out, scale-down, drained node), each with the time until its place was filled. */
export function goingPods(incident: ObservedIncident, outages: readonly Outage[]): readonly Outage[] {
  return outages.filter(
    ({ kind, isProxy, workload, namespace }) =>
      (kind === 'shutdown' || kind === 'eviction') &&
      !isProxy &&
      workload === incident.targetName &&
      (incident.targetNamespace === undefined || namespace === incident.targetNamespace),
  );
}

/** How many pods other than `pod` are away at a moment; undefined when `pod` itself is. */
export function awayBeside(pod: string, time: EpochMs, going: readonly Outage[]): number | undefined {
  const away = new Set(going.filter((outage) => isWithin(time, outage)).map((outage) => outage.pod));
  return away.has(pod) ? undefined : away.size;
}

/** Pods that were there before the first of the others went: a new one that fails has its own start, or its new version, to fail by. */
export function stayingPods(going: readonly Outage[], pods: readonly Pod[], logs: readonly ProxyAccessLog[]): ReadonlySet<string> {
  const first = going.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY);
  return new Set([
    ...pods.filter(({ createdAt }) => createdAt !== undefined && createdAt < first).map(({ key }) => key),
    ...logs.filter((log) => log.rows > 0 && log.first < first).map(({ proxy }) => `${proxy.namespace ?? ''}/${proxy.pod ?? ''}`),
  ]);
}

function isWithin(time: EpochMs, { from, to, slackMs }: Outage): boolean {
  return time >= from - Math.min(slackMs, 2_000) && time <= to + tailMs;
}

/**
 * How many times the requests per second that these pods get while others are away are those that they get otherwise, from their own
 * proxies' logs. Undefined where the logs show less than five seconds of either.
 */
export function loadRatio(pods: ReadonlySet<string>, going: readonly Outage[], logs: readonly ProxyAccessLog[]): number | undefined {
  const inside = { requests: 0, ms: 0 };
  const outside = { requests: 0, ms: 0 };
  for (const log of logs) {
    const pod = `${log.proxy.namespace ?? ''}/${log.proxy.pod ?? ''}`;
    if (!pods.has(pod)) continue;
    const buckets = new Map<EpochMs, { readonly widthMs: Milliseconds; readonly requests: number }>();
    for (const { direction, bucketMs, buckets: some } of log.timelines) {
      if (direction !== 'inbound') continue;
      for (const { from, requests } of some) buckets.set(from, { widthMs: bucketMs, requests: requests + (buckets.get(from)?.requests ?? 0) });
    }
    for (const [from, { widthMs, requests }] of buckets) {
      const beside = awayBeside(pod, from + widthMs / 2, going);
      if (beside === undefined) continue;
      const part = beside > 0 ? inside : outside;
      part.requests += requests;
      part.ms += widthMs;
    }
  }
  if (inside.ms < 5_000 || outside.ms < 5_000 || outside.requests === 0) return undefined;
  return Math.round(((inside.requests / inside.ms) * outside.ms * 10) / outside.requests) / 10;
}
