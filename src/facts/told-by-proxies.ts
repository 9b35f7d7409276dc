import type { ProxyAccessLog } from '../artifacts/logs/types.ts';
import type { Party } from '../model/diagnosis.ts';
import type { Failure } from '../model/failure.ts';
import type { EpochMs, Span } from '../model/time.ts';
import type { Actor, Cast } from './cast.ts';
import type { ClientReport } from './client-reports.ts';
import { clusterHost } from './failures.ts';
import { destinationParty } from './parties.ts';
import { workloadOfPodName } from './workload-name.ts';

/** A client writes its line after the proxy's row begins and within the pause of its own log buffer. */
const nearMs = 5_000;

/** Stretches in which callers left before an answer came, by target key. */
export function aborts(people: Cast, logs: readonly ProxyAccessLog[]): ReadonlyMap<string, readonly Span[]> {
  const spans = new Map<string, Span[]>();
  for (const log of logs) {
    for (const group of log.groups) {
      if (group.outcome !== 'client-abort' || group.direction === 'inbound') continue;
      const host = clusterHost(group.cluster) ?? group.authority;
      const server = destinationParty(people, {
        ...(group.upstreamHost === undefined ? {} : { upstreamHost: group.upstreamHost }),
        ...(host === undefined ? {} : { host }),
      });
      if (server === undefined) continue;
      const key = keyOf(server);
      spans.set(key, [...(spans.get(key) ?? []), { from: group.first, to: group.last }]);
    }
  }
  return spans;
}

/** Whether a failing request was under way near a moment: towards one target, or (undefined) towards any. */
export type UnderWay = (target: Party | undefined, at: EpochMs) => boolean;

/** Callers may write as many lines as there are failing rows, so both are looked up, not compared one by one. */
export function underWayOf(failures: readonly Failure[]): UnderWay {
  const sorted = failures.toSorted((a, b) => a.time - b.time);
  const groups = Map.groupBy(sorted, ({ server }) => keyOf(server));
  const stretches = new Map([...groups].map(([key, group]) => [key, stretchOf(group)]));
  const all = stretchOf(sorted);
  return (target, at) => (target === undefined ? all : stretches.get(keyOf(target)))?.(at) ?? false;
}

/** Expects failures ordered by time. */
function stretchOf(failures: readonly Failure[]): (at: EpochMs) => boolean {
  const latestEnds: EpochMs[] = []; // of this failure and all before it
  for (const { end } of failures) latestEnds.push(Math.max(end, latestEnds.at(-1) ?? end));
  return (at) => {
    let [low, high] = [0, failures.length]; // the first failure that begins too late
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((failures[middle]?.time ?? 0) <= at + nearMs) low = middle + 1;
      else high = middle;
    }
    return (latestEnds[low - 1] ?? Number.NEGATIVE_INFINITY) >= at - nearMs;
  };
}

/** True when rows of proxies tell of this failure, or would have told of it had it been one. */
export function isTold(
  report: ClientReport,
  client: Actor | undefined,
  server: Party,
  logs: readonly ProxyAccessLog[],
  underWay: UnderWay,
  left: ReadonlyMap<string, readonly Span[]>,
): boolean {
  const key = keyOf(server);
  // where neither end has a name, the failing rows of that moment may well be these very requests: they count once
  const isNameless = server.role === 'external' && server.workload.name === 'unknown';
  if (underWay(isNameless ? undefined : server, report.time)) return true;
  // what a log says of another time than the rows is another story
  if (logs.length > 0 && !logs.some((log) => covers(log, report.time))) return true;
  // rows of a caller that left carry no failure: its own word that it waited in vain is the only one
  if (
    report.family === 'timeout' &&
    !report.byEnvoy &&
    left.get(key)?.some(({ from, to }) => report.time >= from - nearMs && report.time <= to + 60_000) === true
  )
    return false;
  return logs.some((log) => covers(log, report.time) && (isOf(log, client) || (report.family === 'answered' && isOfWorkload(log, server))));
}

const covers = (log: ProxyAccessLog, time: EpochMs): boolean => log.rows > 0 && time >= log.first - nearMs && time <= log.last + nearMs;

function isOf(log: ProxyAccessLog, client: Actor | undefined): boolean {
  return client?.pod !== undefined && log.proxy.pod === client.pod && (log.proxy.namespace ?? client.namespace) === client.namespace;
}

/** An application's own answer passes its proxy, so a log of that proxy would show it. */
function isOfWorkload(log: ProxyAccessLog, { workload }: Party): boolean {
  return (
    log.proxy.pod !== undefined && workloadOfPodName(log.proxy.pod) === workload.name && (log.proxy.namespace ?? workload.namespace) === workload.namespace
  );
}

function keyOf({ workload }: Party): string {
  return `${workload.namespace ?? ''}/${workload.name}`;
}
