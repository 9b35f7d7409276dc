/** Counts from `low` to `high` hold 95 % of what a Poisson process of a mean between the two gives. */
export interface CountInterval {
  readonly low: number;
  readonly high: number;
}

const TAIL = 0.025;
/** Above this the normal approximation is right to a count. */
const LARGE = 10_000;
const DEVIATIONS = 1.959964;
/** No count is looked for beyond it: a hundred standard deviations above the greatest mean that is summed up. Rounding ends no sum later. */
const BEYOND = LARGE + 100 * Math.sqrt(LARGE);

/** @param least Smallest mean. @param most Greatest mean. */
export function poissonInterval(least: number, most: number): CountInterval {
  return { low: quantile(least, TAIL), high: quantile(most, 1 - TAIL) };
}

/** The smallest count that is not exceeded with this chance. */
function quantile(mean: number, chance: number): number {
  if (mean > LARGE) return Math.max(0, Math.round(mean + (chance > 0.5 ? DEVIATIONS : -DEVIATIONS) * Math.sqrt(mean)));
  let [sum, logTerm] = [0, -mean];
  for (let count = 0; ; count += 1) {
    sum += Math.exp(logTerm);
    if (sum >= chance || count >= BEYOND) return count;
    logTerm += Math.log(mean) - Math.log(count + 1);
  }
}
