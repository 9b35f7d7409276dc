import { mergedIdentity } from '../../artifacts/logs/merged-identity.ts';
import { createNumberTable } from '../../artifacts/logs/number-table.ts';
import { directionOf } from '../../artifacts/logs/row-direction.ts';
import { rowInside } from '../../artifacts/logs/row-inside.ts';
import { parseAccessRow } from '../../formats/access-log/parse-access-row.ts';
import type { AccessRow } from '../../formats/access-log/row.ts';
import { createLineMemory } from '../../formats/log-lines/line-memory.ts';
import { parseProxyRow } from '../../formats/proxy-log/parse-proxy-row.ts';
import { unwrapLine } from '../../formats/log-lines/unwrap-line.ts';
import type { ProxyProduct } from '../../model/proxy-fault.ts';
import type { Identity } from '../../model/source.ts';
import type { EpochMs } from '../../model/time.ts';
import { type Columns, LINES, NONE, singleColumns } from '../scan/columns.ts';
import type { Scanned } from '../scan/scan-memory.ts';
import { createConnectionObserver, type Use } from './connection-observer.ts';
import { createFailureTable } from './failure-table.ts';
import type { Observed, SeenFailure, SeenPool } from './observed.ts';
import { createPool, type PlacedReset, type Pool } from './pool.ts';
import { createProxyLog, noteOwnHost, noteRow, type ProxyLog } from './proxy-log.ts';
import { createRepeats } from './repeats.ts';
import { createRowKeys } from './row-keys.ts';
import { createSignMemory, plainAnswer, type Sign } from './sign.ts';

/** What is kept, and which rows count. */
export interface ObserverOptions {
  /** Resets kept one by one, of each pool. */
  readonly resets: number;
  readonly pools: number;
  readonly failureKinds: number;
  /** Rows that started before or after do not count. */
  readonly since?: EpochMs;
  readonly until?: EpochMs;
  /** Parts of the names of clusters and hosts whose rows count. */
  readonly cluster?: string;
  readonly host?: string;
  readonly onFailure?: (failure: SeenFailure) => void;
}

export const observerLimits = { resets: 20_000, pools: 1_000, failureKinds: 2_000 } as const;

/** Takes scanned blocks of any number of logs, each file's in their order. */
export interface LogObserver {
  readonly open: (identity: Identity, file: string) => OpenFile;
  readonly observed: () => Observed;
  readonly rows: () => number;
}

export interface OpenFile {
  /** `bytes` is the buffer that was scanned. */
  readonly block: (bytes: Buffer, columns: Columns, scanned: Scanned) => void;
}

/** A hostile file may name a new pod on every line. */
const MOST_PROXIES = 2_000;
const MOST_SIGNS = 4_096;
/** New connections of a proxy whose rows are looked at for its own address. */
const ADDRESS_SAMPLES = 2_000;

