import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The lab's places below the cache folder. */
export interface LabCache {
  readonly folder: string;
  /** Links to every program of every part. */
  readonly bin: string;
  /** `<part>/<key>/…`: what is there is whole. */
  readonly parts: string;
  /** What is being made; emptied by the next set-up. */
  readonly work: string;
  readonly log: string;
  readonly lock: string;
}

/** Where the lab keeps its parts: `$WHY503_CACHE`, else `$XDG_CACHE_HOME/why503`, else `~/.cache/why503`, and `lab` below it. */
export function labCache(env: Readonly<Record<string, string | undefined>>): LabCache {
  const xdg = env['XDG_CACHE_HOME'];
  const base = env['WHY503_CACHE'] || (xdg ? join(xdg, 'why503') : join(env['HOME'] || homedir(), '.cache', 'why503'));
  const folder = resolve(base, 'lab');
  return {
    folder,
    bin: join(folder, 'bin'),
    parts: join(folder, 'parts'),
    work: join(folder, 'work'),
    log: join(folder, 'log'),
    lock: join(folder, 'lock'),
  };
}
