import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import test, { after } from 'node:test';
import { load } from 'js-yaml';
import { at, stringAt } from '../src/formats/json.ts';
import { krewManifest, krewProblems } from './lib/krew-manifest.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'why503-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const release = { version: '0.1.0', uri: 'https://releases.test/why503.tar.gz', sha256: 'a'.repeat(64) };

test('the manifest is one that Krew takes, and what Krew refuses is found', () => {
  const manifest = krewManifest(release);
  assert.deepEqual(krewProblems('why503', manifest), []);
  const broken: readonly (readonly [problem: RegExp, manifest: object, name?: string])[] = [
    [/apiVersion/, { ...manifest, apiVersion: 'krew.googlecontainertools.github.io/v1alpha2' }],
    [/kind/, { ...manifest, kind: 'plugin' }],
    [/not that of the file/, manifest, 'why504'],
    [/not safe/, { ...manifest, metadata: { name: 'nul' } }, 'nul'],
    [/version/, krewManifest({ ...release, version: 'v1' })],
    [/sha256/, krewManifest({ ...release, sha256: 'A'.repeat(64) })],
    [/uri/, krewManifest({ ...release, uri: '' })],
  ];
  for (const [problem, of, name] of broken) assert.match(krewProblems(name ?? 'why503', of).join('\n'), problem);
});

test('the manifest in the repository lacks nothing but where the archive lies', () => {
  const text = readFileSync(join(root, '.krew.yaml'), 'utf8').replace('uri: URI', `uri: ${release.uri}`).replace('sha256: SHA256', `sha256: ${release.sha256}`);
  const { version }: { readonly version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  assert.deepEqual(load(text), krewManifest({ ...release, version }));
});

test('the archive, unpacked and linked as Krew does it, runs as a plugin of kubectl and reads an archive', { timeout: 240_000 }, () => {
  const dist = join(folder, 'dist');
  execFileSync(process.execPath, [join(root, 'tools', 'build.ts'), dist], { cwd: root });
  const made = spawnSync(process.execPath, [join(root, 'tools', 'krew.ts'), '--uri', release.uri, '--out', folder, '--dist', dist], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  const manifest: unknown = load(readFileSync(join(folder, 'why503.yaml'), 'utf8'));
  assert.deepEqual(krewProblems('why503', manifest), []);
  const version = stringAt(manifest, 'spec', 'version') ?? '';
  const platform = at(manifest, 'spec', 'platforms', 0);
  const archive = join(folder, `why503-${version.slice(1)}.tar.gz`);
  const sha256 = execFileSync('sha256sum', [archive], { encoding: 'utf8' }).slice(0, 64);
  assert.equal(stringAt(platform, 'sha256'), sha256);

  const store = join(folder, 'store', 'why503', version);
  const bin = join(folder, 'bin');
  for (const path of [store, bin]) mkdirSync(path, { recursive: true });
  execFileSync('tar', ['-xzf', archive, '-C', store]);
  symlinkSync(join(store, stringAt(platform, 'bin') ?? ''), join(bin, 'kubectl-why503'));
  assert.match(readFileSync(join(store, 'LICENSE'), 'utf8'), /Apache License/);
  const env = { ...process.env, PATH: [bin, dirname(process.execPath), process.env['PATH']].join(delimiter), HOME: folder };
  const hasKubectl = spawnSync('kubectl', ['version', '--client'], { env }).status === 0;
  const plugin = (...args: readonly string[]) =>
    hasKubectl
      ? spawnSync('kubectl', ['why503', ...args], { encoding: 'utf8', env, cwd: folder })
      : spawnSync(join(bin, 'kubectl-why503'), args, { encoding: 'utf8', env, cwd: folder });
  assert.equal(plugin('--version').stdout.trim(), version.slice(1));
  const { stdout, stderr } = plugin('diagnose', join(root, 'cases', 'lab', 'wrong-ca', 'bundle'));
  assert.match(stdout, /ca-trust-mismatch/, stderr);
});
