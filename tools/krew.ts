/**
 * `npm run build && node tools/krew.ts --uri URL [--homepage URL] [--out FOLDER]`: writes the archive that Krew installs and the manifest that names it.
 * URL is where the archive will lie; docs/krew.md says what to do with both.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { manifestYaml } from '../src/sources/cluster/manifest-yaml.ts';
import { writeKrewArchive } from './lib/krew-archive.ts';
import { krewManifest, krewProblems } from './lib/krew-manifest.ts';

const root = join(import.meta.dirname, '..');
const {
  uri,
  homepage,
  out = root,
  dist = join(root, 'dist'),
} = parseArgs({
  options: { uri: { type: 'string' }, homepage: { type: 'string' }, out: { type: 'string' }, dist: { type: 'string' } },
}).values;
if (uri === undefined || !existsSync(join(dist, 'cli', 'main.js'))) {
  console.error(uri === undefined ? 'Where will the archive lie? --uri URL' : `${dist} holds no build; run \`npm run build\` first.`);
  process.exit(2);
}
const { version }: { readonly version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
mkdirSync(out, { recursive: true });
const archive = join(out, `why503-${version}.tar.gz`);
const sha256 = await writeKrewArchive(root, dist, archive);
const manifest = krewManifest({ version, uri, sha256, ...(homepage === undefined ? {} : { homepage }) });
const problems = krewProblems('why503', manifest);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
writeFileSync(join(out, 'why503.yaml'), manifestYaml({ ...manifest }));
console.log(`${basename(archive)} ${sha256}\nwhy503.yaml names it at ${uri}`);
