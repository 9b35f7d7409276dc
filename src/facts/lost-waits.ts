import { accessLogs } from '../artifacts/logs/index.ts';
import type { FailureRow, ProxyAccessLog, UpstreamPool } from '../artifacts/logs/types.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { distributionOfBins } from '../race/binned.ts';
import { actorByIp, actorByPod, type Cast, cast } from './cast.ts';
import { longQuietMs } from './long-quiet.ts';
import { ipOf } from './parties.ts';

/** A request that its caller gave up because nobody answered, which is a failure though no proxy calls it so. */
export interface LostWait {
  readonly log: ProxyAccessLog;
  readonly failure: FailureRow;
}

/** People and browsers leave at any time; a wait this many times longer than answers take is for an answer that does not come. */
const timesLonger = 3;
/** Below this a wait is of the length of a hiccup. */
const leastWaitMs: Milliseconds = 200;
/** Where too few were answered to tell how long answers take, a wait is long from here on: the shortest time limits that programs ship with (5 s). */
const longAnywayMs: Milliseconds = 4_900;
/** Fewer answers do not tell how long answers take. */
const fewestServed = 5;
/** What happens twice may be chance. */
const fewestAlike = 3;

/** Requests of one caller to one cluster that it gave up after a wait far longer than answers of that cluster take, with nothing of an answer. */
export interface LongWaits {
  readonly waits: readonly LostWait[];
  readonly pools: readonly UpstreamPool[];
  /** How long all but one in a hundred answers take; absent where too few were answered to tell. */
  readonly usualMs?: Milliseconds;
}

/** By caller and cluster. Whether they were lost, or a person left, these alone do not tell. */
export const longWaits: Fact<readonly LongWaits[]> = defineFact({
  id: 'long-waits',
  needs: { accessLogs, cast },
  derive: ({ accessLogs, cast }) => {
    // the caller's proxy may have ended the wait at its limit, and the server's proxy saw it leave: one failure
    const failed = new Set(accessLogs.flatMap(({ failures }) => failures.flatMap(({ row }) => row.requestId ?? [])));
    const waits = accessLogs.flatMap((log) =>
      log.giveUps.flatMap((failure) => (isUnanswered(failure) && !failed.has(failure.row.requestId ?? '') ? [{ log, failure }] : [])),
    );
    return [...Map.groupBy(waits, (wait) => `${poolOf(cast, wait.log, wait.failure.row.upstreamCluster)} ${callerOf(cast, wait.failure)}`).values()].flatMap(
      (group): readonly LongWaits[] => {
        const pools = poolsOf(cast, group, accessLogs);
        const usualMs = usualOf(pools);
        const least = usualMs === undefined ? longAnywayMs : Math.max(leastWaitMs, timesLonger * usualMs);
        const long = group.filter((wait) => lengthOf(wait) >= least);
        return long.length < fewestAlike ? [] : [{ waits: long, pools, ...(usualMs === undefined ? {} : { usualMs }) }];
      },
    );
  },
});

/**
 * Requests given up (flag DC, code 499) that were lost: nothing of an answer had come, the wait was far longer than answers of that cluster
 * take, and at least three of one caller share either the length of the wait, as with a time limit of the caller, or a long quiet time on
 * their connection before. What callers leave at any time, or sooner than answers take, is theirs.
 */
export const lostWaits: Fact<readonly LostWait[]> = defineFact({
  id: 'lost-waits',
  needs: { longWaits },
  derive: ({ longWaits: groups }) => {
    const lost = groups.flatMap(lostAmong);
    // where both proxies wrote a row of it, the one nearer the server tells more
    const atServer = new Set(lost.flatMap(({ failure: { direction, row } }) => (direction === 'inbound' ? (row.requestId ?? []) : [])));
    return lost.filter(({ failure: { direction, row } }) => direction === 'inbound' || row.requestId === undefined || !atServer.has(row.requestId));
  },
});

