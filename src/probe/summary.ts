import type { Milliseconds } from '../model/time.ts';
import type { Stop } from './brake.ts';
import type { IdleRow } from './observed.ts';
import type { Observed } from './run-probe.ts';
import { timerSlack } from './timer-slack.ts';

/** What the idle connections say together. */
export type IdleResult =
  | {
      readonly kind: 'measured';
      /** The shortest: what a client must stay below. */
      readonly minMs: Milliseconds;
      readonly maxMs: Milliseconds;
      readonly spreadMs: Milliseconds;
      /** How late this process may have been at a moment: the error of each of them, either way. */
      readonly errorMs: Milliseconds;
      readonly count: number;
      readonly close: 'fin' | 'rst' | 'mixed';
      readonly bytesFirst?: number;
      readonly afterFin?: 'reset' | 'silent' | 'mixed';
      /** The closes are farther apart than moments are uncertain: the server looks at its connections only from time to time. */
      readonly isCoarse: boolean;
      /** Connections that were still open at the end, and for how long at most. */
      readonly stillOpen?: { readonly count: number; readonly forMs: Milliseconds };
    }
  /** Every answer is the last of its connection. */
  | { readonly kind: 'closes-each'; readonly announced: 'header' | 'version' | 'framing' | 'no' }
  | { readonly kind: 'longer'; readonly thanMs: Milliseconds; readonly count: number }
  | { readonly kind: 'unknown' };

/** How the probe as a whole ended. */
export type Outcome = 'measured' | 'longer' | 'interrupted' | 'failed';

export interface Summary {
  readonly outcome: Outcome;
  readonly idle: IdleResult;
  readonly stopped?: Stop;
}

/** A close this soon after the answer is no idle limit but the end of a connection that is used once. */
const atOnce: Milliseconds = 50;
/** Timers of servers fire a few milliseconds late; this is no timer. */
const fineSpread: Milliseconds = 50;

/** Reduces what was seen. Pure. */
export function summarise({ connections, stopped }: Pick<Observed, 'connections' | 'stopped'>): Summary {
  // Behind a proxy nothing is known of the server, even where the proxy itself closed.
  const isForeign = stopped?.reason === 'intermediary' || stopped?.reason === 'several-servers';
  const idle: IdleResult = isForeign ? { kind: 'unknown' } : idleResult(connections);
  const isKnown = idle.kind === 'measured' || idle.kind === 'closes-each';
  const hasFailed = stopped !== undefined && stopped.reason !== 'interrupted';
  // What was measured is not made untrue by what came after it; it is told beside it.
  const outcome = isKnown ? 'measured' : hasFailed ? 'failed' : stopped !== undefined ? 'interrupted' : idle.kind === 'longer' ? 'longer' : 'failed';
  return { outcome, idle, ...(stopped === undefined ? {} : { stopped }) };
}

function idleResult(rows: readonly IdleRow[]): IdleResult {
  // An error answer often ends its connection, and says nothing of the others.
  const answered = rows.filter(({ status }) => status !== undefined && status >= 200 && status < 400);
  const [announced] = answered.flatMap((row) => row.announced ?? []);
  if (announced !== undefined && answered.every((row) => row.announced !== undefined)) return { kind: 'closes-each', announced };
  const kept = answered.filter((row) => row.announced === undefined);
  const closed = kept.flatMap((row) => {
    const idleMs = usableFor(row);
    return idleMs === undefined || row.close === undefined ? [] : [{ ...row, idleMs, close: row.close }];
  });
  const open = kept.flatMap((row) => row.survivedMs ?? []);
  if (closed.length === 0) {
    const thanMs = Math.min(...open);
    return open.length === 0 ? { kind: 'unknown' } : { kind: 'longer', thanMs, count: open.length };
  }
  const times = closed.map(({ idleMs }) => idleMs);
  const [minMs, maxMs] = [Math.min(...times), Math.max(...times)];
  if (open.length === 0 && maxMs < atOnce) return { kind: 'closes-each', announced: 'no' };
  const errorMs = Math.max(...closed.map(({ lagMs }) => lagMs ?? 0));
  const spreadMs = Math.round((maxMs - minMs) * 10) / 10;
  const [bytesFirst] = closed.filter(isLastWord).flatMap((row) => row.bytesFirst ?? []);
  const after = same(closed.flatMap((row) => (row.afterFin === undefined || row.afterFin === 'unknown' ? [] : [row.afterFin])));
  return {
    kind: 'measured',
    minMs,
    maxMs,
    spreadMs,
    errorMs,
    count: closed.length,
    close: same(closed.map(({ close }) => close)) ?? 'mixed',
    ...(bytesFirst === undefined ? {} : { bytesFirst }),
    ...(after === undefined ? {} : { afterFin: after }),
    isCoarse: spreadMs > fineSpread + timerSlack(maxMs) + errorMs,
    ...(open.length === 0 ? {} : { stillOpen: { count: open.length, forMs: Math.max(...open) } }),
  };
}

/** An error answer that nobody asked for says that the server gives the connection up, as 408 does (RFC 9110 15.5.9); other bytes say nothing of the close. */
export function isLastWord({ bytesFirst = 0 }: IdleRow): boolean {
  return bytesFirst >= 400;
}

/** For how long a request would still have been taken; undefined where nothing closed. */
function usableFor(row: IdleRow): Milliseconds | undefined {
  return row.idleMs !== undefined && row.bytesMs !== undefined && isLastWord(row) ? row.bytesMs : row.idleMs;
}

/** The value that all have, `mixed` if they differ, undefined if there is none. */
function same<T extends string>(values: readonly T[]): T | 'mixed' | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : 'mixed';
}
