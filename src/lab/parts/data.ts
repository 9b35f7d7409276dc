import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The committed data of the parts; the same place from `src` and from the built package. */
export const dataFolder: string = join(import.meta.dirname, '../../../lab/parts');

/** The committed CustomResourceDefinitions. */
export const schemasFolder: string = join(import.meta.dirname, '../../../lab/schemas');

/** The data files of a part by name: module files, requirements. */
export function partData(id: string): Readonly<Record<string, string>> {
  const folder = join(dataFolder, id);
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
