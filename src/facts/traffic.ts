import { accessLogs } from '../artifacts/logs/index.ts';
import { question } from '../artifacts/question.ts';
import { snapshotTime } from '../artifacts/snapshot-time.ts';
import type { ProxyAccessLog } from '../artifacts/logs/types.ts';
import type { Failure, ObservedIncident, Traffic } from '../model/failure.ts';
import type { Question } from '../model/snapshot.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { EpochMs } from '../model/time.ts';
import { dotted } from './dotted.ts';
import { actorByPod, type Cast, cast } from './cast.ts';
import { clientFailures } from './client-failures.ts';
import { failures } from './failures.ts';
import { otherProxies } from './other-proxies.ts';
import { burstsOf, patternOf } from './incident-pattern.ts';
import { type Demand, demandOf } from './demand.ts';

/** How many targets are judged: more is no report, and `--to` asks about one. */
const incidentLimit = 200;

/** All request evidence: failures grouped into incidents by whom they were for, and how much went well. */
export const traffic: Fact<Traffic> = defineFact({
  id: 'traffic',
  needs: { cast },
  wants: { accessLogs, otherProxies, failures, clientFailures, question, snapshotTime },
  derive: ({ accessLogs: collected, otherProxies = [], failures: rows = [], clientFailures: told = [], cast, question, snapshotTime }) => {
    // neither a row nor a caller's word: there is no request evidence, which is not the same as none failing
    if (collected === undefined && otherProxies.length === 0 && told.length === 0) return undefined;
    const accessLogs = collected ?? [];
    const all = [...rows, ...told].toSorted((a, b) => a.time - b.time);
    const asked = asksAbout(question, snapshotTime?.takenAt);
    const whole = demandOf(cast, accessLogs, otherProxies);
    const demand = new Map([...whole].filter(([target]) => asked.target(target)).map(([target, all]) => [target, asked.part(all)] as const));
    const failures = all.filter((failure) => asked.failure(failure));
    const lasting = failures.filter((failure) => !failure.savedByRetry);
    const groups = Map.groupBy(lasting, targetOf);
    const incidents = [...groups]
      .map(([target, members]) => incidentOf(target, members, demand, cast, accessLogs))
      .toSorted((a, b) => b.total - a.total || a.target.localeCompare(b.target));
    const seen = [...demand.values()].reduce((sum, entry) => sum + entry.requests, 0) + told.filter((failure) => asked.failure(failure)).length;
    return {
      incidents: incidents.slice(0, incidentLimit).map((incident, index) => ({ ...incident, id: `incident-${index + 1}` })),
      incidentsLeftOut: Math.max(0, incidents.length - incidentLimit),
      requests: {
        seen,
        failed: incidents.reduce((sum, incident) => sum + incident.total, 0),
        savedByRetry: failures.length - lasting.length,
        // a caller that left may be told by both kinds of proxy
        clientAborted: Math.max(abortsIn(accessLogs), abortsIn(otherProxies)),
      },
      served: new Map([...demand].flatMap(([target, entry]) => (entry.ok > 0 ? [[target, entry.ok] as const] : []))),
      callers: new Map(
        [...demand].map(([target, entry]) => [target, [...entry.byClient].toSorted((a, b) => b[1].requests - a[1].requests).map(([client]) => client)]),
      ),
      pathsSeen: pathsOf(whole),
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
  const target = (name: string): boolean => to === undefined || name === to || name.split('.')[0] === to;
  return {
    target,
    part: (whole) => sinceThen(from === undefined ? whole : { ...whole, ...(whole.byClient.get(from) ?? { requests: 0, ok: 0 }) }, since),
    failure: (failure) =>
      target(targetOf(failure)) &&
      (from === undefined || failure.client === undefined || failure.client === from) &&
      (since === undefined || failure.time >= since),
  };
}

/** Who calls whom, for a question that met nothing. */
function pathsOf(demand: ReadonlyMap<string, Demand>): readonly string[] {
  return [...demand]
    .toSorted((a, b) => b[1].requests - a[1].requests)
    .flatMap(([target, { byClient }]) => (byClient.size === 0 ? [target] : [...byClient.keys()].map((client) => `${client} -> ${target}`)));
}

/** The requests after a moment, by the share of the time buckets that lie after it. */
function sinceThen(whole: Demand, since: EpochMs | undefined): Demand {
  if (since === undefined) return whole;
  const sum = (buckets: Demand['buckets']): number => buckets.reduce((total, bucket) => total + bucket.requests, 0);
  const share = sum(whole.buckets.filter((bucket) => bucket.to > since)) / Math.max(1, sum(whole.buckets));
  return { ...whole, requests: Math.round(whole.requests * share), ok: Math.round(whole.ok * share) };
}

/** `name.namespace` of the workload the request was for. */
export function targetOf(failure: Failure): string {
  const { name, namespace } = failure.server.workload;
  return namespace === undefined ? name : `${name}.${namespace}`;
}

function incidentOf(
  target: string,
  members: readonly Failure[],
  demand: ReadonlyMap<string, Demand>,
  people: Cast,
  logs: readonly ProxyAccessLog[],
): Omit<ObservedIncident, 'id'> & { readonly id: string } {
  const first = members[0]?.server.workload;
  const own = demand.get(target);
  const bursts = burstsOf(members);
  const total = Math.max(members.length + notKept(members, people, logs), own?.toldFailed ?? 0);
  return {
    id: target,
    target,
    targetName: first?.name ?? target,
    ...(first?.namespace === undefined ? {} : { targetNamespace: first.namespace }),
    failures: members,
    total,
    ...(own === undefined ? {} : { requests: Math.max(own.requests, total) }),
    pattern: patternOf(members, bursts, own),
    bursts,
    from: members[0]?.time ?? 0,
    to: members.reduce((latest, failure) => Math.max(latest, failure.end), 0),
    families: [...new Set(members.map((failure) => failure.family))],
    clients: [...new Set(members.flatMap((failure) => failure.client ?? []))].toSorted(),
  };
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
