/** `npm run generate` writes the registries and tables that follow from the folders; `--check` only says which are stale. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { analyzersPage, artifactsPage, fixesPage } from './lib/doc-pages.ts';
import { analyzersIndex, causesIndex, fixesIndex, keepAliveIndex, scenariosIndex } from './lib/index-files.ts';
import { istioFields } from './lib/istio-fields.ts';
import { krewTemplate } from './lib/krew-manifest.ts';
import { nativeCode } from './lib/native-code.ts';
import { fillReadme } from './lib/readme-parts.ts';
import { analyzerIds, causeIds, fixIds, loadAnalyzers, loadCauseSources, loadFixes, loadKeepAliveEntries, scenarioIds } from './lib/registry.ts';

process.chdir(join(import.meta.dirname, '..'));
const isCheck = process.argv.includes('--check');
// The table first: what the rest is made from imports it.
for (const stage of [keepAliveTable, generated]) settle(await stage());

/** Writes what is stale, or only names it. */
function settle(files: ReadonlyMap<string, string>): void {
  for (const [file, text] of [...files].filter(([name, wanted]) => !existsSync(name) || readFileSync(name, 'utf8') !== wanted)) {
    if (isCheck) process.exitCode = 1;
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    console.log(isCheck ? `${file} is stale` : `wrote ${file}`);
  }
}

async function keepAliveTable(): Promise<ReadonlyMap<string, string>> {
  return new Map([['src/knowledge/keepalive/entries.json', keepAliveIndex(await loadKeepAliveEntries())]]);
}

/** Path → text of every other generated file. */
async function generated(): Promise<ReadonlyMap<string, string>> {
  const analyzers = await loadAnalyzers();
  const { allArtifacts } = await import('../src/artifacts/index.ts');
  const { keepAlivePage } = await import('./lib/keep-alive-page.ts');
  const { versionsPage } = await import('./lib/versions-page.ts');
  const { causePages } = await import('./lib/cause-pages.ts');
  return new Map([
    ['src/analyzers/index.ts', analyzersIndex(analyzerIds())],
    ['src/fixes/index.ts', fixesIndex(fixIds())],
    ['src/causes/index.ts', causesIndex(causeIds())],
    ['src/lab/scenarios/index.ts', scenariosIndex(scenarioIds())],
    ['docs/analyzers.md', analyzersPage(analyzers)],
    ['docs/fixes.md', fixesPage(await loadFixes())],
    ['docs/keep-alive.md', keepAlivePage()],
    ['docs/versions.md', versionsPage()],
    ['docs/artifacts.md', artifactsPage(allArtifacts)],
    ...causePages(await loadCauseSources()),
    ['.krew.yaml', krewTemplate(JSON.parse(readFileSync('package.json', 'utf8')).version)],
    ['src/knowledge/istio-fields.json', istioFields()],
    ['src/logs/scan/native-code.ts', await nativeCode()],
    ...analyzers.flatMap((analyzer): readonly [string, string][] => {
      const file = `src/analyzers/${analyzer.meta.id}/README.md`;
      // A missing README is for the registry test to say; everything else can still be generated.
      return existsSync(file) ? [[file, fillReadme(readFileSync(file, 'utf8'), analyzer)]] : [];
    }),
  ]);
}
