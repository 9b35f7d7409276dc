import type { Bin } from './types.ts';

/** Counts in bins that grow by 2 %, so that the edges stay sharp at every scale. */
export interface Histogram {
  readonly add: (value: number) => void;
  readonly bins: () => readonly Bin[];
  readonly max: () => number | undefined;
}

const growth = Math.log(1.02);

export function createHistogram(): Histogram {
  const counts = new Map<number, number>();
  let greatest: number | undefined;
  return {
    add(value) {
      const bin = value < 1 ? 0 : Math.floor(Math.log(value) / growth) + 1;
      counts.set(bin, (counts.get(bin) ?? 0) + 1);
      if (greatest === undefined || value > greatest) greatest = value;
    },
    bins: () => [...counts].toSorted(([a], [b]) => a - b).map(([bin, count]) => ({ upTo: Math.round(1.02 ** bin * 1000) / 1000, count })),
    max: () => greatest,
  };
}
