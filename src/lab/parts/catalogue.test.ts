import assert from 'node:assert/strict';
import test from 'node:test';
import { parts } from './catalogue.ts';
import { partData } from './data.ts';
import type { GoRecipe } from './part.ts';
import { currentKey } from './states.ts';

const goParts = parts.flatMap(({ id, recipe }) => (recipe.kind === 'go' ? [{ id, recipe, data: partData(id) }] : []));

test('every part has pinned data and a key', () => {
  for (const part of parts) assert.match(currentKey(part), new RegExp(`^${part.version.replaceAll('.', '\\.')}-`));
});

test('the programs that are built are the tools of the module', () => {
  for (const { id, recipe, data } of goParts) assert.deepEqual(toolsOf(data['go.mod'] ?? ''), recipe.mains.toSorted(), id);
});

test('every module whose files are kept is pinned with a checksum of its content', () => {
  for (const { id, recipe, data } of goParts) {
    for (const module of modulesOf(recipe)) {
      const [path, version] = resolved(data['go.mod'] ?? '', module);
      assert.match(data['go.sum'] ?? '', new RegExp(`^${escaped(`${path} ${version}`)} h1:`, 'm'), `${id}: ${module}`);
    }
  }
});

test('a program that is offered is built, or comes from the wheel', () => {
  for (const { id, recipe, programs } of parts) {
    const built = recipe.kind === 'go' ? recipe.mains : [recipe.program];
    const offered = built.map((path) => path.slice(path.lastIndexOf('/') + 1));
    assert.deepEqual(
      programs.filter((name) => !offered.includes(name)),
      [],
      id,
    );
  }
});

test('a wheel is pinned to the version that is shown, with checksums', () => {
  for (const { id, version, recipe } of parts.filter(({ recipe: { kind } }) => kind === 'wheel')) {
    assert.match(partData(id)['requirements.txt'] ?? '', new RegExp(`^[\\w-]+==${escaped(version)} \\\\\\n +--hash=sha256:[0-9a-f]{64}`, 'm'), recipe.kind);
  }
});

test('the data of parts name no folder of a machine and no local replacement', () => {
  for (const { id, data } of goParts) assert.doesNotMatch(data['go.mod'] ?? '', /=> *[./]/, id);
});

function toolsOf(goMod: string): readonly string[] {
  const block = /^tool \(([^)]*)\)/m.exec(goMod)?.[1] ?? /^tool (\S+)$/m.exec(goMod)?.[1] ?? '';
  return block.trim().split(/\s+/).toSorted();
}

function modulesOf(recipe: GoRecipe): readonly string[] {
  return [...new Set(recipe.moduleFiles.map(({ module }) => module))];
}

/** Path and version that the build uses for a module, after `replace`. */
function resolved(goMod: string, module: string): readonly [string, string] {
  const replacement = new RegExp(`${escaped(module)}(?: v\\S+)? => (\\S+) (\\S+)`).exec(goMod);
  const required = new RegExp(`^(?:require|\\t)\\s*${escaped(module)} (v\\S+)`, 'm').exec(goMod);
  return replacement === null ? [module, required?.[1] ?? '?'] : [replacement[1] ?? '', replacement[2] ?? ''];
}

function escaped(text: string): string {
  return text.replaceAll(/[.+*?^$()[\]{}|\\/]/g, '\\$&');
}
