import { hostOf } from '../../artifacts/logs/row-direction.ts';
import type { AccessRow } from '../../formats/access-log/row.ts';
import type { Identity } from '../../model/source.ts';
import type { EpochMs } from '../../model/time.ts';
import type { Columns } from '../scan/columns.ts';
import { createTimeBuckets, type TimeBuckets } from './time-buckets.ts';

/** One proxy's log while rows come in. Its fields are written by the observer only. */
export interface ProxyLog {
  readonly number: number;
  readonly identity: Identity;
  readonly files: Set<string>;
  /** Added to the keys of its connections and pools. */
  readonly offset: number;
  readonly times: TimeBuckets;
  readonly ownHosts: Set<string>;
  rows: number;
  succeeded: number;
  failed: number;
  aborted: number;
  damaged: number;
  first: EpochMs;
  last: EpochMs;
  lastEnd: EpochMs;
  /** Rows that began, and that ended, well before rows above them. */
  lateStarts: number;
  lateEnds: number;
  /** When the row before ended, and how many rows ended before and after the row above them. */
  previousEnd: EpochMs;
  backwards: number;
  forwards: number;
  /** Rows that stood there a second time, right behind the first; they count for nothing else. */
  duplicates: number;
}

const KEY_SPACE = 2 ** 52;

export function createProxyLog(number: number, identity: Identity): ProxyLog {
  return {
    number,
    identity,
    files: new Set(),
    offset: (number * 2_862_933_555_777) % KEY_SPACE,
    times: createTimeBuckets(1_440),
    ownHosts: new Set(),
    rows: 0,
    succeeded: 0,
    failed: 0,
    aborted: 0,
    damaged: 0,
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
    lastEnd: Number.NEGATIVE_INFINITY,
    lateStarts: 0,
    lateEnds: 0,
    previousEnd: Number.NEGATIVE_INFINITY,
    backwards: 0,
    forwards: 0,
    duplicates: 0,
  };
}

/** Envoy writes buffered lines every 10 s at the latest (1.40 access log file flush interval), so this much disorder is no sign of anything. */
const DISORDER = 12_000;

/** Counts a row of the proxy. */
export function noteRow(proxy: ProxyLog, columns: Columns, entry: number): void {
  const start = columns.start[entry] ?? 0;
  const took = columns.duration[entry] ?? 0;
  const end = took > 0 ? start + took : start;
  proxy.rows += 1;
  if (end < proxy.previousEnd) proxy.backwards += 1;
  else if (end > proxy.previousEnd) proxy.forwards += 1;
  proxy.previousEnd = end;
  if (start < proxy.first) proxy.first = start;
  if (start > proxy.last) proxy.last = start;
  else if (start < proxy.last - DISORDER) proxy.lateStarts += 1;
  if (end > proxy.lastEnd) proxy.lastEnd = end;
  else if (end < proxy.lastEnd - DISORDER) proxy.lateEnds += 1;
  proxy.times.addFrom(columns.start, entry);
}

/** Learns an address that is the proxy's own from a row that shows one. */
export function noteOwnHost(proxy: ProxyLog, row: AccessRow, direction: string): void {
  if (proxy.ownHosts.size >= 64) return;
  const address = direction === 'outbound' || direction === 'gateway' ? row.upstreamLocal : direction === 'inbound' ? row.downstreamLocal : undefined;
  const host = address === undefined ? undefined : hostOf(address);
  if (host !== undefined && !host.startsWith('127.') && host !== '::1' && host !== '::6') proxy.ownHosts.add(` ${host}`.slice(1));
}
