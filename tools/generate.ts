/** `npm run generate` writes the registries and tables that follow from the folders; `--check` only says which are stale. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { analyzersPage, artifactsPage, causesPage } from './lib/doc-pages.ts';
import { analyzersIndex, causesIndex, scenariosIndex } from './lib/index-files.ts';
import { istioFields } from './lib/istio-fields.ts';
import { fillReadme } from './lib/readme-parts.ts';
import { analyzerIds, causeIds, loadAnalyzers, loadCauses, scenarioIds } from './lib/registry.ts';

process.chdir(join(import.meta.dirname, '..'));
const stale = [...(await generated())].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.log(`${file} is stale`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [file, text] of stale) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${file}`);
  }
}

/** Path → text of every generated file. */
async function generated(): Promise<ReadonlyMap<string, string>> {
  const analyzers = await loadAnalyzers();
  const { allArtifacts } = await import('../src/artifacts/index.ts');
  return new Map([
    ['src/analyzers/index.ts', analyzersIndex(analyzerIds())],
    ['src/causes/index.ts', causesIndex(causeIds())],
    ['src/lab/scenarios/index.ts', scenariosIndex(scenarioIds())],
    ['docs/analyzers.md', analyzersPage(analyzers)],
    ['docs/causes.md', causesPage(await loadCauses())],
    ['docs/artifacts.md', artifactsPage(allArtifacts)],
    ['src/knowledge/istio-fields.json', istioFields()],
    ...analyzers.flatMap((analyzer): readonly [string, string][] => {
      const file = `src/analyzers/${analyzer.meta.id}/README.md`;
      // A missing README is for the registry test to say; everything else can still be generated.
      return existsSync(file) ? [[file, fillReadme(readFileSync(file, 'utf8'), analyzer)]] : [];
    }),
  ]);
}
