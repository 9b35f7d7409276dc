import type { Milliseconds } from '../model/time.ts';
import { type Hop, serverCloses } from './hop.ts';
import { safeClientIdle } from './safe-limit.ts';
import { busyTime, type Scenario } from './scenario.ts';

/** What a periodic caller's quiet time means beside the limits of a hop; the server closes between `closesMs` and `closesToMs`. */
export type Resonance =
  /** The client closes first: the server's limit never comes into play. */
  | { readonly kind: 'client-first'; readonly clientIdleMs: Milliseconds; readonly closesMs: Milliseconds }
  /** The request comes just when the server closes. */
  | {
      readonly kind: 'meets';
      readonly gapMs: Milliseconds;
      readonly closesMs: Milliseconds;
      readonly closesToMs: Milliseconds;
      readonly periodMs: Milliseconds;
      readonly oneIn: number;
    }
  /** Near enough that a slower answer or a change of the period would make them meet. */
  | { readonly kind: 'near'; readonly gapMs: Milliseconds; readonly closesMs: Milliseconds; readonly closesToMs: Milliseconds; readonly periodMs: Milliseconds }
  /** Used again long before. */
  | {
      readonly kind: 'before';
      readonly gapMs: Milliseconds;
      readonly closesMs: Milliseconds;
      readonly closesToMs: Milliseconds;
      readonly periodMs: Milliseconds;
    }
  /** Closed long before the next request. */
  | {
      readonly kind: 'after';
      readonly gapMs: Milliseconds;
      readonly closesMs: Milliseconds;
      readonly closesToMs: Milliseconds;
      readonly periodMs: Milliseconds;
    };

/** More than this share of requests lost is a meeting, not an accident. */
const NOTABLE = 0.001;

/** Undefined where there is nothing to meet: no periodic caller, or no idle limit of the server. @param share What the hop loses, 0 to 1. */
export function resonance(scenario: Scenario, hop: Hop, share: number): Resonance | undefined {
  const closes = serverCloses(hop);
  if (closes === undefined || scenario.traffic.kind !== 'periodic') return undefined;
  const { periodMs } = scenario.traffic;
  const gapMs = periodMs - busyTime(scenario, hop);
  const closesMs = closes.minMs;
  const at = { gapMs, closesMs, closesToMs: closes.maxMs, periodMs };
  if (share >= NOTABLE) return { kind: 'meets', ...at, oneIn: Math.round(1 / share) };
  const safe = safeClientIdle(closesMs - closes.deafMs);
  if (hop.clientIdleMs !== undefined && hop.clientIdleMs < gapMs && safe.kind === 'client-idle' && hop.clientIdleMs <= safe.atMostMs)
    return { kind: 'client-first', clientIdleMs: hop.clientIdleMs, closesMs };
  const margin = safe.kind === 'client-idle' ? closesMs - closes.deafMs - safe.atMostMs : closesMs;
  if (gapMs > closesMs - closes.deafMs - margin && gapMs < closes.maxMs + margin) return { kind: 'near', ...at };
  return { kind: gapMs < closesMs ? 'before' : 'after', ...at };
}
