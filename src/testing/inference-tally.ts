import { type Inference, inferResets } from '../race/inference/index.ts';
import { observePool, type PoolRequest } from './observe-pool.ts';
import { seededRandom } from '../race/random.ts';
import type { RaceConfounder } from './race-confounders.ts';
import type { RaceScenario } from './race-scenarios.ts';

/** What the inference said of a number of logs with one truth, each of them as often as there are observers. */
export interface InferenceTally {
  readonly logs: number;
  /** The most probable mechanism is the true one, however probable it is. */
  readonly right: number;
  readonly named: number;
  /** Above 0.999, and not true. Has to be 0. */
  readonly wrongNamed: number;
  /** `likely`, and not true. */
  readonly wrongLikely: number;
  readonly withheld: number;
  /** No reset was in the log. */
  readonly empty: number;
}

/** What each observer infers from rows. */
export type InferRows = (rows: readonly PoolRequest[]) => readonly Inference[];

/** @param resets At which the log ends. */
export function tallyOf(
  scenario: RaceScenario,
  confounder: RaceConfounder,
  resets: number,
  seeds: number,
  firstSeed = 1,
  infer: InferRows = (rows) => [inferResets(observePool(rows))],
): InferenceTally {
  const all = Array.from({ length: seeds }, (_, index) => firstSeed + index).flatMap((seed) => {
    return infer(confounder.apply(scenario.rows(seed, resets), seededRandom(seed + 1e6), () => scenario.rows(seed + 5_000, resets)));
  });
  const isTrue = ({ mechanism }: Inference): boolean =>
    mechanism !== undefined && (scenario.truth.length === 0 ? mechanism === 'background' : scenario.truth.includes(mechanism));
  const count = (matches: (inference: Inference) => boolean): number => all.filter(matches).length;
  return {
    logs: all.length,
    right: count(isTrue),
    named: count((inference) => inference.verdict === 'named' && isTrue(inference)),
    wrongNamed: count((inference) => inference.verdict === 'named' && !isTrue(inference)),
    wrongLikely: count((inference) => inference.verdict === 'likely' && !isTrue(inference)),
    withheld: count(({ withheld }) => withheld !== undefined),
    empty: count(({ verdict }) => verdict === 'nothing'),
  };
}

/** Shares of the logs that have resets: most probable and true / named and true; then what was wrong. */
export function formatTally({ logs, right, named, wrongNamed, wrongLikely, empty }: InferenceTally): string {
  const judged = logs - empty;
  if (judged === 0) return 'no resets';
  const share = (count: number): string => (count === 0 ? '0' : (count / judged).toFixed(2));
  const likely = wrongLikely === 0 ? '' : ` (${share(wrongLikely)} likely, wrong)`;
  return `${share(right)} / ${share(named)}${likely}${wrongNamed === 0 ? '' : ` **${share(wrongNamed)} wrong**`}`;
}
