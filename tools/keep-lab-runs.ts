/**
 * Keeps runs of the lab as cases: `node tools/keep-lab-runs.ts RESULTS ID…`, where RESULTS holds `ID/bundle` and `ID/truth.json`.
 *
 * Writes `cases/lab/ID/bundle/evidence.tar.gz`, `truth.json`, and the table in `cases/lab/README.md`. Left out of a bundle is what is large and tells
 * nothing: routine lines of istiod (`info`), and the kernel's network counters; from more than 150 kB also the proxies' counters.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asList, asObject, asString } from '../src/formats/json.ts';
import { type CaseFiles, filesOf } from '../src/cases/case-files.ts';
import { bundleOf, caseIds, labCasesFolder, truthOf } from '../src/cases/recorded-cases.ts';
import { asTarGz } from '../src/cases/shapes.ts';
import { diagnose } from '../src/index.ts';
import { readBundle } from '../src/sources/bundle/index.ts';
import { problemsOf } from '../src/testing/judge.ts';

/** A bundle that is larger goes without the proxies’ counters, which are most of it. */
const mostBytes = 150_000;
const [results, ...ids] = process.argv.slice(2);
if (results === undefined || ids.length === 0) {
  console.error('Usage: node tools/keep-lab-runs.ts RESULTS ID…');
  process.exit(2);
}

for (const id of ids) {
  const truthFile = join(results, id, 'truth.json');
  if (!existsSync(truthFile)) {
    console.error(`${truthFile} is not there`);
    process.exit(2);
  }
  const truth = asObject(JSON.parse(readFileSync(truthFile, 'utf8'))) ?? {};
  mkdirSync(bundleOf(id, labCasesFolder), { recursive: true });
  const files = slim(await filesOf(id, results));
  for (const [name, whole] of await asTarGz(files)) {
    const content = whole.length <= mostBytes ? whole : ((await asTarGz(withoutCounters(files))).get(name) ?? whole);
    writeFileSync(join(bundleOf(id, labCasesFolder), name), content);
    console.log(`${id}: ${Math.round(content.length / 1_000)} kB`);
  }
  const { recorded_by: _, ...kept } = truth;
  writeFileSync(join(labCasesFolder, id, 'truth.json'), `${JSON.stringify(kept, undefined, 1)}\n`);
  const problems = problemsOf(diagnose(await readBundle([bundleOf(id, labCasesFolder)])), truthOf(id, labCasesFolder));
  if (problems.length > 0) console.log(`  the tool answers otherwise: ${problems.join('; ')}`);
}

const rows = caseIds(labCasesFolder).map((id) => {
  const truth = asObject(JSON.parse(readFileSync(join(labCasesFolder, id, 'truth.json'), 'utf8')));
  const also = asList(truth?.['acceptable_also']).flatMap((cause) => asString(cause) ?? []);
  const answer = [asString(truth?.['cause']) ?? '', ...also].map((cause) => (cause === 'healthy' ? cause : `\`${cause}\``)).join(', also ');
  return `| \`${id}\` | ${(asString(truth?.['how_injected']) ?? '').replaceAll('|', '/')} | ${answer} |`;
});
writeFileSync(
  join(labCasesFolder, 'README.md'),
  [
    '# Runs of the lab',
    '',
    'Evidence of `why503 lab`: real Envoy, Istio, VictoriaMetrics and applications on one machine, broken on purpose. Each bundle is packed, without the',
    'routine lines of istiod and the kernel’s network counters. Written by `node tools/keep-lab-runs.ts`.',
    '',
    '| case | what was done | answer |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n'),
);

function withoutCounters(files: CaseFiles): CaseFiles {
  return new Map([...files].filter(([path]) => !path.endsWith('/stats.txt')));
}

function slim(files: CaseFiles): CaseFiles {
  return new Map(
    [...files].flatMap(([path, content]): readonly (readonly [string, Buffer])[] => {
      if (path.endsWith('/nstat.txt')) return [];
      if (!path.endsWith('/discovery.log')) return [[path, content]];
      const lines = content.toString('utf8').split('\n');
      return [[path, Buffer.from(`${lines.filter((line) => !/^\S+\tinfo\t/.test(line)).join('\n')}\n`)]];
    }),
  );
}
