import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyAnalyzer } from '../../src/model/analyzer.ts';
import type { CauseSources } from '../../src/explain/index.ts';
import type { Cause, CauseTranslation } from '../../src/model/cause.ts';
import type { AnyFix } from '../../src/model/fix.ts';
import type { Texts } from '../../src/model/text.ts';
import type { KeepAliveEntry } from '../../src/knowledge/keepalive/entry.ts';
import { camelCase } from './names.ts';

/** The ids of all analyzers: the folders of `src/analyzers` but the template. A half-made one is left out; the registry test names it. */
export function analyzerIds(): readonly string[] {
  return entries('src/analyzers', (name) => ['index.ts', 'zh-TW.ts'].every((file) => existsSync(join('src/analyzers', name, file))));
}

/** The ids of all fixes: the folders of `src/fixes`. */
export function fixIds(): readonly string[] {
  return entries('src/fixes', (name) => ['index.ts', 'zh-TW.ts'].every((file) => existsSync(join('src/fixes', name, file))));
}

/** The ids of all causes: the files of `src/causes` but the index, templates and tests. */
export function causeIds(): readonly string[] {
  return entries('src/causes', (name) => name.endsWith('.ts') && name !== 'index.ts' && !name.endsWith('.test.ts')).map((name) => name.slice(0, -'.ts'.length));
}

/** The ids of all scenarios of the lab: the files of `src/lab/scenarios` that define one. */
export function scenarioIds(): readonly string[] {
  const folder = 'src/lab/scenarios';
  return entries(
    folder,
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && /^export const \w+: Scenario = /m.test(readFileSync(join(folder, name), 'utf8')),
  ).map((name) => name.slice(0, -'.ts'.length));
}

/** The ids of all keep-alive entries: the files of `src/knowledge/keepalive/entries`. */
export function keepAliveIds(): readonly string[] {
  return entries('src/knowledge/keepalive/entries', (name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .toSorted();
}

/** Loads each keep-alive entry from its own file. */
export async function loadKeepAliveEntries(): Promise<readonly KeepAliveEntry[]> {
  return Promise.all(
    keepAliveIds().map(async (id) => (await exported(`../../src/knowledge/keepalive/entries/${id}.ts`, id)) as KeepAliveEntry), // the compiler checks it in its file
  );
}

/** Loads each analyzer from its own folder, so that a stale index cannot hide one. */
export async function loadAnalyzers(): Promise<readonly AnyAnalyzer[]> {
  return Promise.all(analyzerIds().map(async (id) => (await exported(`../../src/analyzers/${id}/index.ts`, id)) as AnyAnalyzer)); // the compiler checks it in the generated index
}

async function loadCauses(): Promise<readonly Cause[]> {
  return Promise.all(causeIds().map(async (id) => (await exported(`../../src/causes/${id}.ts`, id)) as Cause)); // the compiler checks it in the generated index
}

export async function loadFixes(): Promise<readonly AnyFix[]> {
  return Promise.all(fixIds().map(async (id) => (await exported(`../../src/fixes/${id}/index.ts`, id)) as AnyFix)); // the compiler checks it in the generated index
}

/** All that the pages of causes are made from, each from its own file. */
export async function loadCauseSources(): Promise<CauseSources> {
  const translations = async <T>(ids: readonly string[], file: (id: string) => string): Promise<{ readonly [id: string]: T }> =>
    Object.fromEntries(await Promise.all(ids.map(async (id) => [id, await named(file(id), 'zhTW')] as const))) as { readonly [id: string]: T }; // the compiler checks them in the generated index
  return {
    causes: await loadCauses(),
    causesZhTW: await translations<CauseTranslation>(causeIds(), (id) => `../../src/causes/${id}.ts`),
    analyzers: await loadAnalyzers(),
    analyzersZhTW: await translations<Texts>(analyzerIds(), (id) => `../../src/analyzers/${id}/zh-TW.ts`),
  };
}

async function exported(file: string, id: string): Promise<unknown> {
  return named(file, camelCase(id));
}

async function named(file: string, name: string): Promise<unknown> {
  const module: { readonly [name: string]: unknown } = await import(file);
  const value = module[name];
  if (value === undefined) throw new Error(`${file} must export ${name}`);
  return value;
}

function entries(folder: string, accept: (name: string) => boolean): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith('_') && accept(name))
    .toSorted();
}
