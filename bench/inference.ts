/** How often the inference is right, over simulated logs whose truth is known. `--write` puts the tables into bench/inference.md. */
import { parseArgs } from 'node:util';
import { inferResets } from '../src/race/inference/index.ts';
import { observePool, type PoolRequest } from '../src/race/observe-pool.ts';
import { seededRandom } from '../src/race/random.ts';
import { raceConfounders } from '../src/testing/race-confounders.ts';
import { type RaceScenario, raceScenarios } from '../src/testing/race-scenarios.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '20' }, only: { type: 'string' }, confounders: { type: 'boolean' }, verbose: { type: 'boolean' } } });
const seeds = Number(values.seeds);
for (const scenario of raceScenarios) {
  if (values.only !== undefined && !scenario.name.includes(values.only)) continue;
  const cells: string[] = [];
  const started = performance.now();
  for (const confounder of values.confounders ? raceConfounders : raceConfounders.slice(0, 1))
  for (const resets of values.confounders ? [6] : [2, 3, 6, 10]) {
    let [right, named, wrongNamed, wrong, withheld, none, likelyWrong, rowCount] = [0, 0, 0, 0, 0, 0, 0, 0];
    const found = new Map<string, number>();
    for (let seed = 1; seed <= seeds; seed += 1) {
      const rows = confounder.apply(scenario.rows(seed, resets), seededRandom(seed + 1e6), () => scenario.rows(seed + 5_000, resets));
      rowCount += rows.length;
      const inference = inferResets(observePool(rows));
      if (inference.verdict === 'nothing') { none += 1; continue; }
      const isRight = scenario.truth.includes(inference.mechanism ?? 'background') || (scenario.truth.length === 0 && inference.mechanism === 'background');
      if (isRight) right += 1; else wrong += 1;
      if (inference.withheld) withheld += 1;
      if (inference.verdict === 'named') { if (isRight) named += 1; else wrongNamed += 1; }
      if (inference.verdict === 'likely' && !isRight && inference.mechanism !== 'background') likelyWrong += 1;
      const key = `${inference.mechanism} ${inference.verdict} ${inference.withheld ?? ''}${inference.completeness.doubts} ${inference.needsProbe ?? ''}`;
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    cells.push(`${confounder.name.padEnd(28)} ${String(resets).padStart(2)}: right ${right} named ${named} WRONG ${wrongNamed} likelywrong ${likelyWrong} wrong ${wrong} withheld ${withheld} none ${none} rows ${rowCount / seeds | 0}` + (values.verbose ? '\n      ' + [...found].map(([k, v]) => `${v} ${k}`).join('; ') : ''));
  }
  console.log(`${scenario.name}  [${((performance.now() - started) / 1e3).toFixed(1)} s]\n   ${cells.join('\n   ')}`);
}
