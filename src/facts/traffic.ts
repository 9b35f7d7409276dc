import { accessLogs } from '../artifacts/logs/index.ts';
import { grouping } from '../artifacts/grouping.ts';
import { question } from '../artifacts/question.ts';
import { snapshotTime } from '../artifacts/snapshot-time.ts';
import type { ProxyAccessLog } from '../artifacts/logs/types.ts';
import type { Failure, ObservedIncident, Traffic } from '../model/failure.ts';
import type { Question } from '../model/snapshot.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { EpochMs, Span } from '../model/time.ts';
import { dotted } from './dotted.ts';
import { actorByPod, type Cast, cast } from './cast.ts';
import { clientFailures } from './client-failures.ts';
import { countedFailures } from './counted-failures.ts';
import { failures } from './failures.ts';
import { type IncidentPart, partsOf } from './incident-parts.ts';
import { longWaits } from './lost-waits.ts';
import { otherProxies } from './other-proxies.ts';
import { burstsOf, patternOf } from './incident-pattern.ts';
import { type Demand, demandOf } from './demand.ts';

/** How many targets are judged: more is no report, and `--to` asks about one. */
const incidentLimit = 200;

/** All request evidence: failures grouped into incidents by whom they were for, and how much went well. */
export const traffic: Fact<Traffic> = defineFact({
  id: 'traffic',
  needs: { cast },
  wants: { accessLogs, longWaits, otherProxies, failures, clientFailures, countedFailures, question, snapshotTime, grouping },
  derive: ({
    accessLogs: collected,
    longWaits = [],
    otherProxies = [],
    failures: rows = [],
    clientFailures = [],
    countedFailures = [],
    cast,
    question,
    snapshotTime,
    grouping,
  }) => {
    const told = [...clientFailures, ...countedFailures];
    // neither a row, nor a caller's word, nor a counter's: there is no request evidence, which is not the same as none failing
    if (collected === undefined && otherProxies.length === 0 && told.length === 0) return undefined;
    const accessLogs = collected ?? [];
    const all = [...rows, ...told].toSorted((a, b) => a.time - b.time);
    const asked = asksAbout(question, snapshotTime?.takenAt);
    const whole = demandOf(cast, accessLogs, otherProxies);
    const demand = new Map([...whole].filter(([target]) => asked.target(target)).map(([target, all]) => [target, asked.part(all)] as const));
    const failures = all.filter((failure) => asked.failure(failure));
    const lasting = failures.filter((failure) => !failure.savedByRetry);
    const groups = Map.groupBy(lasting, targetOf);
    const kept = Map.groupBy(
      all.filter((failure) => !failure.savedByRetry),
      targetOf,
    );
    const incidents = [...groups]
      .flatMap(([target, members]) =>
        groupsOf(target, members, grouping).map((parts) =>
          incidentOf(target, parts, demand.get(target), kept.get(target)?.length ?? members.length, cast, accessLogs),
        ),
      )
      .toSorted((a, b) => b.total - a.total || a.target.localeCompare(b.target) || a.from - b.from);
    const uncounted = failures.filter(({ family }) => family === 'gave-up').length + told.filter((failure) => asked.failure(failure)).length;
    const late = longWaits.flatMap(({ waits }) => waits).length - all.filter(({ family }) => family === 'gave-up').length;
    const failed = incidents.reduce((sum, incident) => sum + incident.total, 0);
    // a row of a failure is a request that was seen, however the others were counted
    const seen = Math.max(failed, [...demand.values()].reduce((sum, entry) => sum + entry.requests, 0) + uncounted);
    return {
      incidents: incidents.slice(0, incidentLimit).map((incident, index) => ({ ...incident, id: `incident-${index + 1}` })),
      incidentsLeftOut: Math.max(0, incidents.length - incidentLimit),
      requests: {
        seen,
        failed,
        savedByRetry: failures.length - lasting.length,
        // a caller that left may be told by both kinds of proxy
        clientAborted: Math.max(abortsIn(accessLogs) - all.filter(({ family }) => family === 'gave-up').length, abortsIn(otherProxies)),
      },
      abortedLate: late,
      served: new Map([...demand].flatMap(([target, entry]) => (entry.ok > 0 ? [[target, entry.ok] as const] : []))),
      callers: new Map(
        [...demand].map(([target, entry]) => [target, [...entry.byClient].toSorted((a, b) => b[1].requests - a[1].requests).map(([client]) => client)]),
      ),
      pathsSeen: pathsOf(whole),
      isGrpcUntold: 2 * accessLogs.reduce((sum, log) => sum + (log.grpcUntold ?? 0), 0) > accessLogs.reduce((sum, log) => sum + log.rows, 0),
      ...timeOf(whole, all),
      saved: failures.filter((failure) => failure.savedByRetry),
      observed: accessLogs.some((log) => log.rows > 0) || otherProxies.some((log) => log.requests > 0),
    };
  },
});

function abortsIn(logs: readonly { readonly clientAborts: number }[]): number {
  return logs.reduce((sum, log) => sum + log.clientAborts, 0);
}

