import type { EpochMs, Milliseconds } from '../model/time.ts';
import { createDistribution, distributionOf } from '../race/distribution.ts';
import type { PoolObservations, Reset } from '../race/observations.ts';
import { createRefusals } from '../race/refusals.ts';
import { longestQuietMs, overlapSlackMs } from '../race/row-tolerances.ts';
import { sameSecondOf, timelineOf } from './request-timeline.ts';

/** One row of an access log, reduced to what the race leaves traces in. */
export interface PoolRequest {
  readonly start: EpochMs;
  readonly durationMs: Milliseconds;
  /** Whatever tells one upstream connection from another: an id, or both addresses. */
  readonly connection: string | number;
  /** Flag UC. */
  readonly isReset: boolean;
  /** Flag UF: no connection could be made. */
  readonly isRefused?: boolean;
  /** Which of the cluster's hosts, from 0. */
  readonly host?: number;
}

interface Open {
  readonly first: EpochMs;
  end: EpochMs;
  ordinal: number;
}

/**
 * Observations from rows that are at hand, in any order. For logs of any size see the readers of logs; this one keeps all rows.
 *
 * @param rows of one pool; at least one
 */
export function observePool(rows: readonly PoolRequest[]): PoolObservations {
  const refusals = createRefusals();
  for (const { start, isRefused = false } of rows) if (isRefused) refusals.add(start);
  const connected = rows.filter(({ isRefused = false }) => !isRefused);
  const ordered = connected.toSorted((a, b) => a.start - b.start || a.durationMs - b.durationMs);
  const open = new Map<string | number, Open>();
  const [gaps, ordinals, ages, inFlight, renewals] = [
    createDistribution(),
    createDistribution(),
    createDistribution(),
    createDistribution(),
    createDistribution(),
  ];
  const resets: Reset[] = [];
  const busy: EpochMs[] = [];
  let overlaps = 0;
  for (const { start, durationMs, connection, isReset } of ordered) {
    for (let index = busy.length - 1; index >= 0; index -= 1) if ((busy[index] ?? 0) <= start) busy.splice(index, 1);
    busy.push(start + durationMs);
    const known = open.get(connection);
    const used = known !== undefined && start - known.end <= longestQuietMs ? known : undefined;
    if (used === undefined) {
      const quiet = leastQuiet(open, start);
      if (quiet !== undefined) renewals.add(quiet);
    } else if (start < used.end - overlapSlackMs) overlaps += 1;
    const ordinal = (used?.ordinal ?? 0) + 1;
    const gapMs = used === undefined ? undefined : Math.max(0, start - used.end);
    const ageMs = used === undefined ? 0 : start - used.first;
    if (isReset) resets.push({ start, durationMs, ...(gapMs === undefined ? {} : { gapMs }), ordinal, ageMs, inFlight: busy.length });
    else {
      if (gapMs !== undefined) gaps.add(gapMs);
      ordinals.add(ordinal);
      ages.add(ageMs);
      inFlight.add(busy.length);
    }
    if (isReset) open.delete(connection);
    else open.set(connection, { first: used?.first ?? start, end: Math.max(used?.end ?? 0, start + durationMs), ordinal });
  }
  const starts = ordered.map(({ start }) => start);
  return {
    requests: ordered.length,
    resets,
    refusals: refusals.spans(),
    survivors: {
      gaps: distributionOf(gaps.counts()),
      ordinals: distributionOf(ordinals.counts()),
      ages: distributionOf(ages.counts()),
      inFlight: distributionOf(inFlight.counts()),
    },
    renewals: distributionOf(renewals.counts()),
    overlaps,
    timeline: timelineOf(starts),
    sameSecond: sameSecondOf(starts),
    first: starts[0] ?? 0,
    last: starts.at(-1) ?? 0,
  };
}

/** Quiet time of the idle connection that was used last; forgets those that nobody keeps for so long. */
function leastQuiet(open: Map<string | number, Open>, at: EpochMs): Milliseconds | undefined {
  let least: Milliseconds | undefined;
  for (const [key, { end }] of open) {
    const quiet = at - end;
    if (quiet > longestQuietMs) open.delete(key);
    else if (quiet >= 0 && (least === undefined || quiet < least)) least = quiet;
  }
  return least;
}
