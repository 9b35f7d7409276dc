/**
 * How often diagnoses are right, cause by cause, and whether their confidence means what it says. Prints the tables of bench/accuracy.md and
 * bench/calibration.md; `--write` puts them there. `--seed N` chooses other random losses of evidence, `--more FOLDER` adds labelled incidents (folders
 * `ID/bundle` with `ID/truth.json`) that are not part of the published tables, `--wrong` lists what was answered wrongly. Takes some minutes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { accuracyOf, reliabilityOf, type Tally, type Trial, trialOf, trialsOf, type Way } from '../src/cases/accuracy.ts';
import { analyzerSpecimens, readmeSpecimens } from '../src/cases/analyzer-specimens.ts';
import { builtSpecimens } from '../src/cases/built-specimens.ts';
import { filesOf, readFiles } from '../src/cases/case-files.ts';
import { innocents } from '../src/cases/innocents.ts';
import { recordedSpecimens } from '../src/cases/recorded-specimens.ts';
import { rewritings } from '../src/cases/rewritten.ts';
import type { Claim, Specimen } from '../src/cases/specimen.ts';
import { causeIds } from '../src/knowledge/causes.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '503' },
    more: { type: 'string', multiple: true, default: [] },
    write: { type: 'boolean', default: false },
    wrong: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    megabytes: { type: 'string' }, // of the other scripts that `npm run bench` runs
  },
});
const seed = Number(values.seed);
const recorded = await recordedSpecimens(...values.more);
const specimens = [...recorded, ...builtSpecimens(), ...readmeSpecimens(), ...(await analyzerSpecimens())];
const trials: Trial[] = specimens.flatMap((specimen) => trialsOf(specimen, seed));
for (const specimen of recorded) {
  const files = await filesOf(specimen.name, specimen.folder);
  for (const { name, rewrite, isWhole } of rewritings) trials.push(trialOf(specimen, 'rewritten', name, await readFiles(rewrite(files)), isWhole));
}

const accuracy = accuracyPage();
const calibration = calibrationPage();
console.log(`${accuracy}\n${calibration}`);
if (values.wrong)
  for (const { specimen, variant, why } of trials.filter(({ outcome }) => outcome === 'wrong')) console.log(`${specimen.id} | ${variant} | ${why}`);
if (values.write) {
  writeFileSync(join(import.meta.dirname, 'accuracy.md'), accuracy);
  writeFileSync(join(import.meta.dirname, 'calibration.md'), calibration);
}

function accuracyPage(): string {
  const rows = accuracyOf(causeIds, trials);
  const wrong = (cause: (typeof rows)[number]): number =>
    [cause.positive, cause.nearMiss, cause.healthy, cause.leftOut, cause.otherwise].reduce((sum, tally) => sum + tally.wrong, 0);
  const from = (kind: Specimen['from']): number => specimens.filter((specimen) => specimen.from === kind).length;
  return `# How often diagnoses are right

Written by \`node bench/accuracy.ts --write\` (seed ${seed}): ${trials.length.toLocaleString('en')} diagnoses of ${specimens.length} specimens whose truth is known:
${from('recorded')} recorded bundles (\`cases\`, and runs of the lab in \`cases/lab\`), ${from('built')} small incidents and healthy meshes, ${from('readme')} examples of READMEs, ${from('analyzer')} cases of
analyzers' tests. ${trials.filter(({ outcome }) => outcome === 'wrong').length} diagnoses are confidently wrong.

- **incidents**: of this cause, with all their evidence. *Undecided* are cases of one analyzer whose few lines are not enough for an answer.
- **near misses**: incidents of another cause that look like this one; right = this one is not named. **healthy**: the same where nothing fails.
- **left out**: its incidents without each kind of evidence, each file, each pod, with the proxies' logs and one other kind only, and with two kinds in five lost at
  random (recorded: 40 times each). **otherwise**: beside innocent faults (${innocents.map(({ name }) => name).join('; ')}),
  and rewritten (${rewritings.map(({ name }) => name).join('; ')}).
- **wrong**: \`likely\` or \`confirmed\` and not what happened, or \`healthy\` while requests fail. Of recorded bundles also any second answer that did not happen.
  Answers that say the same less sharply (\`src/cases/less-sharp.ts\`) are right where evidence was left out, and of analyzers' own cases.

Each cell: right / undecided.

| cause | incidents | near misses | healthy | left out | otherwise | wrong |
|---|---|---|---|---|---|---|
${rows.map((row) => `| \`${row.cause}\` | ${cell(row.positive)} | ${row.nearMiss.right} | ${row.healthy.right} | ${cell(row.leftOut)} | ${cell(row.otherwise)} | ${wrong(row)} |`).join('\n')}

Incidents are of the same hands that wrote the analyzers, so these figures say that nothing is contradictory, not how often an incident nobody has seen is right.
`;
}

function calibrationPage(): string {
  const ways: readonly (readonly [string, readonly Way[]])[] = [
    ['all evidence', ['whole']],
    ['beside innocents, rewritten', ['beside innocents', 'rewritten']],
    ['evidence left out', ['left out']],
    ['all', ['whole', 'beside innocents', 'rewritten', 'left out']],
  ];
  const tables = ways.map(([title, of]) => {
    const those = trials.filter(({ way }) => of.includes(way));
    return reliabilityTable(
      title,
      those.flatMap(({ claims }) => claims),
      those.flatMap(({ lenientClaims }) => lenientClaims),
    );
  });
  const unbacked = trials.filter((trial) => trial.unbacked.length > 0).length;
  return `# What confidence means

Written by \`node bench/accuracy.ts --write\` (seed ${seed}) from the diagnoses of [accuracy.md](accuracy.md): the first answer of every incident that it names,
candidates (\`possible\`) among them. *Right* is what happened; *also true* counts answers that say the same less sharply
(\`src/cases/less-sharp.ts\`). A confidence is honest when it is not above the share that is right.

${tables.join('\n')}
The ceilings in \`src/engine/score.ts\` rest on these tables: \`likely\` by one observation 0.8, contested 0.85, \`likely\` 0.9, \`confirmed\` 0.98 stay below what is
measured, for incidents nobody here has seen are harder than these. \`possible\` was 0.6 and is 0.5, between the two ways to count.

\`confirmed\` needs two independent kinds of evidence (EndpointSlices and Endpoints are one): ${unbacked} of ${trials.length.toLocaleString('en')} diagnoses break that.
`;
}

function reliabilityTable(title: string, claims: readonly Claim[], lenient: readonly Claim[]): string {
  const sharp = reliabilityOf(claims);
  const blunt = reliabilityOf(lenient);
  const share = (right: number, all: number): string => (all === 0 ? '' : (right / all).toFixed(2));
  const lines = sharp.bins
    .map((bin, index) => ({ ...bin, true: blunt.bins[index]?.right ?? 0 }))
    .filter((bin) => bin.claims > 0)
    .map((bin) => `| ${bin.above} - ${bin.upTo} | ${bin.claims} | ${bin.right} | ${share(bin.right, bin.claims)} | ${share(bin.true, bin.claims)} |`);
  return `## ${title}

| confidence above - up to | answers | right | share right | also true |
|---|---|---|---|---|
${lines.join('\n')}

Brier score ${sharp.brier.toFixed(3)}, also true ${blunt.brier.toFixed(3)}.
`;
}

function cell({ right, undecided }: Tally): string {
  return undecided === 0 ? String(right) : `${right} / ${undecided}`;
}
