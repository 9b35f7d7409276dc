import { binOf, createDistribution, type Distribution, type DistributionBin, type DistributionBuilder, distributionOf, edgesOf } from './distribution.ts';

/** Counts few different values in little memory, many of them in an array: for thousands of distributions at once, most of them small. */
export interface BinCounter {
  readonly add: (value: number) => void;
  /** Bins that are not empty, ascending. */
  readonly bins: () => readonly DistributionBin[];
}

const mostInMap = 256;

export function createBinCounter(): BinCounter {
  let few: Map<number, number> | undefined = new Map();
  let many: DistributionBuilder | undefined;
  return {
    add(value) {
      if (many !== undefined || few === undefined) {
        many?.add(value);
        return;
      }
      const bin = binOf(value);
      few.set(bin, (few.get(bin) ?? 0) + 1);
      if (few.size <= mostInMap) return;
      many = createDistribution();
      for (const [seen, count] of few) {
        const { from } = edgesOf(seen);
        many.add(from);
        const counts = many.counts();
        counts[seen] = count;
      }
      few = undefined;
    },
    bins() {
      if (few !== undefined) return [...few].toSorted(([a], [b]) => a - b).map(([bin, count]) => ({ ...edgesOf(bin), count }));
      return many === undefined ? [] : distributionOf(many.counts()).bins();
    },
  };
}

/** The bins less what was counted in them for nothing. */
export function binsLess(bins: readonly DistributionBin[], others: readonly DistributionBin[]): readonly DistributionBin[] {
  const less = new Map(others.map(({ from, count }) => [from, count]));
  return bins.map((bin) => ({ ...bin, count: bin.count - (less.get(bin.from) ?? 0) })).filter(({ count }) => count > 0);
}

/** Bins of several counters as one distribution. */
export function distributionOfBins(...lists: readonly (readonly DistributionBin[])[]): Distribution {
  const counts = new Map<number, number>();
  for (const bins of lists) for (const { from, count } of bins) counts.set(from, (counts.get(from) ?? 0) + count);
  const bins = [...counts].toSorted(([a], [b]) => a - b).map(([from, count]) => ({ ...edgesOf(binOf(from)), count }));
  const upTo: number[] = [];
  let total = 0;
  for (const { count } of bins) {
    total += count;
    upTo.push(total);
  }
  const atMost = (value: number): number => {
    let [low, high] = [0, bins.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const bin = bins[middle];
      if (bin !== undefined && (bin.from + bin.to) / 2 <= value) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : (upTo[low - 1] ?? 0);
  };
  return { total, within: (from, to) => Math.max(0, atMost(to) - atMost(from)), bins: () => bins };
}
