/** Coefficients of Stirling's series for ln Γ: B(2k) / (2k (2k - 1)). */
const stirling = [1 / 12, -1 / 360, 1 / 1_260, -1 / 1_680, 1 / 1_188, -691 / 360_360] as const;
const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** ln Γ(x) for x > 0, to 13 digits: shifted to x >= 8, where six terms of Stirling's series suffice. */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < 8) {
    product *= shifted;
    shifted += 1;
  }
  const inverse = 1 / shifted;
  let series = 0;
  for (let term = stirling.length - 1; term >= 0; term -= 1) series = series * inverse * inverse + (stirling[term] ?? 0);
  return (shifted - 0.5) * Math.log(shifted) - shifted + halfLogTwoPi + series * inverse - (product === 1 ? 0 : Math.log(product));
}

/** ln B(a, b). */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** ln of the number of ways to take `taken` of `total` things; -Infinity where there are too few. */
export function logChoose(total: number, taken: number): number {
  return taken < 0 || taken > total ? Number.NEGATIVE_INFINITY : logGamma(total + 1) - logGamma(taken + 1) - logGamma(total - taken + 1);
}

/** A Beta distribution: what is held of a share before rows are seen. */
export interface BetaPrior {
  readonly a: number;
  readonly b: number;
}

/** Natural logarithm of the probability of one order of `failures` failures in `total` requests, when the share of failures is distributed as `prior`. */
export function logBetaBinomial(total: number, failures: number, prior: BetaPrior): number {
  let ofPrior = known.get(prior);
  if (ofPrior === undefined) {
    ofPrior = logBeta(prior.a, prior.b);
    known.set(prior, ofPrior);
  }
  return logBeta(prior.a + failures, prior.b + total - failures) - ofPrior;
}

/** The few priors are asked about thousands of times. */
const known = new WeakMap<BetaPrior, number>();

/** ln of the sum of e^term; -Infinity for none. */
export function logSum(terms: readonly number[]): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (const term of terms) if (term > greatest) greatest = term;
  if (greatest === Number.NEGATIVE_INFINITY) return greatest;
  let sum = 0;
  for (const term of terms) sum += Math.exp(term - greatest);
  return greatest + Math.log(sum);
}
