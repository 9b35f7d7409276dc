import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { LabCache } from './cache.ts';
import type { Part } from './part.ts';

/** What set-up notes about a finished part. */
export interface Receipt {
  readonly id: string;
  readonly version: string;
  readonly key: string;
  /** Seconds that making it took. */
  readonly seconds: number;
  readonly bytes: number;
}

const receiptName = 'part.json';

/** Where a part of this key is, whether made or not. */
export function partFolder(cache: LabCache, part: Part, key: string): string {
  return join(cache.parts, part.id, key);
}

/** The receipt of a part that is whole: receipt and all its files are there. */
export function receiptOf(cache: LabCache, part: Part, key: string): Receipt | undefined {
  const folder = partFolder(cache, part, key);
  if (![...part.programs.map((name) => join('bin', name)), ...part.files].every((file) => existsSync(join(folder, file)))) return undefined;
  try {
    return JSON.parse(readFileSync(join(folder, receiptName), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Moves a finished folder into its place and points `bin/` at it; the parts of other keys go afterwards. Each step is one rename, so a
 * crash leaves either the old part or the new one.
 */
export function keep(cache: LabCache, part: Part, key: string, made: string, seconds: number): Receipt {
  const receipt: Receipt = { id: part.id, version: part.version, key, seconds, bytes: bytesBelow(made) };
  writeFileSync(join(made, receiptName), `${JSON.stringify(receipt)}\n`);
  const folder = partFolder(cache, part, key);
  mkdirSync(dirname(folder), { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(made, folder);
  linkPrograms(cache, part, key);
  for (const old of readdirSync(dirname(folder))) if (old !== key) rmSync(join(dirname(folder), old), { recursive: true, force: true });
  return receipt;
}

/** Makes `bin/` point at the part's programs. */
export function linkPrograms(cache: LabCache, part: Part, key: string): void {
  for (const name of part.programs) link(cache, name, join('..', 'parts', part.id, key, 'bin', name));
}

/** Sets one link in `bin/`, replacing what was there in one step. */
export function link(cache: LabCache, name: string, target: string): void {
  const path = join(cache.bin, name);
  mkdirSync(cache.bin, { recursive: true });
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(path) === target) return;
  const fresh = join(cache.bin, `.${name}.new`);
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, path);
}

/** Removes a link in `bin/`. */
export function unlink(cache: LabCache, name: string): void {
  if (lstatSync(join(cache.bin, name), { throwIfNoEntry: false })) unlinkSync(join(cache.bin, name));
}

/** Copies one file of a read-only module cache so that it can be removed again. */
export function copyWritable(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath, entry.name)).size, 0);
}
