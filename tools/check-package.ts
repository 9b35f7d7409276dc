/** Packs the package, installs it into an empty folder and asks it for its version and help: what a user does first. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));
const folder = mkdtempSync(join(tmpdir(), 'why503-package-'));
try {
  const packed: unknown = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { encoding: 'utf8' }));
  const [first] = Array.isArray(packed) ? packed : Object.values(packed ?? {});
  const archive = join(folder, String(first.filename));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--omit=optional', archive], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const bin = join(folder, 'node_modules/.bin/why503');
  for (const args of [['--version'], ['--help'], ['diagnose', '--help'], ['explain', 'UC']]) {
    const output = execFileSync(process.execPath, [bin, ...args], { encoding: 'utf8', cwd: folder });
    if (output.trim() === '') throw new Error(`why503 ${args.join(' ')} printed nothing`);
  }
  for (const subpath of ['', '/model', '/race', '/testing', '/report', '/sources']) {
    execFileSync(process.execPath, ['--input-type=module', '--eval', `await import('why503${subpath}')`], { cwd: folder, stdio: 'inherit' });
  }
  console.log(`ok: the packed package runs (${first.entryCount ?? '?'} files, ${Math.round(Number(first.size ?? 0) / 1024)} KiB)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