export function createLogObserver(options: ObserverOptions): LogObserver {
  const connections = createConnectionObserver();
  const failures = createFailureTable(options.failureKinds);
  const proxies = new Map<string, ProxyLog>();
  const others = new Map<ProxyProduct, number>();
  const pools: SeenPool[] = [];
  const poolNumbers = createNumberTable();
  const signs = new Map<number, Sign | 'slow'>();
  const keysOf = createRowKeys();
  const leftOver = createPool(-1, '…', '…', false);
  const leftOut = createPool(-2, '…', '…', true);
  const isFiltering = options.cluster !== undefined || options.host !== undefined;
  const since = options.since ?? Number.NEGATIVE_INFINITY;
  const until = options.until ?? Number.POSITIVE_INFINITY;
  const internedSign = createSignMemory(MOST_SIGNS);
  const single = singleColumns();
  let rows = 0;

  const proxyOf = (identity: Identity, file: string): ProxyLog => {
    const key = identity.pod === undefined ? `file ${file}` : `${identity.namespace ?? ''}/${identity.pod}/${identity.previous === true}`;
    const found = proxies.get(key) ?? (proxies.size < MOST_PROXIES ? undefined : [...proxies.values()][MOST_PROXIES - 1]);
    if (found !== undefined) return found;
    const made = createProxyLog(proxies.size, identity);
    proxies.set(key, made);
    return made;
  };

  const newPool = (proxy: ProxyLog, key: number, sample: AccessRow | undefined): Pool | undefined => {
    if (sample === undefined) return undefined;
    const [cluster, host] = [` ${sample.upstreamCluster ?? '-'}`.slice(1), ` ${sample.upstreamHost ?? '-'}`.slice(1)];
    const isLeftOut = !cluster.includes(options.cluster ?? '') || !host.includes(options.host ?? '');
    if (pools.length >= options.pools) return isLeftOut ? leftOut : leftOver;
    const pool = createPool(pools.length, cluster, host, isLeftOut);
    const direction = directionOf(sample);
    noteOwnHost(proxy, sample, direction);
    poolNumbers.set(key + proxy.offset, pools.length);
    pools.push({ proxy, pool, direction });
    return pool;
  };

  /** Counts one row; `hasId` = the log names its upstream connections, `isRepeated` = its line is the one before it once more. */
  const take = (
    proxy: ProxyLog,
    pool: Pool,
    columns: Columns,
    entry: number,
    sign: Sign,
    hasId: boolean,
    isRepeated: boolean,
    file: string,
    line: number,
  ): void => {
    const start = columns.start[entry] ?? 0;
    if (pool.isLeftOut || start < since || start > until) return;
    if (isRepeated) {
      proxy.duplicates += 1;
      return;
    }
    const hasConnection = columns.connection[entry] !== NONE && sign.outcome !== 'tcp-closed';
    if (hasConnection) {
      connections.take(columns, entry, proxy.offset, pool, sign, hasId);
    }
    rows += 1;
    noteRow(proxy, columns, entry);
    pool.rows += 1;
    if (start < pool.first) pool.first = start;
    if (start > pool.last) pool.last = start;
    pool.times.addFrom(columns.start, entry);
    if (sign.outcome === 'ok') proxy.succeeded += 1;
    else if (sign.outcome !== 'failed') proxy.aborted += 1;
    const reset = sign.outcome === 'failed' ? fail(proxy, pool, columns, entry, sign, hasConnection ? connections.use() : undefined, file, line) : undefined;
    if (hasConnection) pool.inFlight.addFrom(columns.start, columns.duration, entry, reset);
  };

  /** Counts a failure; gives the reset that was kept of it, if it is one. */
  const fail = (
    proxy: ProxyLog,
    pool: Pool,
    columns: Columns,
    entry: number,
    sign: Sign,
    use: Use | undefined,
    file: string,
    line: number,
  ): PlacedReset | undefined => {
    const start = columns.start[entry] ?? 0;
    const duration = columns.duration[entry] ?? 0;
    proxy.failed += 1;
    const seen = pools[pool.number];
    const { cluster, host } = pool;
    const { code, flags, details } = sign;
    let count = pool.failures.get(sign);
    if (count === undefined) {
      count = failures.rowOf({ proxy: proxy.number, code, flags, details, direction: seen?.direction ?? 'unknown', cluster, host }, file, line);
      if (pool.failures.size < 64) pool.failures.set(sign, count);
    }
    count.count += 1;
    if (start < count.first) count.first = start;
    if (start > count.last) count.last = start;
    count.times.addFrom(columns.start, entry);
    options.onFailure?.({ at: start, sign, cluster, host, file, line, ...(use === undefined ? {} : { use }) });
    if (sign.isRefused) pool.refusals.add(start);
    if (use === undefined || !sign.isReset) return undefined;
    pool.resetCount += 1;
    const reset: PlacedReset = { start, durationMs: Math.max(0, duration), ...use, file, line };
    if (pool.resets.length < options.resets) pool.resets.push(reset);
    return reset;
  };

  const open = (fileIdentity: Identity, file: string): OpenFile => {
    const memory = createLineMemory();
    let section = fileIdentity;
    let current: ProxyLog | undefined;
    let linesBefore = 0;
    let samples = 0;
    // Pools seen last, by the low bits of their keys.
    const lastPoolKeys = new Float64Array(256);
    const lastPools: (Pool | undefined)[] = new Array(256);
    let lastProxy: ProxyLog | undefined;
    const repeats = createRepeats();
    let lastText = '';

    const slowRow = (row: AccessRow, proxy: ProxyLog, isRepeated: boolean, line: number): void => {
      const keys = keysOf(row);
      const known = poolNumbers.get(keys.pool + proxy.offset);
      const pool = known === undefined ? newPool(proxy, keys.pool, row) : (pools[known]?.pool ?? leftOver);
      if (pool === undefined) return;
      single.connection[0] = keys.connection;
      single.start[0] = row.start;
      single.duration[0] = row.durationMs ?? -1;
      take(proxy, pool, single, 0, internedSign(row), row.upstreamConnectionId !== undefined, isRepeated, file, line);
      proxy.files.add(file);
    };
    const slowLine = (text: string, line: number): void => {
      const { text: plain, time, identity, marker, partial } = unwrapLine(text, memory);
      if (marker !== undefined) {
        section = marker === 'end' || identity === undefined ? fileIdentity : mergedIdentity(fileIdentity, identity);
        current = undefined;
        return;
      }
      if (partial === true || plain === '') return;
      const row = parseAccessRow(plain, time);
      if (row === undefined) {
        const other = parseProxyRow(plain, time)?.proxy;
        if (other !== undefined) others.set(other, (others.get(other) ?? 0) + 1);
        return;
      }
      const isRepeated = text === lastText;
      lastText = text;
      if (identity === undefined) current ??= proxyOf(section, file);
      const proxy =
        identity === undefined && current !== undefined ? current : proxyOf(identity === undefined ? section : mergedIdentity(section, identity), file);
      if (row !== 'damaged') {
        slowRow(row, proxy, isRepeated, line);
        return;
      }
      proxy.damaged += 1;
      const inner = rowInside(plain);
      if (inner !== undefined) slowRow(inner.row, proxy, isRepeated, line);
    };

    return {
      block(bytes, columns, scanned) {
        const { kind, from, to, line, pool: poolKeys, sign: signKeys } = columns;
        for (let entry = 0; entry < scanned.entries; entry += 1) {
          const begin = from[entry] ?? 0;
          const end = to[entry] ?? 0;
          const number = linesBefore + (line[entry] ?? 0) + 1;
          if (kind[entry] === LINES) {
            let next = number;
            for (let at = begin; at <= end; next += 1) {
              const feed = bytes.indexOf(10, at);
              const stop = feed < 0 || feed > end ? end : feed;
              slowLine(bytes.toString('utf8', at, stop), next);
              at = stop + 1;
            }
            continue;
          }
          if (memory.pieces.size > 0) {
            slowLine(bytes.toString('utf8', begin, end), number); // the rest of a line that the runtime split may come
            continue;
          }
          current ??= proxyOf(section, file);
          const proxy: ProxyLog = current;
          const key = signKeys[entry] ?? NONE;
          let sign: Sign | 'slow' | undefined = key === NONE ? plainAnswer : signs.get(key);
          if (sign === undefined) {
            const row = rowAt(bytes, begin, end);
            sign = row === undefined ? 'slow' : internedSign(row);
            if (signs.size < MOST_SIGNS) signs.set(key, sign);
          }
          const poolKey = poolKeys[entry] ?? 0;
          let pool: Pool | undefined;
          if (poolKey === lastPoolKeys[poolKey & 255] && lastProxy === proxy) pool = lastPools[poolKey & 255];
          else {
            const known = poolNumbers.get(poolKey + proxy.offset);
            if (known !== undefined) pool = pools[known]?.pool ?? leftOver;
            else pool = pools.length >= options.pools && !isFiltering ? leftOver : newPool(proxy, poolKey, rowAt(bytes, begin, end));
            if (lastProxy !== proxy) lastPoolKeys.fill(0);
            lastProxy = proxy;
            lastPoolKeys[poolKey & 255] = poolKey;
            lastPools[poolKey & 255] = pool;
          }
          if (sign === 'slow' || pool === undefined) {
            slowLine(bytes.toString('utf8', begin, end), number);
            continue;
          }
          const before = pool.connections;
          take(proxy, pool, columns, entry, sign, false, repeats.isRepeated(bytes, columns, entry), file, number);
          if (pool.connections > before && samples < ADDRESS_SAMPLES && fileIdentity.pod === undefined) {
            samples += 1;
            const row = rowAt(bytes, begin, end);
            if (row !== undefined) noteOwnHost(proxy, row, directionOf(row));
          }
        }
        current?.files.add(file);
        linesBefore += scanned.lines;
        repeats.endBlock(bytes, columns, scanned.entries);
      },
    };
  };

  return {
    open,
    rows: () => rows,
    observed: () => ({ proxies: [...proxies.values()], pools, failures, connections, poolless: leftOver.rows, others }),
  };
}

/** The row that the fast reader took, read the slow way. */
function rowAt(bytes: Buffer, from: number, to: number): AccessRow | undefined {
  const row = parseAccessRow(unwrapLine(bytes.toString('utf8', from, to)).text);
  return row === 'damaged' ? undefined : row;
}
