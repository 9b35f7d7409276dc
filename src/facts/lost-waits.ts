import { accessLogs } from '../artifacts/logs/index.ts';
import type { FailureRow, ProxyAccessLog, UpstreamPool } from '../artifacts/logs/types.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { distributionOfBins } from '../race/binned.ts';
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
/** Fewer answers do not tell how long answers take. */
const fewestServed = 5;

/**
 * Requests given up (flag DC, code 499) that were lost: nothing of an answer had come, the wait was far longer than answers of that cluster
 * take, and at least three of one caller share either the length of the wait, as with a time limit of the caller, or a long quiet time on
 * their connection before. What callers leave at any time, or sooner than answers take, is theirs.
 */
export const lostWaits: Fact<readonly LostWait[]> = defineFact({
  id: 'lost-waits',
  needs: { accessLogs },
  derive: ({ accessLogs }) => {
    const failed = new Set(accessLogs.flatMap(({ failures }) => failures.flatMap(({ row }) => row.requestId ?? [])));
    const lost = accessLogs.flatMap((log) => lostIn(log, failed));
    // where both proxies wrote a row of it, the one nearer the server tells more
    const atServer = new Set(lost.flatMap(({ failure: { direction, row } }) => (direction === 'inbound' ? (row.requestId ?? []) : [])));
    return lost.filter(({ failure: { direction, row } }) => direction === 'inbound' || row.requestId === undefined || !atServer.has(row.requestId));
  },
});

/** `failed`: requests that are failures already, as when the caller's proxy ended the wait at its limit and the server's proxy saw it leave. */
function lostIn(log: ProxyAccessLog, failed: ReadonlySet<string>): readonly LostWait[] {
  const waits = log.giveUps.filter(({ row }) => isUnanswered(row) && (row.requestId === undefined || !failed.has(row.requestId)));
  return [...Map.groupBy(waits, callerAndCluster).values()].flatMap((group) => {
    const [first] = group;
    const usual = usualOf(log.pools.filter((pool) => pool.cluster === first?.row.upstreamCluster));
    if (usual === undefined) return [];
    const long = group.filter(({ row }) => (row.durationMs ?? 0) >= Math.max(leastWaitMs, timesLonger * usual));
    return lostAmong(long).map((failure): LostWait => ({ log, failure }));
  });
}

function isUnanswered({ code, bytesSent, upstreamHost }: FailureRow['row']): boolean {
  return (code === 0 || code === 499) && bytesSent === 0 && upstreamHost !== undefined;
}

/** A sidecar's own application is one caller; whoever calls through a gateway or comes in is told by address. */
function callerAndCluster({ row, direction }: FailureRow): string {
  const caller = direction === 'outbound' || row.downstreamRemote === undefined ? '' : (ipOf(row.downstreamRemote) ?? '');
  return `${row.upstreamCluster ?? '-'} ${caller}`;
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

function lostAmong(waits: readonly FailureRow[]): readonly FailureRow[] {
  const quiet = waits.filter(({ idleGapMs, ordinal }) => (idleGapMs ?? 0) >= longQuietMs && (ordinal ?? 2) >= 2);
  const alike = ofOneLength(waits);
  const lost = quiet.length >= 0.8 * waits.length ? quiet : alike.length >= 0.6 * waits.length ? alike : [];
  const moments = new Set(lost.map(({ row }) => Math.floor(row.start / 1_000)));
  return lost.length >= 3 && moments.size >= 2 ? lost : [];
}

/** The largest set of waits whose lengths lie within 2 % (at least 100 ms): a time limit ends at one time, people do not. */
function ofOneLength(waits: readonly FailureRow[]): readonly FailureRow[] {
  const sorted = waits.toSorted((a, b) => (a.row.durationMs ?? 0) - (b.row.durationMs ?? 0));
  let best: readonly FailureRow[] = [];
  let first = 0;
  sorted.forEach(({ row }, index) => {
    const high = row.durationMs ?? 0;
    while (high - (sorted[first]?.row.durationMs ?? high) > Math.max(100, 0.02 * high)) first += 1;
    if (index - first + 1 > best.length) best = sorted.slice(first, index + 1);
  });
  return best.toSorted((a, b) => a.row.start - b.row.start);
}
