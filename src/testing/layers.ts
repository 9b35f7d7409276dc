import type { SourceFile } from './imports.ts';

/** Which layers each layer may import besides itself. `index` is `src/index.ts`, which wires the parts together. */
export const layers: { readonly [layer: string]: readonly string[] } = {
  model: [],
  formats: ['model'],
  text: ['model'],
  knowledge: ['model'],
  causes: ['model', 'knowledge'],
  // The keep-alive race: its physics, its model, and what a log's numbers say of it.
  race: ['model', 'knowledge'],
  artifacts: ['model', 'formats', 'text', 'race'],
  facts: ['model', 'formats', 'artifacts', 'knowledge', 'race'],
  analyzers: ['model', 'formats', 'artifacts', 'facts', 'causes', 'knowledge', 'race'],
  // What an API server would refuse, by its definitions.
  manifests: ['model', 'formats', 'knowledge'],
  fixes: ['model', 'formats', 'artifacts', 'facts', 'causes', 'knowledge', 'race', 'manifests'],
  // Patches made in a cluster, recorded and taken back.
  repair: ['model', 'formats', 'fixes', 'sources'],
  // Before and after: statistics alone.
  verify: ['model'],
  engine: ['model', 'knowledge', 'text'],
  explain: ['model', 'formats', 'knowledge', 'race', 'text'],
  report: ['model', 'text'],
  // Numbers from access logs of any size; measuring a server from outside.
  logs: ['model', 'formats', 'artifacts', 'knowledge', 'race', 'text', 'sources', 'report'],
  probe: ['model', 'formats', 'knowledge', 'race', 'text', 'sources', 'report'],
  sources: ['model', 'formats', 'artifacts', 'text', 'manifests'],
  testing: ['model', 'formats', 'artifacts', 'facts', 'causes', 'analyzers', 'fixes', 'engine', 'knowledge', 'race', 'text', 'sources'],
  index: ['model', 'formats', 'artifacts', 'facts', 'causes', 'analyzers', 'fixes', 'manifests', 'engine', 'knowledge', 'text', 'report', 'explain'],
  // Real parts that fail on demand; see docs/decisions on the lab.
  lab: ['model', 'formats', 'text', 'sources', 'index', 'report', 'testing', 'fixes', 'repair'],
  cli: [
    'model',
    'formats',
    'artifacts',
    'facts',
    'causes',
    'analyzers',
    'fixes',
    'manifests',
    'verify',
    'repair',
    'engine',
    'knowledge',
    'race',
    'text',
    'report',
    'explain',
    'sources',
    'logs',
    'probe',
    'index',
    'lab',
  ],
  // Tests of the whole on recorded incidents; nothing imports it.
  cases: ['model', 'formats', 'analyzers', 'race', 'sources', 'manifests', 'index', 'testing'],
};

/** Layers that may touch the outside world. */
const shells: ReadonlySet<string> = new Set(['sources', 'logs', 'probe', 'cli', 'testing', 'cases', 'lab', 'repair']);

/** Packages from the registry, and the layers that may import them. The core has none. */
const packages: { readonly [name: string]: readonly string[] } = {
  commander: ['cli'],
  picocolors: ['cli'],
  'js-yaml': ['sources', 'testing', 'cases', 'lab', 'cli'],
  'tar-stream': ['sources', 'cases'],
  yauzl: ['sources'],
  ajv: ['manifests'],
  '@marcbachmann/cel-js': ['manifests'],
  ws: ['sources', 'testing'],
};

/** The layer of a path below `src`, for example `src/facts/idle-pairs.ts` → `facts`. */
export function layerOf(file: string): string {
  const [, first = ''] = file.split('/');
  return first.endsWith('.ts') ? 'index' : first;
}

/** Imports that point the wrong way. Tests may import anything of `src`, their runner and fast-check. */
export function layerProblems(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ file }) => !file.endsWith('.test.ts'))
    .flatMap(({ file, imports }) => {
      const layer = layerOf(file);
      const allowed = layers[layer];
      if (allowed === undefined) return [`${file}: ${layer} is not a layer; see src/testing/layers.ts`];
      return imports.flatMap(({ target, relative }) => {
        if (!relative) return isAllowedPackage(layer, target) ? [] : [`${file} may not import ${target}`];
        // The version stands in the manifest and nowhere else.
        if (target === 'package.json' && layer === 'index') return [];
        const other = layerOf(target);
        return other === layer || allowed.includes(other) ? [] : [`${file} (${layer}) may not import ${target} (${other})`];
      });
    });
}

function isAllowedPackage(layer: string, specifier: string): boolean {
  if (specifier.startsWith('node:')) return shells.has(layer);
  return packages[specifier]?.includes(layer) === true;
}

/** Cycles of value imports, each named by its files. A type-only import vanishes before anything runs, so it closes no cycle. */
export function cycles(files: readonly SourceFile[]): readonly string[] {
  const edges = new Map(files.map(({ file, imports }) => [file, imports.filter((item) => item.relative && !item.typeOnly).map((item) => item.target)]));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    state.set(file, 'open');
    for (const target of edges.get(file) ?? []) visit(target, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of edges.keys()) visit(file, []);
  return found;
}
