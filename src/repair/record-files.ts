import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { asObject, listAt, parsedJson, stringAt } from '../formats/json.ts';
import type { RepairRecord } from './record.ts';

/** Where records are kept: `$XDG_STATE_HOME/why503/repairs`, by default below `~/.local/state` (XDG Base Directory 0.8). */
export function recordsFolder(env: Readonly<Record<string, string | undefined>>): string {
  const state = env['XDG_STATE_HOME'];
  return join(state === undefined || state === '' ? join(homedir(), '.local', 'state') : state, 'why503', 'repairs');
}

/** Writes a record so that it is whole on the disk, or the earlier one is: what it says may be all that is left after a crash. Readable by its owner alone. */
export function writeRecord(folder: string, record: RepairRecord): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [file, fresh] = [join(folder, `${record.id}.json`), join(folder, `.${record.id}.new`)];
  const handle = openSync(fresh, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(record, undefined, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
  const directory = openSync(folder, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** All records, the latest first. Files that are none are passed over. */
export function readRecords(folder: string): readonly RepairRecord[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return []; // nothing was ever applied from here
  }
  return names
    .filter((name) => /^[\w-]+\.json$/.test(name))
    .flatMap((name) => {
      const value = asObject(parsedJson(readFileSync(join(folder, name), 'utf8')));
      const isRecord = value?.['schemaVersion'] === 1 && stringAt(value, 'id') !== undefined && listAt(value, 'changes').length > 0;
      return isRecord ? [value as unknown as RepairRecord] : []; // written by `writeRecord`, in this shape
    })
    .toSorted((a, b) => (a.id < b.id ? 1 : -1));
}
