import type { EpochMs, Milliseconds, Span } from '../../model/time.ts';
import { parseDuration } from './duration.ts';
import { parseInstant } from './instant.ts';

/** One end of a stretch of time as a person writes it. */
type Mark =
  | { readonly kind: 'moment'; readonly at: EpochMs }
  /** A time of day, UTC, in milliseconds after midnight. */
  | { readonly kind: 'clock'; readonly afterMidnight: Milliseconds }
  /** So long before the end of the evidence. */
  | { readonly kind: 'ago'; readonly ms: Milliseconds };

/** `FROM..TO` before it is known when the evidence ends. */
export interface WindowText {
  readonly from: Mark;
  readonly to: Mark;
}

const dayMs = 86_400_000;
const end: Mark = { kind: 'ago', ms: 0 };

/**
 * Reads a stretch of time: `02:00..02:30`, `2026-11-22T02:00Z..2026-11-22T02:30Z`, `90m..30m` (before the end of the evidence), `02:00..` (until its
 * end), `30m` (its last half hour). Clock times are UTC. Undefined for anything else.
 */
export function parseWindow(text: string): WindowText | undefined {
  if (text.length > 120) return undefined;
  const [first = '', second, ...more] = text.trim().split('..');
  if (more.length > 0) return undefined;
  if (second === undefined) {
    const from = readMark(first);
    return from?.kind === 'ago' ? { from, to: end } : undefined;
  }
  const from = readMark(first.trim());
  const to = second.trim() === '' ? end : readMark(second.trim());
  return from === undefined || to === undefined ? undefined : { from, to };
}

/**
 * The stretch that is meant where the evidence ends at `takenAt`. A clock time is the latest one that has begun by then; its end the next one
 * after that, so that `23:50..00:10` spans midnight. Undefined when it ends before it begins.
 */
export function resolveWindow({ from, to }: WindowText, takenAt: EpochMs): Span | undefined {
  const known = to.kind === 'clock' ? undefined : momentOf(to, takenAt);
  const start = from.kind === 'clock' ? lastClock(from.afterMidnight, Math.min(takenAt, known ?? takenAt)) : momentOf(from, takenAt);
  const stop = to.kind === 'clock' ? nextClock(to.afterMidnight, start) : (known ?? takenAt);
  return stop > start ? { from: start, to: stop } : undefined;
}

function momentOf(mark: Exclude<Mark, { kind: 'clock' }>, takenAt: EpochMs): EpochMs {
  return mark.kind === 'moment' ? mark.at : takenAt - mark.ms;
}

function lastClock(afterMidnight: Milliseconds, until: EpochMs): EpochMs {
  const sameDay = Math.floor(until / dayMs) * dayMs + afterMidnight;
  return sameDay <= until ? sameDay : sameDay - dayMs;
}

function nextClock(afterMidnight: Milliseconds, after: EpochMs): EpochMs {
  const sameDay = Math.floor(after / dayMs) * dayMs + afterMidnight;
  return sameDay > after ? sameDay : sameDay + dayMs;
}

function readMark(text: string): Mark | undefined {
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?: ?(?:Z|UTC))?$/.exec(text);
  if (clock !== null) {
    const [hours, minutes, seconds] = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)];
    return { kind: 'clock', afterMidnight: ((hours * 60 + minutes) * 60 + seconds) * 1_000 };
  }
  const length = parseDuration(text);
  // ten digits and more are a moment in unix time, and a number without a unit is no length anybody writes here
  if (length !== undefined && length > 0 && /[a-zA-Zµμ]$/.test(text)) return { kind: 'ago', ms: length };
  const at = parseInstant(text.replace(/^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(?=$|Z|[+-])/, '$1:00'));
  return at === undefined ? undefined : { kind: 'moment', at };
}
