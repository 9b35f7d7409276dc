import type { Failure, ObservedIncident } from '../model/failure.ts';
import type { Outage } from './outage.ts';

/** Families that a vanished server shows as: the connection ends, the next one is refused, then nobody is left, or the proxy before it passes that on. */
const vanishing: ReadonlySet<Failure['family']> = new Set(['reset', 'connect', 'no-host', 'stream-reset', 'answered']);

/** Nobody answered, as when the server hangs. */
function isUnanswered({ family }: Failure): boolean {
  return family === 'timeout' || family === 'gave-up';
}

/** A burst goes on for a while after the server is back: proxies learn of it late, panic thresholds, a second kill at once. */
const tailMs = 30_000;

/** True when an outage of this server could make a request fail so, whatever the time. */
export function couldBeOf(failure: Failure, outage: Outage, incident: ObservedIncident): boolean {
  if (failure.serverPod === outage.pod) {
    // the pod itself, by its address
  } else if (
    failure.serverPod !== undefined ||
    outage.workload !== incident.targetName ||
    (incident.targetNamespace !== undefined && outage.namespace !== incident.targetNamespace)
  )
    return false;
  const hung = outage.kind === 'liveness' || outage.kind === 'eviction';
  if (!vanishing.has(failure.family) && !(hung && isUnanswered(failure))) return false;
  // a handshake that is refused was answered by a living server
  if (failure.transportFailure !== undefined && /TLS|SSL|CERT/i.test(failure.transportFailure)) return false;
  // an answer of a living application is its own, unless it was only passed on from beyond
  if (failure.family === 'answered') return failure.unseenBeyond;
  const isPodGoing = outage.kind === 'shutdown' || outage.kind === 'eviction';
  // a dead sidecar writes no rows
  if (outage.isProxy && failure.direction === 'inbound' && !isPodGoing) return false;
  // before a living sidecar a dead application is seen by that sidecar, not by the caller's; words that a caller quotes may be either's
  const beforeSidecar =
    failure.direction !== 'inbound' &&
    failure.direction !== 'unknown' &&
    failure.server.role === 'sidecar' &&
    (failure.family === 'reset' || failure.family === 'connect');
  return !(beforeSidecar && outage.container !== undefined && !outage.isProxy && !isPodGoing);
}

/**
 * Indices of an incident's failures that lie in an outage of the server they were for: they end no earlier than it begins and
 * start no later than the server is back, give or take the clock's grain; and what of the same burst follows at once.
 */
export function failuresDuring(incident: ObservedIncident, outage: Outage): readonly number[] {
  const grain = Math.max(1_000, Math.min(outage.slackMs, 120_000)) + 500;
  const from = outage.from - grain;
  const to = outage.to + grain;
  // a kubelet that kills a hung server does so after several failed probes
  const hungFrom = outage.kind === 'liveness' ? from - 60_000 : from;
  if (incident.to < hungFrom || incident.from > to) return [];
  const could = (index: number): boolean => {
    const failure = incident.failures[index];
    return failure !== undefined && couldBeOf(failure, outage, incident);
  };
  const inside = new Set(
    incident.failures.flatMap((failure, index) =>
      failure.end >= (isUnanswered(failure) ? hungFrom : from) && failure.time <= to && could(index) ? [index] : [],
    ),
  );
  for (const burst of incident.bursts) {
    // a burst that began before the outage has another beginning
    if (burst.from < from || burst.from > to || !burst.failures.some((index) => inside.has(index))) continue;
    for (const index of burst.failures) if ((incident.failures[index]?.time ?? 0) <= to + tailMs && could(index)) inside.add(index);
  }
  return [...inside].toSorted((a, b) => a - b);
}

/**
 * How much more often failures lie inside these outages than chance would put them there: share of failures inside, over share
 * of the incident's time inside. 1 = no relation. Protects from blaming a restart in the middle of an everlasting failure.
 */
export function concentration(incident: ObservedIncident, all: readonly Outage[], inside: ReadonlySet<number>): number {
  const length = Math.max(1, incident.to - incident.from);
  const spans = all
    .map((outage) => ({ from: Math.max(outage.from - outage.slackMs - 1_000, incident.from), to: Math.min(outage.to + outage.slackMs, incident.to) }))
    .filter((span) => span.to > span.from)
    .toSorted((a, b) => a.from - b.from);
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { from, to } of spans) {
    covered += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  const timeShare = Math.min(1, covered / length);
  const failureShare = inside.size / Math.max(1, incident.failures.length);
  return timeShare === 0 ? (failureShare > 0 ? Number.POSITIVE_INFINITY : 1) : failureShare / timeShare;
}
