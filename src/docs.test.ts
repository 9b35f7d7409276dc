import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

test('links between documents lead somewhere', () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'src/**/README.md'], { cwd: root });
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  assert.ok(pages.length > 5);
  assert.deepEqual(broken, []);
});

test('docs/errors.md lists exactly the codes that user errors carry', () => {
  const sources = globSync('src/**/*.ts', { cwd: root, exclude: ['**/*.test.ts'] });
  // The code is the first argument: everything quoted before the first comma.
  const used = sources.flatMap((file) =>
    [...read(file).matchAll(/new UserError\(([^,]+),/g)].flatMap((call) => [...(call[1] ?? '').matchAll(/'([^']+)'/g)].map((code) => code[1] ?? '')),
  );
  const listed = [...read('docs/errors.md').matchAll(/^\| `([^`]+)` \|/gm)].map((row) => row[1] ?? '');
  assert.ok(used.length > 0);
  assert.deepEqual([...new Set(used)].toSorted(), listed.toSorted());
});

test('scripts that the documents name exist', () => {
  const { scripts }: { readonly scripts: { readonly [name: string]: string } } = JSON.parse(read('package.json'));
  const named = ['README.md', 'CONTRIBUTING.md', 'AGENTS.md'].flatMap((page) =>
    [...read(page).matchAll(/\bnpm run (?:-s )?([\w:]+)/g)].map((match) => match[1] ?? ''),
  );
  assert.deepEqual(
    named.filter((name) => scripts[name] === undefined),
    [],
  );
});

test('AGENTS.md stays within 100 lines', () => assert.ok(read('AGENTS.md').split('\n').length <= 101));
