import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabCache } from './cache.ts';
import type { Part } from './part.ts';

/** Where one part is made, outside its final place. */
export interface Workplace {
  readonly part: Part;
  /** The part's data files, copied: tools run here and the checkout stays as it is. */
  readonly data: string;
  /** What is made; becomes the part's folder. */
  readonly made: string;
  /** For whatever else a tool leaves. */
  readonly scratch: string;
  /** The tools' raw output. */
  readonly log: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Makes an empty workplace with the part's data files in it. */
export function openWorkplace(
  cache: LabCache,
  part: Part,
  data: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Workplace {
  // What a killed set-up left running must not write into this one's folder.
  const folder = join(cache.work, String(process.pid), part.id);
  const place = {
    part,
    data: join(folder, 'data'),
    made: join(folder, 'made'),
    scratch: join(folder, 'scratch'),
    log: join(cache.log, `${part.id}.log`),
    env,
    signal,
  };
  rmSync(folder, { recursive: true, force: true });
  for (const each of [place.data, join(place.made, 'bin'), place.scratch, cache.log]) mkdirSync(each, { recursive: true });
  for (const [name, text] of Object.entries(data)) writeFileSync(join(place.data, name), text);
  writeFileSync(place.log, '');
  return place;
}

/** What the tools said so far. */
export function logOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
