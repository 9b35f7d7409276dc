/**
 * `npm run schemas`: writes lab/schemas from the Go modules that tools/lib/schemas-sources.ts pins; needs the go command (1.26.5 or newer:
 * the newest module asks for it) and its module proxy. `--check` writes nothing and says what would change. The files are committed:
 * nothing else needs Go or a network for them.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { asObjects, stringAt } from '../src/formats/json.ts';
import type { JsonObject } from '../src/model/json.ts';
import { downloadModule, type GoModule } from './lib/schemas-go.ts';
import { printIndex, type SchemaEntry, schemaEntry } from './lib/schemas-index.ts';
import { normaliseCrd, printCrds } from './lib/schemas-normalise.ts';
import { noticeText } from './lib/schemas-notice.ts';
import { type SchemaSource, schemaSources } from './lib/schemas-sources.ts';

const folder = join(import.meta.dirname, '..', 'lab', 'schemas');
const files = await generated();
const stale = [...files].filter(([file, text]) => !existsSync(join(folder, file)) || readFileSync(join(folder, file), 'utf8') !== text);
const left = globSync('*.json', { cwd: folder }).filter((file) => !files.has(file));

if (process.argv.includes('--check')) {
  for (const file of [...stale.map(([name]) => name), ...left]) console.log(`lab/schemas/${file} is stale`);
  process.exitCode = stale.length + left.length === 0 ? 0 : 1;
} else {
  mkdirSync(folder, { recursive: true });
  for (const file of left) rmSync(join(folder, file));
  for (const [file, text] of stale) writeFileSync(join(folder, file), text);
  console.log(`lab/schemas: ${files.size} files, ${stale.length} written, ${left.length} removed`);
}

/** Name → text of every file of lab/schemas. */
async function generated(): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const entries: SchemaEntry[] = [];
  for (const source of schemaSources) {
    const module = await downloadModule(source.module, source.moduleVersion);
    demandApacheLicence(source, module);
    const text = printCrds(definitionsIn(source, module).map(normaliseCrd));
    texts.set(source.file, text);
    entries.push(schemaEntry(source, module, text));
  }
  return texts.set('index.json', printIndex(entries)).set('NOTICE', noticeText(schemaSources));
}

function definitionsIn(source: SchemaSource, module: GoModule): readonly JsonObject[] {
  const documents = globSync(source.manifests, { cwd: module.folder })
    .toSorted()
    .flatMap((file) => asObjects(loadAll(readFileSync(join(module.folder, file), 'utf8'), { schema: CORE_SCHEMA })));
  const definitions = documents.filter((document) => stringAt(document, 'kind') === 'CustomResourceDefinition');
  if (definitions.length === 0) throw new Error(`${source.module}@${source.moduleVersion}: no definitions in ${source.manifests}`);
  return definitions;
}

/** The NOTICE says that all sources have this licence; a module that changed it must not slip in. */
function demandApacheLicence(source: SchemaSource, module: GoModule): void {
  const text = readFileSync(join(module.folder, 'LICENSE'), 'utf8');
  if (!/Apache License\s+Version 2\.0/.test(text)) throw new Error(`${source.module}@${source.moduleVersion}: not under the Apache License 2.0`);
}
