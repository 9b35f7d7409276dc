import type { Measure } from '../model/measure.ts';
import type { Milliseconds } from '../model/time.ts';

/** `new`: nothing failed before; `quiet`: nothing failed before or after. */
export type Verification = 'better' | 'no-change' | 'too-early' | 'worse' | 'new' | 'quiet';

/** One target before and after, and what follows. */
export interface Comparison {
  readonly target: string;
  readonly verdict: Verification;
  readonly before: Measure;
  /** Absent: nobody asked for it afterwards. */
  readonly after?: Measure;
  /** How likely what was seen afterwards is when nothing has changed; absent where nothing can be compared. */
  readonly chance?: number;
  /** With `too-early`: requests, and how long they take at the rate of afterwards, for which no failure at all would be beyond chance. */
  readonly needs?: { readonly requests?: number; readonly ms?: Milliseconds };
}

/** What is beyond chance: it happens once in a thousand comparisons where nothing has changed. */
const beyondChance = 0.001;

/** What can be watched for at most: beyond a week another measure is needed. */
const longest = 10_000_000;

/**
 * Holds failures before and after against each other, target by target, the gravest verdict first. Trials are requests where both sides count them, else
 * time; failures count by moments, so that a burst is one. The chance is that of Fisher's exact test (1935), one-sided; over time the conditional binomial
 * test of two Poisson counts (Przyborowski and Wilenski, 1940).
 */
export function compare(before: readonly Measure[], after: readonly Measure[]): readonly Comparison[] {
  const later = new Map(after.map((measure) => [measure.target, measure]));
  const known = new Set(before.map(({ target }) => target));
  const fresh = after
    .filter(({ target, failures }) => failures > 0 && !known.has(target))
    .map((measure): Comparison => ({ target: measure.target, verdict: 'new', before: { ...measure, failures: 0, events: 0, requests: 0 }, after: measure }));
  return [...before.map((measure) => compared(measure, later.get(measure.target))), ...fresh].toSorted(
    (a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || b.before.failures - a.before.failures,
  );
}

const order: readonly Verification[] = ['worse', 'new', 'no-change', 'too-early', 'better', 'quiet'];

function compared(before: Measure, after: Measure | undefined): Comparison {
  const { target } = before;
  if (after === undefined) return { target, before, verdict: before.failures > 0 ? 'too-early' : 'quiet', ...needed(before, undefined) };
  if (before.events + after.events === 0) return { target, before, after, verdict: 'quiet' };
  const trials = trialsOf(before, after);
  if (trials === undefined) return { target, before, after, verdict: 'too-early', ...needed(before, after) };
  const fewer = atMost(after.events, before.events + after.events, trials);
  const more = 1 - atMost(after.events - 1, before.events + after.events, trials);
  if (fewer <= beyondChance) return { target, before, after, verdict: 'better', chance: fewer };
  if (more <= beyondChance) return { target, before, after, verdict: before.events === 0 ? 'new' : 'worse', chance: more };
  if (before.events === 0) return { target, before, after, verdict: 'too-early', chance: more };
  // with no failure at all it would still be within chance
  const isEarly = atMost(0, before.events, trials) > beyondChance;
  return { target, before, after, verdict: isEarly ? 'too-early' : 'no-change', chance: fewer, ...(isEarly ? needed(before, after) : {}) };
}

interface Trials {
  readonly before: number;
  readonly after: number;
  /** True: requests, of which each fails or not. False: time, in which any number may. */
  readonly isCounted: boolean;
}

function trialsOf(before: Measure, after: Measure): Trials | undefined {
  if (before.requests !== undefined && after.requests !== undefined)
    return after.requests === 0
      ? undefined
      : { before: Math.max(before.requests, before.events), after: Math.max(after.requests, after.events), isCounted: true };
  const [was, is] = [before.to - before.from, after.to - after.from];
  return was > 0 && is > 0 ? { before: was, after: is, isCounted: false } : undefined;
}

/** The chance of at most `few` of `all` failures afterwards, when each of them could have come in any trial. */
function atMost(few: number, all: number, { before, after, isCounted }: Trials): number {
  let sum = 0;
  for (let count = 0; count <= Math.min(few, all); count++)
    sum += Math.exp(isCounted ? logHypergeometric(count, all, after, before + after) : logBinomial(count, all, after / (before + after)));
  return Math.min(1, sum);
}

function logHypergeometric(count: number, all: number, after: number, total: number): number {
  if (count > after || all - count > total - after) return Number.NEGATIVE_INFINITY;
  return logChoose(after, count) + logChoose(total - after, all - count) - logChoose(total, all);
}

function logBinomial(count: number, all: number, share: number): number {
  return logChoose(all, count) + count * Math.log(share) + (all - count) * Math.log1p(-share);
}

function logChoose(from: number, count: number): number {
  return logFactorial(from) - logFactorial(count) - logFactorial(from - count);
}

/** Stirling's series from 20 on, where its third term is below 1e-10. */
function logFactorial(n: number): number {
  if (n >= 20) return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1_260 * n ** 5);
  let sum = 0;
  for (let factor = 2; factor <= n; factor++) sum += Math.log(factor);
  return sum;
}

/** How much has to go well before it is beyond chance. */
function needed(before: Measure, after: Measure | undefined): Pick<Comparison, 'needs'> {
  if (before.events === 0) return {};
  if (before.requests === undefined) {
    // (b / (a + b)) ^ events <= 1/1000
    const ms = Math.round((before.to - before.from) * (beyondChance ** (-1 / before.events) - 1));
    return Number.isFinite(ms) && ms > 0 ? { needs: { ms } } : {};
  }
  const trials = (requests: number): Trials => ({ before: Math.max(before.requests ?? 0, before.events), after: requests, isCounted: true });
  let [low, high] = [1, 2];
  while (high < longest && atMost(0, before.events, trials(high)) > beyondChance) [low, high] = [high, high * 2];
  if (high >= longest) return {};
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (atMost(0, before.events, trials(middle)) > beyondChance) low = middle;
    else high = middle;
  }
  const rate = after?.requests === undefined || after.to <= after.from ? undefined : after.requests / (after.to - after.from);
  return { needs: { requests: high, ...(rate === undefined || rate === 0 ? {} : { ms: Math.round(high / rate) }) } };
}
