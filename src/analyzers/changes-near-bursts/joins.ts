import { istioDefaultMs } from '../../knowledge/versions/index.ts';
import type { Change } from '../../model/change.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import type { Milliseconds } from '../../model/time.ts';

export type Burst = ObservedIncident['bursts'][number];

/** A burst and the last change before it. */
export interface Pair {
  readonly burst: Burst;
  readonly change: Change;
  readonly apartMs: Milliseconds;
}

/** What a change does shows within the longest time that istiod holds a push back. */
const withinMs: Milliseconds = istioDefaultMs('longestPushDelay');
/** Beyond this nothing of a change is left: proxies drain for so long at most unless told otherwise, and pushes reach them a little later. */
const farMs: Milliseconds = istioDefaultMs('drainTime') + 15_000;

/** Bursts of three failures and more: fewer begin with anything. */
export function heavyBursts(incident: ObservedIncident): readonly Burst[] {
  return incident.bursts.filter(({ failures }) => failures.length >= 3);
}

/** The bursts that begin within seconds after a change. */
export function before(bursts: readonly Burst[], changes: readonly Change[]): readonly Pair[] {
  return bursts.flatMap((burst) => {
    const pairs = changes.flatMap((change): readonly Pair[] => {
      const apartMs = burst.from - change.time;
      const slack = Math.min(change.slackMs, 2_000);
      return apartMs >= -slack && apartMs <= withinMs + slack ? [{ burst, change, apartMs: Math.max(0, apartMs) }] : [];
    });
    return pairs.toSorted((a, b) => a.apartMs - b.apartMs).slice(0, 1);
  });
}

/** True when changes come so often that bursts at any time would meet them as well (at least one in a hundred tries). */
export function isByChance(changes: readonly Change[], met: number, { from, to }: ObservedIncident): boolean {
  const span = to - from + 2 * farMs;
  const inside = changes.filter(({ time }) => time >= from - farMs && time <= to + farMs).length;
  return Math.min(1, (inside * withinMs) / span) ** met > 0.01;
}

/** True when no failure lies near any of these changes. */
export function isFarFromAll({ bursts, from: start, to: end }: ObservedIncident, all: readonly Change[]): boolean {
  const changes = all.filter(({ time, slackMs }) => time >= start - farMs - slackMs && time <= end + farMs + slackMs);
  return bursts.every(({ from, to }) => changes.every(({ time, slackMs }) => time < from - farMs - slackMs || time > to + farMs / 2 + slackMs));
}
