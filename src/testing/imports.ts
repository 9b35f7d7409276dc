import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One import of a source file. `target` is a path from the root for a relative import, else the specifier. */
export interface Import {
  readonly from: string;
  readonly target: string;
  readonly relative: boolean;
  readonly typeOnly: boolean;
}

export interface SourceFile {
  readonly file: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

// Static imports and re-exports start a line and end in a quoted specifier; dynamic ones are `import('…')` with a literal.
const statement = /^(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every TypeScript file under the folder (a path from the root) with what it imports. */
export function readSources(root: string, folder: string): readonly SourceFile[] {
  return globSync(`${folder}/**/*.ts`, { cwd: root })
    .toSorted()
    .map((file) => sourceFile(file, readFileSync(join(root, file), 'utf8')));
}

/** A file's text with its imports read off. */
export function sourceFile(file: string, text: string): SourceFile {
  const code = text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  const found = [
    ...[...code.matchAll(statement)].map((match) => ({ specifier: match[2] ?? '', typeOnly: match[1] !== undefined })),
    ...[...code.matchAll(dynamic)].map((match) => ({ specifier: match[1] ?? '', typeOnly: false })),
  ];
  const imports = found.map(({ specifier, typeOnly }) => {
    const relative = specifier.startsWith('.');
    return { from: file, target: relative ? normalize(join(dirname(file), specifier)) : specifier, relative, typeOnly };
  });
  return { file, text, imports };
}
