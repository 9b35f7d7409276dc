import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { LabCache } from './cache.ts';
import { parts } from './catalogue.ts';
import { partData } from './data.ts';
import type { Part } from './part.ts';
import { partKey } from './part-key.ts';
import { partFolder, receiptOf } from './store.ts';
import { findProgram, isExecutable, systemPrograms } from './system-programs.ts';
import { rememberedProgram, userPrograms } from './user-programs.ts';

/** `old`: there in a version that stands in for the pinned one; `optional`: missing, and most of the lab works without. */
export type State = 'ready' | 'missing' | 'old' | 'optional' | 'given';

/** One row of `why503 lab setup --check`. */
export interface PartState {
  readonly part: string;
  readonly state: State;
  readonly version?: string;
  readonly bytes?: number;
  readonly path?: string;
  /** Seconds that making it took. */
  readonly seconds?: number;
}

/** What is there and what is missing: parts, then programs of the system, then the user's own. */
export function partStates(cache: LabCache, env: Readonly<Record<string, string | undefined>>): readonly PartState[] {
  return [...parts.map((part) => partState(cache, part)), ...systemPrograms.map((item) => systemState(item, env)), ...givenStates(cache)];
}

/** The key of a part as this checkout and platform want it. */
export function currentKey(part: Part): string {
  return partKey(part, partData(part.id), `${process.platform}/${process.arch}`);
}

function partState(cache: LabCache, part: Part): PartState {
  const key = currentKey(part);
  const receipt = receiptOf(cache, part, key);
  if (receipt !== undefined) {
    return { part: part.id, state: 'ready', version: part.version, bytes: receipt.bytes, path: partFolder(cache, part, key), seconds: receipt.seconds };
  }
  const old = fallbackProgram(cache, part);
  return old === undefined ? { part: part.id, state: 'missing', version: part.version } : { part: part.id, state: 'old', path: old };
}

/** Debian's VictoriaMetrics, linked into `bin/` where Go is missing. */
function fallbackProgram(cache: LabCache, part: Part): string | undefined {
  const isLinked = part.id === 'victoriametrics' && part.programs.every((name) => isExecutable(join(cache.bin, name)));
  return isLinked ? join(cache.bin, 'victoria-metrics') : undefined;
}

function systemState({ program, isRequired }: (typeof systemPrograms)[number], env: Readonly<Record<string, string | undefined>>): PartState {
  const path = findProgram(program, env);
  return path === undefined
    ? { part: program, state: isRequired ? 'missing' : 'optional' }
    : { part: program, state: 'ready', path, bytes: statSync(path).size };
}

function givenStates(cache: LabCache): readonly PartState[] {
  return userPrograms.flatMap((name) => {
    const path = rememberedProgram(cache, name);
    return path === undefined ? [] : [{ part: name, state: 'given' as const, path, bytes: statSync(path).size }];
  });
}
