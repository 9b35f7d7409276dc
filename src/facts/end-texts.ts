import { instant, type EpochMs, type Milliseconds } from '../model/time.ts';
import type { ObservedIncident } from '../model/failure.ts';
import type { FittingEnd } from './incident-ends.ts';

/** A moment for a sentence: UTC, whole seconds. */
export function clockTime(at: EpochMs): string {
  return `${instant(at).slice(0, 19)}Z`;
}

/** A length of time for a sentence, in the largest unit that leaves at least 2: `6 d`, `45 min`, `3 s`. */
export function roughly(length: Milliseconds): string {
  const units: readonly (readonly [Milliseconds, string])[] = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
  ];
  const unit = units.find(([size]) => length >= 2 * size);
  return unit === undefined ? `${Math.round(length / 1_000)} s` : `${Math.round(length / unit[0])} ${unit[1]}`;
}

/** Ends grouped by container (or pod), so that each is spoken of once; with all failures the group accounts for. */
export function byContainer(
  ends: readonly FittingEnd[],
): readonly { readonly first: FittingEnd; readonly times: number; readonly explains: readonly number[]; readonly ends: readonly FittingEnd[] }[] {
  return [...Map.groupBy(ends, ({ outage }) => `${outage.pod}/${outage.container ?? ''}`).values()].flatMap((group) => {
    const first = group.find((end) => !end.outage.isInferred) ?? group[0];
    return first === undefined
      ? []
      : [{ first, times: group.length, explains: [...new Set(group.flatMap((end) => end.explains))].toSorted((a, b) => a - b), ends: group }];
  });
}

/** Share of an incident's failures as `12 of 300`. */
export function share(explains: readonly number[], incident: ObservedIncident): string {
  return `${explains.length} of ${incident.failures.length}`;
}