/** One workload's way to one cluster: its replicas are one caller, each of them with few requests. */
function poolOf(people: Cast, { proxy, at }: ProxyAccessLog, cluster: string | undefined): string {
  const actor = proxy.pod === undefined ? undefined : actorByPod(people, proxy.namespace, proxy.pod);
  return `${actor === undefined ? at.file : `${actor.namespace ?? ''}/${actor.workload}`} ${cluster ?? '-'}`;
}

/** A sidecar's own application is one caller; whoever calls through a gateway or comes in is told by address. */
function callerOf(people: Cast, { row, direction }: FailureRow): string {
  const ip = direction === 'outbound' || row.downstreamRemote === undefined ? undefined : ipOf(row.downstreamRemote);
  return ip === undefined ? '' : (actorByIp(people, ip, row.start)?.workload ?? ip);
}

/** The connections that these requests, and those of the same caller that went well, came over. */
function poolsOf(people: Cast, group: readonly LostWait[], logs: readonly ProxyAccessLog[]): readonly UpstreamPool[] {
  const [first] = group;
  if (first === undefined || group.length < fewestAlike) return [];
  const cluster = first.failure.row.upstreamCluster;
  const own = poolOf(people, first.log, cluster);
  return logs.filter((log) => poolOf(people, log, cluster) === own).flatMap((log) => log.pools.filter((pool) => pool.cluster === cluster));
}

function isUnanswered({ row: { code, bytesSent, upstreamHost } }: FailureRow): boolean {
  return (code === 0 || code === 499) && bytesSent === 0 && upstreamHost !== undefined;
}

/** How long all but one in a hundred answers take; the longest where they are few. */
function usualOf(pools: readonly UpstreamPool[]): Milliseconds | undefined {
  const bins = distributionOfBins(...pools.map(({ servedMs }) => servedMs ?? [])).bins();
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  if (total < fewestServed) return undefined;
  let above = 0;
  for (const { to, count } of bins.toReversed()) {
    above += count;
    if (total < 100 || above > total / 100) return to;
  }
  return undefined;
}

function lostAmong({ waits, pools, usualMs }: LongWaits): readonly LostWait[] {
  const quiet = waits.filter(({ failure: { idleGapMs, ordinal } }) => (idleGapMs ?? 0) >= longQuietMs && (ordinal ?? 2) >= 2);
  const alike = ofOneLength(waits);
  // where others go well after as long a quiet, it is how seldom requests come that makes it long
  const shortest = quiet.reduce((least, { failure }) => Math.min(least, failure.idleGapMs ?? least), Number.POSITIVE_INFINITY);
  const survived = distributionOfBins(...pools.map(({ survivorGaps }) => survivorGaps)).within(shortest, Number.POSITIVE_INFINITY);
  const isAfterQuiet = usualMs !== undefined && quiet.length >= 0.8 * waits.length && survived <= 0.2 * quiet.length;
  const lost = isAfterQuiet ? quiet : alike.length >= 0.6 * waits.length ? alike : [];
  const moments = new Set(lost.map(({ failure }) => Math.floor(failure.row.start / 1_000)));
  return lost.length >= fewestAlike && moments.size >= 2 ? lost : [];
}

const lengthOf = ({ failure }: LostWait): Milliseconds => failure.row.durationMs ?? 0;

/** The largest set of waits whose lengths lie within 2 % (at least 100 ms): a time limit ends at one time, people do not. */
function ofOneLength(waits: readonly LostWait[]): readonly LostWait[] {
  const sorted = waits.toSorted((a, b) => lengthOf(a) - lengthOf(b));
  let best: readonly LostWait[] = [];
  let first = 0;
  sorted.forEach((wait, index) => {
    const high = lengthOf(wait);
    while (high - lengthOf(sorted[first] ?? wait) > Math.max(100, 0.02 * high)) first += 1;
    if (index - first + 1 > best.length) best = sorted.slice(first, index + 1);
  });
  return best;
}
