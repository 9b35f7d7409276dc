import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type GoTool, goEnv } from './go-tool.ts';
import { joinDocuments } from './join-documents.ts';
import type { GoRecipe, ModuleFile } from './part.ts';
import { runTool } from './run-tool.ts';
import { copyWritable } from './store.ts';
import type { Workplace } from './workplace.ts';

/** Downloads all that the build needs into Go's module cache, checked against `go.sum`. Says whether that worked. */
export async function fetchGoPart(place: Workplace, recipe: GoRecipe, go: GoTool): Promise<boolean> {
  // Listing all packages that are built loads exactly the modules they are in; `go mod download` alone would load many more.
  if ((await runGo(place, go, ['list', '-deps', '-f', '{{if false}}{{end}}', ...recipe.mains])) === undefined) return false;
  const modules = modulesOf(recipe);
  return modules.length === 0 || (await runGo(place, go, ['mod', 'download', ...modules])) !== undefined;
}

/** Builds the programs and copies the files of the part into `place.made`. Says whether that worked. */
export async function buildGoPart(place: Workplace, recipe: GoRecipe, go: GoTool): Promise<boolean> {
  for (const { mains, variables } of buildSteps(recipe)) {
    const flags = ['-s', '-w', ...variables.flatMap((variable) => ['-X', variable])].join(' ');
    if ((await runGo(place, go, ['build', '-ldflags', flags, '-o', `${join(place.made, 'bin')}/`, ...mains])) === undefined) return false;
  }
  return copyModuleFiles(place, recipe, go);
}

/** One command for all programs, or one for each where a variable names the program: then only the linking differs. */
export function buildSteps({ mains, variables }: GoRecipe): readonly Pick<GoRecipe, 'mains' | 'variables'>[] {
  if (!variables.some((variable) => variable.includes('{program}'))) return [{ mains, variables }];
  return mains.map((main) => ({ mains: [main], variables: variables.map((variable) => variable.replaceAll('{program}', basename(main))) }));
}

async function copyModuleFiles(place: Workplace, recipe: GoRecipe, go: GoTool): Promise<boolean> {
  if (recipe.moduleFiles.length === 0) return true;
  const list = await runGo(place, go, ['list', '-m', '-f', '{{.Path}} {{.Dir}}', ...modulesOf(recipe)]);
  if (list === undefined) return false;
  const folders = new Map(
    list
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  );
  for (const file of recipe.moduleFiles) copyModuleFile(file, join(folders.get(file.module) ?? '', file.from), join(place.made, file.to));
  return true;
}

function copyModuleFile({ kind }: ModuleFile, from: string, to: string): void {
  if (statSync(from).isDirectory()) writeJoined(from, to, kind);
  else copyWritable(from, to);
}

function writeJoined(folder: string, to: string, kind: string | undefined): void {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(
    to,
    joinDocuments(
      names.toSorted().map((name) => readFileSync(join(folder, name), 'utf8')),
      kind,
    ),
  );
}

function modulesOf(recipe: GoRecipe): readonly string[] {
  return [...new Set(recipe.moduleFiles.map(({ module }) => module))];
}

/** The standard output of a `go` command, or undefined when it failed. */
async function runGo(place: Workplace, go: GoTool, args: readonly string[]): Promise<string | undefined> {
  const { code, output } = await runTool({
    command: [go.program, ...args],
    folder: place.data,
    env: goEnv(place.env, go.program, place.scratch),
    log: place.log,
    signal: place.signal,
  });
  return code === 0 ? output : undefined;
}
