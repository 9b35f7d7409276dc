import type { Milliseconds } from '../model/time.ts';
import { hopShare, lossesBy } from './forecast.ts';
import { type Hop, serverCloses } from './hop.ts';
import { busyTime, lagsOf, type Scenario } from './scenario.ts';

/** What a hop loses if one value is another. */
export interface Sweep {
  readonly over: 'period' | 'client-idle';
  /** Ascending. */
  readonly points: readonly SweepPoint[];
}

export interface SweepPoint {
  readonly valueMs: Milliseconds;
  readonly share: number;
  /** The value is as it is. */
  readonly isPresent: boolean;
}

/** Around the resonance, in units of its width. */
const WIDTHS = [-6, -3, -2, -1, 0, 1, 2, 3, 6];
/** Around the server's limit, in its parts. */
const PARTS = [0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 1, 1.05, 1.5];

/** Periods around the resonance for a periodic caller, idle limits of the client for all others. Undefined without a limit of the server or a closed form. */
export function sweepOf(scenario: Scenario, hop: Hop): Sweep | undefined {
  const closes = serverCloses(hop);
  if (closes === undefined) return undefined;
  const lags = lagsOf(scenario);
  const { traffic } = scenario;
  if (traffic.kind === 'periodic') {
    const before = hop.rttMs + lags.decisionMs + closes.deafMs;
    const unit = Math.max(traffic.jitterMs, (before + lags.noticeMs) / 2, (closes.maxMs - closes.minMs) / 2);
    const centre = (closes.minMs - before + closes.maxMs + lags.noticeMs) / 2 + busyTime(scenario, hop);
    const periods = WIDTHS.map((width) => Math.round(centre + width * unit));
    return points('period', periods, traffic.periodMs, (periodMs) => hopShare({ ...scenario, traffic: { ...traffic, periodMs } }, hop, lags));
  }
  const limits = PARTS.map((part) => Math.round(part * closes.minMs));
  const losses = lossesBy(scenario, hop);
  return points('client-idle', limits, hop.clientIdleMs, (clientIdleMs) => losses?.({ ...hop, clientIdleMs }, lags).all);
}

function points(
  over: Sweep['over'],
  values: readonly number[],
  present: number | undefined,
  shareOf: (value: number) => number | undefined,
): Sweep | undefined {
  const all = new Set([...values, ...(present === undefined ? [] : [present])].filter((value) => value > 0));
  const shares = [...all].toSorted((one, other) => one - other).map((valueMs) => ({ valueMs, share: shareOf(valueMs), isPresent: valueMs === present }));
  return shares.every((point): point is SweepPoint => point.share !== undefined) ? { over, points: shares } : undefined;
}
