/**
 * Keeps an incident as a case: `node tools/record-case.ts ID PATH… --cause CAUSE [--hop HOP] [--must-not CAUSE]… [--also CAUSE]…`
 *
 * Copies the evidence to `cases/ID/bundle`, writes `truth.json` and a README to be completed, and prints what the tool answers now. It does
 * not clean the evidence: look through it for names, addresses and secrets that must not be public before committing it.
 */
import { cpSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { problemsOf } from '../src/testing/judge.ts';
import { bundleOf, casesFolder, truthOf } from '../src/cases/recorded-cases.ts';
import { causeIds } from '../src/knowledge/causes.ts';
import { diagnose } from '../src/index.ts';
import { readBundle } from '../src/sources/bundle/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cause: { type: 'string' },
    hop: { type: 'string', default: '' },
    also: { type: 'string', multiple: true, default: [] },
    'must-not': { type: 'string', multiple: true, default: [] },
  },
});
const [id, ...paths] = positionals;
const { cause, hop, also, 'must-not': mustNot } = values;
if (id === undefined || paths.length === 0 || cause === undefined)
  fail('Usage: node tools/record-case.ts ID PATH… --cause CAUSE [--hop HOP] [--must-not CAUSE]… [--also CAUSE]…');
if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) fail(`${id}: small letters, digits and hyphens make an id`);
if (existsSync(join(casesFolder, id))) fail(`cases/${id} exists already`);
const known: readonly string[] = ['healthy', ...causeIds];
for (const name of [cause, ...also, ...mustNot]) if (!known.includes(name)) fail(`${name} is no cause; known are ${known.join(', ')}`);

const bundle = bundleOf(id);
mkdirSync(bundle, { recursive: true });
for (const path of paths) cpSync(path, paths.length === 1 && statSync(path).isDirectory() ? bundle : join(bundle, basename(path)), { recursive: true });
writeFileSync(join(casesFolder, id, 'truth.json'), `${JSON.stringify({ id, cause, acceptable_also: also, hop, must_not: mustNot }, undefined, 1)}\n`);
writeFileSync(
  join(casesFolder, id, 'README.md'),
  [
    '# TITLE',
    '## What happened',
    '## The right answer',
    `\`${cause}\`, hop: ${hop === '' ? 'none' : `\`${hop}\``}.`,
    '## What it is not',
    '## How it was recorded',
    '',
  ].join('\n\n'),
);
const problems = problemsOf(diagnose(await readBundle([bundle])), truthOf(id));
console.log(
  problems.length === 0 ? `cases/${id} is kept; the tool answers right.` : `cases/${id} is kept; the tool answers otherwise: ${problems.join('; ')}.`,
);
console.log(`Look through cases/${id}/bundle for what must not be public, then complete cases/${id}/README.md.`);

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
