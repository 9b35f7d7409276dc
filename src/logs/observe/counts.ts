import { binOf, createDistribution, type Distribution, distributionOf } from '../../race/distribution.ts';

/** Counts by bin of `binOf`. */
export interface Counts {
  readonly add: (value: number) => void;
  readonly total: () => number;
  readonly distribution: () => Distribution;
}

const PAGE_BITS = 6;
const PAGE = 1 << PAGE_BITS;

/** Counts that take memory only where something was counted, so that thousands of pools can have some. */
export function createSparseCounts(): Counts {
  const pages: (Uint32Array | undefined)[] = [];
  let total = 0;
  const pageOf = (bin: number): Uint32Array => {
    const number = bin >> PAGE_BITS;
    while (pages.length <= number) pages.push(undefined);
    const page = new Uint32Array(PAGE);
    pages[number] = page;
    return page;
  };
  return {
    add(value) {
      const bin = binOf(value);
      const page = pages[bin >> PAGE_BITS] ?? pageOf(bin);
      const place = bin & (PAGE - 1);
      page[place] = (page[place] ?? 0) + 1;
      total += 1;
    },
    total: () => total,
    distribution() {
      const counts = new Uint32Array(pages.length * PAGE);
      for (const [number, page] of pages.entries()) if (page !== undefined) counts.set(page, number * PAGE);
      return distributionOf(counts);
    },
  };
}

/** Counts in one piece: up to 128 KiB each, and one miss of the processor's cache for each value instead of three. */
export function createFlatCounts(): Counts {
  const counts = createDistribution();
  let total = 0;
  return {
    add(value) {
      counts.add(value);
      total += 1;
    },
    total: () => total,
    distribution: () => distributionOf(counts.counts()),
  };
}
