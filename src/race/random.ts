/** A source of chance that gives the same numbers for the same seed on every machine. Whoever needs chance is handed one. */
export interface Random {
  /** At least 0, less than 1. */
  readonly uniform: () => number;
  /** A waiting time with the given mean. */
  readonly exponential: (mean: number) => number;
  readonly normal: (mean: number, deviation: number) => number;
  /** A whole number from 0 to `count - 1`. */
  readonly below: (count: number) => number;
}

const WARM_UP = 12;

/** sfc32 (PractRand, public domain): 128 bits of state, so that 10^9 draws do not come near its period. */
export function seededRandom(seed: number): Random {
  let [a, b, c, counter] = [seed >>> 0, Math.trunc(seed / 2 ** 32) >>> 0, 0x9e3779b9, 1];
  const next = (): number => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum;
  };
  for (let round = 0; round < WARM_UP; round += 1) next();
  // 53 bits: windows of a millisecond in a day need more than 32.
  const uniform = (): number => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  return {
    uniform,
    exponential: (mean) => -mean * Math.log(1 - uniform()),
    // Box-Muller, without its second number: no state to carry.
    normal: (mean, deviation) => mean + deviation * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below: (count) => Math.trunc(uniform() * count),
  };
}
