import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { asObject } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { type OwnObject, ownDocuments, ownObjects } from './edit-file.ts';
import { isHelmTemplate } from './helm-template.ts';

/** A file of a person's manifests; those of a chart are templates, whose objects are not known before Helm has filled them in. */
export interface OwnFile {
  /** As a diff names it: below the working directory, or else below the folder that was given. */
  readonly name: string;
  readonly text: string;
  readonly objects: readonly OwnObject[];
  readonly isTemplate: boolean;
  /** The one map of a file that holds no object: values of a chart, perhaps. */
  readonly values?: JsonObject;
  /** False for a file that is only to be. */
  readonly exists: boolean;
}

export interface OwnManifests {
  readonly files: readonly OwnFile[];
  readonly unread: readonly { readonly file: string; readonly error: string }[];
  /** Where new files go, as a diff names it: `deploy/`, or nothing for the folder itself. */
  readonly folder: string;
}

/** Larger files are no manifests that a person keeps. */
const largest = 8 * 1024 * 1024;
const skipped: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** All YAML below the paths. Links are not followed; what cannot be read is told, and costs nothing else. */
export function readOwnManifests(paths: readonly string[]): OwnManifests {
  const unread: { file: string; error: string }[] = [];
  const attempt = <T>(file: string, read: () => T): readonly T[] => {
    try {
      return [read()];
    } catch (error) {
      unread.push({ file, error: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) });
      return [];
    }
  };
  const roots = paths.flatMap((path) => attempt(path, () => ({ path, isFolder: statSync(path).isDirectory() })));
  const found = roots.flatMap(({ path, isFolder }) =>
    (isFolder ? attempt(path, () => yamlFiles(path)).flat() : [path]).map((file) => ({ file, name: nameIn(file, isFolder ? path : dirname(path)) })),
  );
  const [first] = roots;
  return {
    files: [...new Map(found.map((each) => [each.name, each])).values()].flatMap(({ file, name }) => attempt(file, () => ownFile(name, textOf(file)))),
    unread,
    folder: first === undefined ? '' : nameIn(join(first.isFolder ? first.path : dirname(first.path), 'x'), first.path).slice(0, -1),
  };
}

/** The file with another text. */
export function ownFile(name: string, text: string, exists = true): OwnFile {
  if (isHelmTemplate(text)) return { name, text, isTemplate: true, exists, objects: [] };
  const documents = ownDocuments(text);
  const objects = ownObjects(documents);
  const values = documents.length === 1 && objects.length === 0 ? asObject(documents[0]) : undefined;
  return { name, text, isTemplate: false, exists, objects, ...(values === undefined ? {} : { values }) };
}

function yamlFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): readonly string[] => {
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : yamlFiles(join(folder, entry.name));
      return entry.isFile() && /\.ya?ml$/i.test(entry.name) ? [join(folder, entry.name)] : [];
    });
}

function textOf(file: string): string {
  const { size } = statSync(file);
  if (size > largest) throw new Error(`larger than ${largest / 2 ** 20} MiB`);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
}

/** `git apply` and `patch` take no path that leads out of the folder they work in. */
function nameIn(file: string, folder: string): string {
  const name = relative(process.cwd(), file);
  return name.startsWith('..') || isAbsolute(name) ? relative(folder, file) : name;
}
