/**
 * How often each whole number was seen, in bins of at most 0.1 % width: exact below 2,048, then 1,024 bins for every doubling.
 * A gap of 5 s is known to 4 ms, one of 60 s to 32 ms; a day's worth of milliseconds takes 27,000 bins.
 */
export interface Distribution {
  readonly total: number;
  /** How many values v have `from < v <= to`. A bin belongs to the side on which its middle lies. */
  readonly within: (from: number, to: number) => number;
  /** Bins that are not empty, ascending; both edges are part of them. */
  readonly bins: () => readonly DistributionBin[];
  /** How many values are in each bin, by `binOf`, where they are kept so. Not to be written to. */
  readonly counts?: Uint32Array;
}

/** A distribution that knows its middle and its end. */
export interface CountedDistribution extends Distribution {
  readonly counts: Uint32Array;
  /** The middle one of all values, and the greatest, as far as their bins are known; undefined of none. */
  readonly median: () => number | undefined;
  readonly greatest: () => number | undefined;
}

export interface DistributionBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Grows as it counts. `counts` are by bin and can be made a `Distribution`. */
export interface DistributionBuilder {
  readonly add: (value: number) => void;
  readonly counts: () => Uint32Array;
}

const EXACT = 2_048;
const PER_OCTAVE = EXACT / 2;
const GREATEST = 2 ** 31 - 1;

/** The bin of a whole number from 0 to 2^31 - 1; what lies outside is taken for the nearest. */
export function binOf(value: number): number {
  const whole = value <= 0 ? 0 : value >= GREATEST ? GREATEST : Math.trunc(value);
  if (whole < EXACT) return whole;
  const halvings = 21 - Math.clz32(whole); // 2,048 to 4,095 are halved once
  return halvings * PER_OCTAVE + (whole >>> halvings);
}

/** The least and the greatest whole number of a bin. */
export function edgesOf(bin: number): { readonly from: number; readonly to: number } {
  if (bin < EXACT) return { from: bin, to: bin };
  const halvings = Math.trunc(bin / PER_OCTAVE) - 1;
  const from = (bin - halvings * PER_OCTAVE) * 2 ** halvings;
  return { from, to: from + 2 ** halvings - 1 };
}

export function createDistribution(): DistributionBuilder {
  let counts = new Uint32Array(64);
  return {
    add(value) {
      const bin = binOf(value);
      if (bin >= counts.length) counts = grown(counts, bin + 1);
      counts[bin] = (counts[bin] ?? 0) + 1;
    },
    counts: () => counts,
  };
}

/** The sum of two counts by bin. */
export function addedCounts(one: Uint32Array, other: Uint32Array): Uint32Array {
  const [long, short] = one.length >= other.length ? [one, other] : [other, one];
  const sum = long.slice();
  for (let bin = 0; bin < short.length; bin += 1) sum[bin] = (sum[bin] ?? 0) + (short[bin] ?? 0);
  return sum;
}

/** Counts by bin less those of the other, none of them below 0. */
export function lessCounts(counts: Uint32Array, others: Uint32Array): Uint32Array {
  return counts.map((count, bin) => Math.max(0, count - (others[bin] ?? 0)));
}

/** Counts by bin as something to ask; each question takes two looks. */
export function distributionOf(counts: Uint32Array): CountedDistribution {
  const upTo = new Float64Array(counts.length + 1);
  for (let bin = 0; bin < counts.length; bin += 1) upTo[bin + 1] = (upTo[bin] ?? 0) + (counts[bin] ?? 0);
  const total = upTo[counts.length] ?? 0;
  let filled: readonly DistributionBin[] | undefined; // asked for several times, and tens of thousands
  /** How many values are at most `value`. */
  const atMost = (value: number): number => {
    if (value < 0) return 0;
    if (value >= GREATEST) return total;
    const bin = binOf(value);
    const { from, to } = edgesOf(bin);
    return upTo[Math.min(value >= (from + to) / 2 ? bin + 1 : bin, counts.length)] ?? 0;
  };
  /** The first bin up to which there are so many values. */
  const binWith = (values: number): number => upTo.findIndex((count) => count >= values) - 1;
  return {
    total,
    counts,
    median: () => {
      if (total === 0) return undefined;
      const { from, to } = edgesOf(binWith(total / 2));
      return Math.trunc((from + to) / 2);
    },
    greatest: () => (total === 0 ? undefined : edgesOf(binWith(total)).to),
    within: (from, to) => Math.max(0, atMost(to) - atMost(from)),
    bins: () => {
      filled ??= filledBins(counts);
      return filled;
    },
  };
}

function filledBins(counts: Uint32Array): readonly DistributionBin[] {
  const filled: DistributionBin[] = [];
  for (let bin = 0; bin < counts.length; bin += 1) {
    const count = counts[bin] ?? 0;
    if (count > 0) filled.push({ ...edgesOf(bin), count });
  }
  return filled;
}

function grown(counts: Uint32Array, least: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(least, counts.length * 2));
  larger.set(counts);
  return larger;
}
