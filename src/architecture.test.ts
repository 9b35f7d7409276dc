import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { readSources, sourceFile } from './testing/imports.ts';
import { cycles, layerProblems } from './testing/layers.ts';

const root = join(import.meta.dirname, '..');
const files = readSources(root, 'src');

test('imports point down the layers, and only shells touch the outside world', () => assert.deepEqual(layerProblems(files), []));

test('no file imports itself by a detour', () => assert.deepEqual(cycles(files), []));

test('every relative import names a file with its extension', () => {
  const known = new Set(files.map(({ file }) => file));
  // This file quotes imports that are wrong on purpose.
  const broken = files
    .filter(({ file }) => file !== 'src/architecture.test.ts')
    .flatMap(({ imports }) => imports.filter((item) => item.relative && !known.has(item.target) && !item.target.endsWith('.json')));
  assert.deepEqual(
    broken.map(({ from, target }) => `${from}: ${target}`),
    [],
  );
});

test('no file is longer than 300 lines; a table of cases may have twice that', () => {
  const lengths = files.map(({ file, text }) => ({ file, length: text.split('\n').length - 1, most: file.endsWith('.test.ts') ? 600 : 300 }));
  assert.deepEqual(
    lengths.filter(({ length, most }) => length > most),
    [],
  );
});

// `any` and `!` are the linter's business.
test('no default exports, enums or namespaces', () => {
  const forbidden = /^\s*export default\b|^(?:export )?(?:const )?enum\s|^(?:export )?namespace\s/m;
  const found = files.filter(({ file, text }) => !file.endsWith('architecture.test.ts') && forbidden.test(withoutComments(text))).map(({ file }) => file);
  assert.deepEqual(found, []);
});

test('the core reads no clock and no chance', () => {
  const core = files.filter(({ file }) => !file.endsWith('.test.ts') && !/^src\/(sources|probe|cli|testing|lab)\//.test(file));
  const found = core
    .filter(({ text }) => /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/.test(withoutComments(text)))
    .map(({ file }) => file);
  assert.deepEqual(found, []);
});

test('the layer check sees what it must see', () => {
  const problems = layerProblems([
    sourceFile('src/model/a.ts', "import { x } from '../facts/x.ts';"),
    sourceFile('src/facts/b.ts', "import { readFileSync } from 'node:fs';"),
    sourceFile('src/report/c.ts', "import pc from 'picocolors';"),
    sourceFile('src/nowhere/d.ts', ''),
    sourceFile('src/cli/e.ts', "const x = await import('../engine/run.ts');\nimport type { Y } from '../model/y.ts';\nexport * from 'node:fs';"),
  ]);
  assert.deepEqual(problems, [
    'src/model/a.ts (model) may not import src/facts/x.ts (facts)',
    'src/facts/b.ts may not import node:fs',
    'src/report/c.ts may not import picocolors',
    'src/nowhere/d.ts: nowhere is not a layer; see src/testing/layers.ts',
  ]);
});

test('the cycle check sees a cycle of values and forgives one of types', () => {
  const a = sourceFile('src/model/a.ts', "import {\n  b,\n} from './b.ts';");
  assert.deepEqual(cycles([a, sourceFile('src/model/b.ts', "import { a } from './a.ts';")]), ['src/model/a.ts → src/model/b.ts → src/model/a.ts']);
  assert.deepEqual(cycles([a, sourceFile('src/model/b.ts', "import type { A } from './a.ts';")]), []);
});

function withoutComments(text: string): string {
  return text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '').replaceAll(/\s\/\/ .*$/gm, '');
}
