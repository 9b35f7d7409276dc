import { constants, createReadStream, readFileSync, type Stats } from 'node:fs';
import { access, lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { say } from '../../text/coverage.ts';
import { pathError, reasonOf } from './path-error.ts';
import type { Reading } from './reading.ts';
import { isStream, spool, streamName } from './streams.ts';

/** A file on disk: where it lies, and the name it is shown by. */
export interface DiskFile {
  readonly disk: string;
  readonly path: string;
  readonly mtimeMs: number;
  /** Its size when it was listed; unknown for what came as a stream. */
  readonly bytes?: number;
}

const PASSED_OVER: ReadonlySet<string> = new Set(['.git', '.svn', '.hg', 'node_modules']);

/** Lists the files of the given paths, sorted by name. A path that does not exist is the user's mistake. */
export async function listFiles(paths: readonly string[], reading: Reading): Promise<readonly DiskFile[]> {
  const found: DiskFile[] = [];
  const seen = new Set<string>();
  const labels = new Set<string>();
  for (const path of paths) {
    // Before the real path is asked for: what a shell opened for `<(command)` has none.
    const stats = path === '-' ? undefined : await stat(path).catch(refuse(path));
    if (stats === undefined || isStream(path, stats)) {
      const name = unused(streamName(path, basename(path)), labels);
      found.push({ disk: await spool(path, name, stats, reading), path: name, mtimeMs: 0 });
      continue;
    }
    // A file that was deleted while it is open has only the name it is given by.
    const real = await realpath(path).catch(() => path);
    if (stats.isDirectory() || stats.isFile()) await access(real, constants.R_OK).catch(refuse(path));
    const label = unused(basename(real) || 'root', labels);
    if (stats.isDirectory()) await listFolder({ real, root: real, prefix: paths.length === 1 ? '' : `${label}/` }, seen, found, reading);
    else if (stats.isFile()) add({ disk: real, path: label, mtimeMs: stats.mtimeMs, bytes: stats.size }, seen, found);
    else reading.skip(label, say('notAFile', { kind: kindOf(stats) }));
  }
  return found;
}

/** Read in one go, into a buffer of their size: 100,000 small files would otherwise cost 256 KiB of garbage each. */
const SMALL = 64 * 1024;

/** The bytes of a file on disk; a failure ends them with a note. */
export async function* diskChunks(file: DiskFile, reading: Reading): AsyncGenerator<Buffer> {
  if (file.bytes !== undefined && file.bytes <= SMALL) {
    // At once: three trips to the thread pool take longer than the reading. Now and then the loop turns, so that Ctrl-C is heard.
    if (reading.totals.files % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    let all: Buffer;
    try {
      all = readFileSync(file.disk);
    } catch (error) {
      return reading.skip(file.path, say('unreadable', { error: reasonOf(error) }));
    }
    yield all;
    return;
  }
  const stream = createReadStream(file.disk, { highWaterMark: 256 * 1024 });
  try {
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    reading.skip(file.path, say('unreadable', { error: reasonOf(error) }));
  } finally {
    stream.destroy();
  }
}

interface Folder {
  readonly real: string;
  readonly root: string;
  readonly prefix: string;
}

async function listFolder(folder: Folder, seen: Set<string>, found: DiskFile[], reading: Reading): Promise<void> {
  if (reading.isStopped() || found.length > reading.limits.files) return;
  const shown = (name: string): string => `${folder.prefix}${relative(folder.root, join(folder.real, name)).split(sep).join('/')}`;
  const entries = await readdir(folder.real, { withFileTypes: true }).catch((error: unknown) => {
    reading.skip(shown('') || '.', say('unreadable', { error: reasonOf(error) }));
    return [];
  });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const disk = join(folder.real, entry.name);
    const path = shown(entry.name);
    if (entry.isSymbolicLink()) await judgeLink(disk, path, folder.root, reading);
    else if (entry.isDirectory() && PASSED_OVER.has(entry.name)) reading.skip(path, say('versionControl'));
    else if (entry.isDirectory()) await listFolder({ ...folder, real: disk }, seen, found, reading);
    else if (entry.isFile()) {
      const stats = await lstat(disk).catch(() => undefined); // vanished meanwhile: the reading will say so
      add({ disk, path, mtimeMs: stats?.mtimeMs ?? 0, ...(stats === undefined ? {} : { bytes: stats.size }) }, seen, found);
    } else reading.skip(path, say('notAFile', { kind: kindOf(entry) }));
  }
}

/** What a link inside the folder leads to is reached by the walk under its own name, once; so no link is followed, and no loop can be. */
async function judgeLink(disk: string, path: string, root: string, reading: Reading): Promise<void> {
  const target = await realpath(disk).catch(() => undefined);
  if (target === undefined) reading.skip(path, say('linkBroken'));
  else if (target !== root && !target.startsWith(root + sep)) reading.skip(path, say('linkOutside'));
}

function add(file: DiskFile, seen: Set<string>, found: DiskFile[]): void {
  if (seen.has(file.disk)) return;
  seen.add(file.disk);
  found.push(file);
}

function unused(name: string, labels: Set<string>): string {
  let label = name;
  for (let number = 2; labels.has(label); number += 1) label = `${name}-${number}`;
  labels.add(label);
  return label;
}

function refuse(path: string): (error: unknown) => never {
  return (error) => {
    throw pathError(path, error);
  };
}

function kindOf(stats: Pick<Stats, 'isFIFO' | 'isSocket' | 'isBlockDevice' | 'isCharacterDevice'>): string {
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isSocket()) return 'a socket';
  return stats.isBlockDevice() || stats.isCharacterDevice() ? 'a device' : 'something else';
}
