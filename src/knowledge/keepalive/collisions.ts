import type { Milliseconds } from '../../model/time.ts';
import { type Bilingual, both } from '../bilingual.ts';
import { keepAliveEntries } from './entries.ts';
import type { Range, Side } from './entry.ts';

/** A rhythm or limit of the other side that meets an idle limit again and again. */
export interface Collision {
  /** A common period of requests, or the idle limit of software that may stand at the other end. */
  readonly kind: 'period' | 'limit';
  readonly ms: Milliseconds;
  readonly what: Bilingual;
}

/** How often things are commonly done: requests at such a period find the connection just as old as a limit of the same length. */
const periods: readonly Collision[] = (
  [
    { ms: 5_000, what: both('health checks every 5 s', '每 5 秒一次的健康檢查') },
    { ms: 30_000, what: both('scrapes every 30 s', '每 30 秒一次的抓取') },
    { ms: 60_000, what: both('scrapes and rule evaluations once a minute', '每分鐘一次的抓取與規則評估') },
    { ms: 90_000, what: both('work every 90 s', '每 90 秒一次的工作') },
    { ms: 120_000, what: both('work every two minutes', '每兩分鐘一次的工作') },
  ] as const
).map((period) => ({ kind: 'period', ...period }));

/** Common periods, and idle limits of known clients, that meet the moment at which this server closes. */
export function serverCollisions(server: Side): readonly Collision[] {
  const moments = closingMoments(server);
  const clients = keepAliveEntries.flatMap(({ name, client }) => (client === undefined ? [] : limitsMeeting(name, limitsOf(client), moments)));
  return [...periods.filter(({ ms }) => moments.some((moment) => meets(ms, moment))), ...clients];
}

/** Known servers that close at the moment at which this client gives up: a request of that moment meets either end. */
export function clientCollisions(client: Side): readonly Collision[] {
  const limits = limitsOf(client);
  return keepAliveEntries.flatMap(({ name, server }) => (server === undefined ? [] : limitsMeeting(name, limits, closingMoments(server))));
}

function limitsMeeting(name: string, limits: readonly Milliseconds[], moments: readonly Range[]): readonly Collision[] {
  return limits.filter((ms) => moments.some((moment) => meets(ms, moment))).map((ms) => ({ kind: 'limit', ms, what: both(name, name) }));
}

/** When a server really closes: at each of its limits, or, where all that is known lies behind its limit, then. */
function closingMoments(server: Side): readonly Range[] {
  const { closesAfter, granularity = 0, shipped } = server;
  const limits = limitsOf(server);
  const [only, ...others] = limits;
  if (only === undefined) return [];
  if (closesAfter !== undefined && others.length === 0 && shipped === undefined && closesAfter.min > only) return [closesAfter];
  return [...limits, ...(shipped === undefined ? [] : [shipped.value])].map((limit) => ({ min: limit, max: limit + granularity }));
}

function limitsOf({ idle }: Side): readonly Milliseconds[] {
  return idle.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
}

/** Nothing recurs to the millisecond: 2 % of the period, at most a second, is as good as equal. */
function meets(ms: Milliseconds, { min, max }: Range): boolean {
  const tolerance = Math.min(1_000, ms * 0.02);
  return ms >= min - tolerance && ms <= max + tolerance;
}