/** What of the traffic the question is about: one target, one client, one stretch of time; everything when nothing is asked. */
function asksAbout(
  question: Question | undefined,
  now: EpochMs | undefined,
): { readonly target: (target: string) => boolean; readonly failure: (failure: Failure) => boolean; readonly part: (whole: Demand) => Demand } {
  const to = question?.to === undefined ? undefined : dotted(question.to);
  const from = question?.from === undefined ? undefined : dotted(question.from).split('.')[0];
  const since = question?.sinceMs === undefined || now === undefined ? undefined : now - question.sinceMs;
  const during: Span = {
    from: Math.max(since ?? Number.NEGATIVE_INFINITY, question?.window?.from ?? Number.NEGATIVE_INFINITY),
    to: question?.window?.to ?? Number.POSITIVE_INFINITY,
  };
  const target = (name: string): boolean => to === undefined || name === to || name.split('.')[0] === to;
  return {
    target,
    part: (whole) => demandDuring(from === undefined ? whole : { ...whole, ...(whole.byClient.get(from) ?? { requests: 0, ok: 0 }) }, during),
    failure: (failure) =>
      target(targetOf(failure)) &&
      (from === undefined || failure.client === undefined || failure.client === from) &&
      failure.time >= during.from &&
      failure.time <= during.to,
  };
}

/** Who calls whom, for a question that met nothing. */
function pathsOf(demand: ReadonlyMap<string, Demand>): readonly string[] {
  return [...demand]
    .toSorted((a, b) => b[1].requests - a[1].requests)
    .flatMap(([target, { byClient }]) => (byClient.size === 0 ? [target] : [...byClient.keys()].map((client) => `${client} -> ${target}`)));
}

function timeOf(demand: ReadonlyMap<string, Demand>, failures: readonly Failure[]): Pick<Traffic, 'timeSeen'> {
  const spans = [...[...demand.values()].flatMap(({ buckets }) => buckets), ...failures.map(({ time }) => ({ from: time, to: time }))];
  const from = spans.reduce((least, span) => Math.min(least, span.from), Number.POSITIVE_INFINITY);
  const to = spans.reduce((most, span) => Math.max(most, span.to), Number.NEGATIVE_INFINITY);
  return from <= to ? { timeSeen: { from, to } } : {};
}

/** The requests in a stretch of time, by the share of the time buckets that touch it. */
function demandDuring(whole: Demand, { from, to }: Span): Demand {
  if (from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY) return whole;
  const sum = (buckets: Demand['buckets']): number => buckets.reduce((total, bucket) => total + bucket.requests, 0);
  const share = sum(whole.buckets.filter((bucket) => bucket.to > from && bucket.from <= to)) / Math.max(1, sum(whole.buckets));
  return { ...whole, requests: Math.round(whole.requests * share), ok: Math.round(whole.ok * share) };
}

/** `name.namespace` of the workload the request was for. */
export function targetOf(failure: Failure): string {
  const { name, namespace } = failure.server.workload;
  return namespace === undefined ? name : `${name}.${namespace}`;
}

/** `kept`: how many failures of the target are known one by one, whatever the question. */
function incidentOf(
  target: string,
  parts: readonly IncidentPart[],
  whole: Demand | undefined,
  kept: number,
  people: Cast,
  logs: readonly ProxyAccessLog[],
): Omit<ObservedIncident, 'id'> & { readonly id: string } {
  const members = parts.flatMap(({ failures }) => failures).toSorted((a, b) => a.time - b.time);
  const first = members[0]?.server.workload;
  const shape = parts.some((part) => part.shape === 'spread') ? 'spread' : (parts[0]?.shape ?? 'whole');
  // an episode is a share of the requests of its time, not of the day's
  const own = whole === undefined || shape !== 'episode' ? whole : demandOfParts(whole, parts);
  const givenUp = members.filter(({ family }) => family === 'gave-up').length; // rows that the demand does not count
  const bursts = burstsOf(members);
  const told = Math.round(((own?.toldFailed ?? 0) * members.length) / kept);
  const total = Math.max(members.length + notKept(members, people, logs), told);
  return {
    id: target,
    target,
    targetName: first?.name ?? target,
    ...(first?.namespace === undefined ? {} : { targetNamespace: first.namespace }),
    ...(shape === 'whole' ? {} : { part: { keys: parts.map(({ key }) => key), shape } }),
    failures: members,
    total,
    ...(own === undefined ? {} : { requests: Math.max(own.requests + givenUp, total) }),
    pattern: patternOf(members, bursts, own),
    bursts,
    from: members[0]?.time ?? 0,
    to: members.reduce((latest, failure) => Math.max(latest, failure.end), 0),
    families: [...new Set(members.map((failure) => failure.family))],
    clients: [...new Set(members.flatMap((failure) => failure.client ?? []))].toSorted(),
  };
}

/** Parts that belong together; everything as one where that is all parts. */
function groupsOf(target: string, members: readonly Failure[], grouping: ReadonlyMap<string, string> | undefined): readonly (readonly IncidentPart[])[] {
  const groups = [...Map.groupBy(partsOf(target, members), ({ key }) => grouping?.get(key) ?? key).values()];
  return groups.length > 1 ? groups : [[{ key: target, shape: 'whole', failures: members, spans: [] }]];
}

function demandOfParts(whole: Demand, parts: readonly IncidentPart[]): Demand {
  const during = parts.flatMap(({ spans }) => spans).map((span) => demandDuring(whole, span));
  const sum = (pick: (part: Demand) => number): number => during.reduce((total, part) => total + pick(part), 0);
  return { ...whole, requests: sum(({ requests }) => requests), ok: sum(({ ok }) => ok) };
}

/** Failing rows beyond the kept ones, shared out to targets by their part of the kept ones. */
function notKept(members: readonly Failure[], people: Cast, logs: readonly ProxyAccessLog[]): number {
  let dropped = 0;
  for (const log of logs) {
    const excess = log.failuresSeen - log.failures.length;
    if (excess <= 0 || log.failures.length === 0) continue;
    const key = log.proxy.pod === undefined ? undefined : actorByPod(people, log.proxy.namespace, log.proxy.pod)?.key;
    const share = members.filter((failure) => failure.pod === key).length / log.failures.length;
    dropped += Math.round(excess * share);
  }
  return dropped;
}
