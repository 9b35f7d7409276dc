import type { Milliseconds } from '../model/time.ts';
import { type Hop, serverCloses } from './hop.ts';
import { safeClientIdle } from './safe-limit.ts';
import { busyTime, type Scenario } from './scenario.ts';

/** A periodic caller beside a server that closes between `closesMs` and `closesToMs`. */
interface Meeting {
  readonly periodMs: Milliseconds;
  /** How long the connection was quiet that a request finds. */
  readonly gapMs: Milliseconds;
  readonly closesMs: Milliseconds;
  readonly closesToMs: Milliseconds;
}

/** What a periodic caller's quiet time means beside the limits of a hop. */
export type Resonance =
  /** The client closes first: the server's limit never comes into play. */
  | { readonly kind: 'client-first'; readonly clientIdleMs: Milliseconds; readonly closesMs: Milliseconds }
  /** The request comes just when the server closes. */
  | ({ readonly kind: 'meets'; readonly oneIn: number } & Meeting)
  /** Near enough that a slower answer or a change of the period would make them meet. */
  | ({ readonly kind: 'near' } & Meeting)
  /** Used again long before. */
  | ({ readonly kind: 'before' } & Meeting)
  /** Closed long before the next request. */
  | ({ readonly kind: 'after' } & Meeting)
  /** Requests go to several pools, each quiet for a multiple of the period; `gapMs` is of the multiple next to the close. */
  | ({ readonly kind: 'shared'; readonly pools: number } & Meeting);

/** More than this share of requests lost is a meeting, not an accident. */
const NOTABLE = 0.001;

/** Undefined where there is nothing to meet: no periodic caller, or no idle limit of the server. @param idleShare What the hop loses to the idle limit, 0 to 1. */
export function resonance(scenario: Scenario, hop: Hop, idleShare: number): Resonance | undefined {
  const closes = serverCloses(hop);
  if (closes === undefined || scenario.traffic.kind !== 'periodic') return undefined;
  const { periodMs } = scenario.traffic;
  const closesMs = closes.minMs;
  const pools = scenario.shape.workers * scenario.shape.hosts;
  const busyMs = busyTime(scenario, hop);
  const periods = pools === 1 ? 1 : Math.max(1, Math.round((closesMs + busyMs) / periodMs));
  const gapMs = periods * periodMs - busyMs;
  const at = { gapMs, closesMs, closesToMs: closes.maxMs, periodMs };
  const safe = safeClientIdle(closesMs - closes.deafMs);
  // Of several pools some are quiet for longer than any client waits.
  if (hop.clientIdleMs !== undefined && (pools > 1 || hop.clientIdleMs < gapMs) && safe !== undefined && hop.clientIdleMs <= safe)
    return { kind: 'client-first', clientIdleMs: hop.clientIdleMs, closesMs };
  if (pools > 1) return { kind: 'shared', ...at, pools };
  if (idleShare >= NOTABLE) return { kind: 'meets', ...at, oneIn: Math.round(1 / idleShare) };
  const margin = safe === undefined ? closesMs : closesMs - closes.deafMs - safe;
  if (gapMs > closesMs - closes.deafMs - margin && gapMs < closes.maxMs + margin) return { kind: 'near', ...at };
  return { kind: gapMs < closesMs ? 'before' : 'after', ...at };
}
