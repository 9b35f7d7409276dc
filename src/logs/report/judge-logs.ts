import type { ProxyStats } from '../../artifacts/envoy/types.ts';
import { instant } from '../../model/time.ts';
import type { Said } from '../../model/text.ts';
import type { RequestTimeline } from '../../race/observations.ts';
import { percent } from '../../report/quantities.ts';
import type { Observed } from '../observe/observed.ts';
import type { ProxyLog } from '../observe/proxy-log.ts';
import { countedRequests } from './counted-requests.ts';
import type { DoubtfulLog } from './log-report.ts';
import { sayOfReport as say } from './report-texts.ts';

/** What is known of the logs being whole, by the number of the proxy. */
export interface LogJudgement {
  readonly doubts: readonly (DoubtfulLog & { readonly number: number })[];
  /** Clusters whose counters say that no row is missing, by the number of the proxy that counted. */
  readonly complete: ReadonlyMap<number, ReadonlySet<string>>;
  readonly notes: readonly Said[];
}

type Judge = { readonly doubt: DoubtfulLog['doubt']; readonly reason: Said };

/** Judges every log by its own numbers, and by its proxy's counters where there are any. */
export function judgeLogs(observed: Observed, stats: readonly ProxyStats[]): LogJudgement {
  const doubts: (DoubtfulLog & { readonly number: number })[] = [];
  const complete = new Map<number, ReadonlySet<string>>();
  const notes: Said[] = [];
  for (const proxy of observed.proxies) {
    if (proxy.rows === 0) continue;
    const name = proxyName(proxy);
    const found: Judge[] = [];
    if (proxy.failed >= 2 && proxy.succeeded < Math.max(2, proxy.failed * 0.1))
      found.push({ doubt: 'errors-only', reason: say('errorsOnly', { proxy: name, failed: proxy.failed, succeeded: proxy.succeeded }) });
    if (proxy.identity.pod === undefined && proxy.ownHosts.size > 1)
      found.push({ doubt: 'merged', reason: say('severalProxies', { proxy: name, addresses: [...proxy.ownHosts].toSorted().slice(0, 5).join(', ') }) });
    const late = Math.min(proxy.lateStarts, proxy.lateEnds);
    if (isNewestFirst(proxy)) found.push({ doubt: 'merged', reason: say('newestFirst', { proxy: name }) });
    else if (late > 5 && late > proxy.rows * 0.01) found.push({ doubt: 'merged', reason: say('disorder', { proxy: name, share: percent(late / proxy.rows) }) });
    const twice = proxy.duplicates / (proxy.rows + proxy.duplicates);
    if (proxy.duplicates > 5 && twice > 0.01) found.push({ doubt: 'duplicated', reason: say('twice', { proxy: name, share: percent(twice) }) });
    const hole = holeIn(proxy.times.timeline());
    if (hole !== undefined)
      found.push({ doubt: 'cut', reason: say('hole', { proxy: name, from: instant(hole.from), to: instant(hole.to), expected: Math.round(hole.expected) }) });
    const agreeing = new Set<string>();
    for (const { name: cluster, clusters, rows, counted, coverage } of countedRequests(proxy, observed, stats)) {
      // What was counted after the log was taken has no row yet.
      if (rows < counted * 0.99 * coverage) found.push({ doubt: 'sampled', reason: say('fewerThanCounted', { proxy: name, cluster, rows, counted }) });
      // More rows than were counted: the page is older than the log, or of other rows, and proves nothing.
      else if (rows >= counted * 0.99 && rows <= counted) {
        for (const each of clusters) agreeing.add(each);
        notes.push(say('agrees', { proxy: name, cluster, rows, counted }));
      }
    }
    complete.set(proxy.number, agreeing);
    doubts.push(...found.map((judge) => ({ proxy: name, number: proxy.number, ...judge })));
  }
  return { doubts, complete, notes };
}

export function proxyName({ identity, files }: ProxyLog): string {
  if (identity.pod === undefined) return [...files][0] ?? '-';
  return `${identity.namespace === undefined ? '' : `${identity.namespace}/`}${identity.pod}${identity.previous === true ? ' (previous)' : ''}`;
}

/** Envoy writes a row when its request ends, so that nearly all rows end after those above them; in a log that is turned around, before. */
function isNewestFirst({ backwards, forwards }: ProxyLog): boolean {
  return backwards >= 10 && backwards > 4 * forwards;
}

/** Rows that a hole would have had at least, to be one. */
const MISSED = 200;

/** The longest time without a row, where steady traffic before and after leaves no other reading. */
function holeIn({ from, bucketMs, counts }: RequestTimeline): { readonly from: number; readonly to: number; readonly expected: number } | undefined {
  let best = { start: 0, length: 0 };
  let length = 0;
  let empty = 0;
  let total = 0;
  for (const [index, count] of counts.entries()) {
    total += count;
    length = count === 0 ? length + 1 : 0;
    if (count === 0) empty += 1;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  const busy = counts.length - best.length;
  const expected = (total / Math.max(1, busy)) * best.length;
  const isSteady = empty - best.length <= busy * 0.02;
  if (best.length < 3 || expected < MISSED || !isSteady) return undefined;
  return { from: from + best.start * bucketMs, to: from + (best.start + best.length) * bucketMs, expected };
}
