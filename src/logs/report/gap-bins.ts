import type { PoolObservations } from '../../race/observations.ts';
import type { GapBin } from './log-report.ts';

const MOST = 40;

/** Requests by the quiet time before them, in about 24 bins: narrow around the resets, where the eye has to see the edge, and wider away from it. */
export function gapBins({ survivors, resets, renewals }: PoolObservations, limit?: number): readonly GapBin[] {
  const failing = resets.flatMap(({ gapMs, ordinal }) => (gapMs === undefined || ordinal < 2 ? [] : [gapMs]));
  const edges = [
    ...new Set([0, ...ladder(), ...(limit === undefined ? [] : [0.9, 0.96, 0.99, 1, 1.01, 1.04, 1.1].map((factor) => Math.round(limit * factor)))]),
  ]
    .toSorted((a, b) => a - b)
    .filter((edge, index, all) => index === 0 || edge - (all[index - 1] ?? 0) >= 1);
  const bins = edges.map((from, index): GapBin => {
    const to = index + 1 < edges.length ? (edges[index + 1] ?? 0) - 1 : 2 ** 31 - 1;
    return {
      from,
      to,
      reused: survivors.gaps.within(from - 1, to),
      reset: failing.filter((gap) => gap >= from && gap <= to).length,
      renewed: renewals?.within(from - 1, to) ?? 0,
    };
  });
  const isFilled = ({ reused, reset, renewed }: GapBin): boolean => reused + reset + renewed > 0;
  const first = bins.findIndex(isFilled);
  const last = bins.findLastIndex(isFilled);
  return first < 0 ? [] : bins.slice(first, last + 1).slice(0, MOST);
}

/** 1, 2 and 5 times every power of ten, up to two hours. */
function ladder(): readonly number[] {
  const steps: number[] = [];
  for (let power = 1; power <= 1_000_000; power *= 10) for (const digit of [1, 2, 5]) if (power * digit <= 7_200_000) steps.push(power * digit);
  return steps;
}
