import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/**
 * Writes what runs without npm as a `.tar.gz` (the package, built, and the packages it needs), and gives its SHA-256. The same content gives the same bytes:
 * names in order, no times, no owners.
 */
export async function writeKrewArchive(root: string, dist: string, file: string): Promise<string> {
  const own = filesBelow(root, ['bin/**', 'docs/**/*.md', 'docs/schema/**', 'lab/**', 'CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']).map(
    (name) => [name, join(root, name)] as const,
  );
  const built = filesBelow(dist, ['**']).map((name) => [`dist/${name}`, join(dist, name)] as const);
  const needed = packagesNeeded(root).flatMap((folder) =>
    filesBelow(folder, ['**']).map((name) => [join(relative(root, folder), name), join(folder, name)] as const),
  );
  const tar = pack();
  const unpacked = buffer(tar);
  for (const [name, path] of [...own, ...built, ...needed].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    tar.entry({ name, mode: name.startsWith('bin/') ? 0o755 : 0o644, mtime: new Date(0) }, readFileSync(path));
  }
  tar.finalize();
  const bytes = gzipSync(await unpacked, { level: 9 });
  writeFileSync(file, bytes);
  return createHash('sha256').update(bytes).digest('hex');
}

/** Folders of the packages that are needed to run; those of `bare-…` serve another runtime than Node (tar-stream and streamx choose by conditions). */
function packagesNeeded(root: string): readonly string[] {
  const listed = execFileSync('npm', ['ls', '--all', '--omit=dev', '--omit=optional', '--parseable'], { cwd: root, encoding: 'utf8' });
  return listed.split('\n').filter((folder) => folder.includes('/node_modules/') && !folder.includes('/node_modules/bare-'));
}

function filesBelow(folder: string, patterns: readonly string[]): readonly string[] {
  return globSync([...patterns], { cwd: folder }).filter((name) => statSync(join(folder, name)).isFile());
}
