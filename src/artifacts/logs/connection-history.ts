import type { AccessRow } from '../../formats/access-log/row.ts';
import type { EpochMs, Milliseconds } from '../../model/time.ts';
import { longestQuietMs, overlapOf } from '../../race/row-tolerances.ts';
import { closesConnection } from './row-outcome.ts';
import type { RowOutcome } from './types.ts';

/** One upstream connection as far as rows show it. Counts grow at both ends, so that logs written newest first are understood too. */
export interface Connection {
  first: EpochMs;
  lastStart: EpochMs;
  lastEnd: EpochMs;
  /** Places of the first and last row; the first one read has 1, rows before it 0, -1, … */
  lowest: number;
  highest: number;
  firstRow: Use;
  isClosed: boolean;
  isFresh: boolean;
  /** When a new connection was opened although this one had been idle for so long; see `idle-connections.ts`. */
  passedOver?: { readonly at: EpochMs; readonly quiet: Milliseconds };
}

/** One request on a connection. The gap of a row that was read before its predecessor is set when that comes. */
export interface Use {
  readonly connection: Connection;
  readonly seat: number;
  readonly outcome: RowOutcome;
  gap?: Milliseconds;
  /** How long another request on the connection was still under way when this one began. */
  readonly overlapMs?: Milliseconds;
}

export interface ConnectionHistory {
  /** Notes a row; undefined when it names no upstream connection. */
  readonly use: (row: AccessRow, outcome: RowOutcome) => { readonly use: Use; readonly settled?: Use; readonly isNew: boolean } | undefined;
}

/** Follows the upstream connections of one proxy; at most `limit` at a time, the longest unused are forgotten. */
export function createConnectionHistory(limit: number): ConnectionHistory {
  const open = new Map<string, Connection>();
  return {
    use(row, outcome) {
      const key = connectionKey(row);
      if (key === undefined) return undefined;
      const end = row.start + (row.durationMs ?? 0);
      const known = open.get(key);
      const hasId = row.upstreamConnectionId !== undefined;
      const position = known === undefined ? 'elsewhere' : positionOf(known, row.start, end, hasId);
      if (known !== undefined && position === 'after' && !known.isClosed) return appended(known, row, end, outcome);
      if (known !== undefined && position === 'before' && !closesConnection(row)) return prepended(known, row, end, outcome);
      if (known !== undefined && position === 'within') return within(known, row, end, outcome);
      if (known === undefined && open.size >= limit) forgetOne(open);
      const use = started(row, end, outcome);
      open.set(key, use.connection);
      return { use, isNew: true };
    },
  };
}

/** Envoy's own id of the connection, or its addresses. Failures without a connection (UF, UH, UO, NC) have none. */
function connectionKey(row: AccessRow): string | undefined {
  if (row.upstreamConnectionId !== undefined) return row.upstreamConnectionId === '0' ? undefined : `#${row.upstreamConnectionId}`;
  return row.upstreamLocal === undefined || row.upstreamHost === undefined
    ? undefined
    : `${row.upstreamCluster ?? ''} ${row.upstreamHost} ${row.upstreamLocal}`;
}

/** Times are whole milliseconds, each rounded down, so neighbours may seem to overlap by up to 2 ms. */
function positionOf(known: Connection, start: EpochMs, end: EpochMs, hasId: boolean): 'after' | 'before' | 'within' | 'elsewhere' {
  if (start >= known.lastEnd - 2) return hasId || start - known.lastEnd <= longestQuietMs ? 'after' : 'elsewhere';
  if (end <= known.first + 2) return hasId || known.first - end <= longestQuietMs ? 'before' : 'elsewhere';
  return 'within';
}

function started(row: AccessRow, end: EpochMs, outcome: RowOutcome): Use {
  const connection = { first: row.start, lastStart: row.start, lastEnd: end, lowest: 1, highest: 1, isClosed: closesConnection(row), isFresh: true };
  const use: Use = { connection: connection as Connection, seat: 1, outcome }; // the two refer to each other; completed on the next line
  use.connection.firstRow = use;
  return use;
}

function appended(known: Connection, row: AccessRow, end: EpochMs, outcome: RowOutcome): { readonly use: Use; readonly settled: Use; readonly isNew: false } {
  const gap = Math.max(0, row.start - known.lastEnd);
  known.highest += 1;
  known.lastStart = row.start;
  known.lastEnd = Math.max(known.lastEnd, end);
  known.isClosed = closesConnection(row);
  known.isFresh = true;
  const use: Use = { connection: known, seat: known.highest, outcome, gap };
  return { use, settled: use, isNew: false };
}

/** The row comes before all that are known, so it settles the gap of the one that was first. */
function prepended(known: Connection, row: AccessRow, end: EpochMs, outcome: RowOutcome): { readonly use: Use; readonly settled: Use; readonly isNew: false } {
  const settled = known.firstRow;
  settled.gap = Math.max(0, known.first - end);
  known.lowest -= 1;
  known.first = row.start;
  known.isFresh = true;
  const use: Use = { connection: known, seat: known.lowest, outcome };
  known.firstRow = use;
  return { use, settled, isNew: false };
}

/** Overlaps (HTTP/2), or comes out of order: no quiet time before it if another request was under way, else unknown. */
function within(known: Connection, row: AccessRow, end: EpochMs, outcome: RowOutcome): { readonly use: Use; readonly isNew: false } {
  const overlaps = end > known.lastStart;
  const overlapMs = overlapOf(row.start, end, known.lastStart, known.lastEnd);
  known.highest += 1;
  if (row.start < known.first) known.first = row.start;
  if (row.start > known.lastStart) known.lastStart = row.start;
  if (end > known.lastEnd) known.lastEnd = end;
  known.isClosed ||= closesConnection(row);
  return { use: { connection: known, seat: known.highest, outcome, overlapMs, ...(overlaps ? { gap: 0 } : {}) }, isNew: false };
}

/** Second chance: a connection used since it was last looked at goes to the end of the queue. */
function forgetOne(open: Map<string, Connection>): void {
  for (let tries = 0; tries < 8; tries += 1) {
    const oldest = open.entries().next().value;
    if (oldest === undefined) return;
    const [key, connection] = oldest;
    open.delete(key);
    if (!connection.isFresh || tries === 7) return;
    connection.isFresh = false;
    open.set(key, connection);
  }
}
