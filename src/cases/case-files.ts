import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import type { Snapshot } from '../model/snapshot.ts';
import { type BundleOptions, readBundle } from '../sources/bundle/index.ts';
import { bundleOf } from './recorded-cases.ts';

/** A bundle in memory: path inside it → content. Archives and `.gz` files are unpacked, so that every variation starts from plain files. */
export type CaseFiles = ReadonlyMap<string, Buffer>;

export async function filesOf(id: string, folder?: string): Promise<CaseFiles> {
  const root = bundleOf(id, folder);
  const files = new Map<string, Buffer>();
  for (const path of globSync('**/*', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted()) {
    const content = readFileSync(join(root, path));
    if (/\.(?:tar\.gz|tgz)$/.test(path)) for (const [inner, bytes] of await untarred(gunzipSync(content))) files.set(inner, bytes);
    else if (path.endsWith('.gz')) files.set(path.slice(0, -'.gz'.length), gunzipSync(content));
    else files.set(path, content);
  }
  return files;
}

/** The files of a tar archive. */
export async function untarred(archive: Buffer): Promise<CaseFiles> {
  const files = new Map<string, Buffer>();
  const entries = extract();
  entries.on('entry', (header, stream, next) => {
    buffer(stream).then((content) => {
      if (header.type === 'file') files.set(header.name, content);
      next();
    }, next);
  });
  const ended = new Promise<void>((resolve, reject) => entries.on('finish', resolve).on('error', reject));
  Readable.from([archive]).pipe(entries);
  await ended;
  return files;
}

/** Reads files from a folder that exists only meanwhile. `paths` chooses what the reader is given: the folder itself when absent. */
export async function readFiles(
  files: CaseFiles,
  paths: (root: string) => readonly string[] = (root) => [root],
  options: BundleOptions = {},
): Promise<Snapshot> {
  const root = mkdtempSync(join(tmpdir(), 'why503-case-'));
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return await readBundle(paths(root), options);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
