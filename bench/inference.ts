/**
 * How often the inference is right about simulated logs whose truth is known, as `logs` and `diagnose` read them. Prints the tables of bench/inference.md;
 * `--write` puts them there. Takes about half an hour for the 20 seeds per cell that are published.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inferredByDiagnose, inferredByLogs } from './lib/infer-rows.ts';
import { formatTally, type InferenceTally, tallyOf } from '../src/testing/inference-tally.ts';
import { raceConfounders } from '../src/testing/race-confounders.ts';
import { raceScenarios } from '../src/testing/race-scenarios.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '20' }, first: { type: 'string', default: '1' }, write: { type: 'boolean', default: false } },
});
const seeds = Number(values.seeds);
const first = Number(values.first);
const counts = [2, 3, 6, 10, 30, 100, 300];

const asItIs = raceConfounders.slice(0, 1);
const tallies: InferenceTally[] = [];
const noted = (tally: InferenceTally): string => {
  tallies.push(tally);
  return formatTally(tally);
};
const rule = (columns: number): string => `|${'---|'.repeat(columns)}`;
const truth = [
  `| truth | ${counts.map((count) => `${count} resets`).join(' | ')} |`,
  rule(counts.length + 1),
  ...raceScenarios.map(
    (scenario) =>
      `| ${scenario.name} | ${counts.flatMap((count) => asItIs.map((as) => noted(tallyOf(scenario, as, count, seeds, first, (rows) => [inferredByLogs(rows), inferredByDiagnose(rows)])))).join(' | ')} |`,
  ),
];
const flawed = [
  `| truth, 6 resets | ${raceConfounders
    .slice(1)
    .map(({ name }) => name)
    .join(' | ')} |`,
  rule(raceConfounders.length),
  ...raceScenarios.map(
    (scenario) =>
      `| ${scenario.name} | ${raceConfounders
        .slice(1)
        .map((as) => noted(tallyOf(scenario, as, 6, seeds, first, (rows) => [inferredByLogs(rows)])))
        .join(' | ')} |`,
  ),
];
const wrong = tallies.reduce((sum, { wrongNamed }) => sum + wrongNamed, 0);
const logs = tallies.reduce((sum, tally) => sum + tally.logs, 0);
const text = [`Seeds ${first} to ${first + seeds - 1}; ${logs} verdicts; wrong verdicts above 0.999: ${wrong}.`, '', ...truth, '', ...flawed].join('\n');
console.log(text);
if (values.write) {
  const path = join(import.meta.dirname, 'inference.md');
  writeFileSync(path, `${readFileSync(path, 'utf8').split('<!-- generated -->')[0]}<!-- generated -->\n\n${text}\n`);
}
if (wrong > 0) process.exitCode = 1;
