/** `npm run demo`: diagnoses a recorded incident, so that a stranger sees an answer before collecting anything. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const recorded = existsSync(join(root, 'cases')) ? readdirSync(join(root, 'cases')).filter((name) => existsSync(join(root, 'cases', name, 'bundle'))) : [];
const [asked] = process.argv.slice(2);
const slug = asked ?? recorded.find((name) => name.startsWith('keepalive')) ?? recorded[0];
if (slug === undefined || !recorded.includes(slug)) {
  console.error(recorded.length === 0 ? 'There is no recorded case in cases/.' : `Recorded cases: ${recorded.join(', ')}`);
  process.exit(2);
}
console.log(`$ why503 diagnose cases/${slug}/bundle\n`);
const { status } = spawnSync(process.execPath, ['bin/why503.cjs', 'diagnose', join('cases', slug, 'bundle')], { cwd: root, stdio: 'inherit' });
// 1 and 3 are answers (diagnosed, undecided); only 2 is a failure of the demo.
process.exitCode = status === 0 || status === 1 || status === 3 ? 0 : 2;
