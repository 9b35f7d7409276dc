import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { labCache, type LabCache } from './cache.ts';
import type { Part } from './part.ts';
import { keep, partFolder, receiptOf } from './store.ts';
import { givenPrograms, rememberedProgram, rememberProgram } from './user-programs.ts';

const part: Part = {
  id: 'kwok',
  version: '0.8.0',
  recipe: { kind: 'wheel', program: 'x' },
  programs: ['kwok'],
  files: ['stages/node.yaml'],
  space: { cache: 1, build: 0, modules: 0 },
};

function emptyCache(context: TestContext): LabCache {
  const folder = mkdtempSync(join(tmpdir(), 'why503-store-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return labCache({ WHY503_CACHE: folder });
}

function made(cache: LabCache, text: string): string {
  const folder = join(cache.work, 'kwok', 'made');
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'stages'), { recursive: true });
  writeFileSync(join(folder, 'bin', 'kwok'), text, { mode: 0o755 });
  writeFileSync(join(folder, 'stages', 'node.yaml'), text);
  return folder;
}

test('a kept part is in its place, `bin/` points at it, and its receipt says how large it is', (context) => {
  const cache = emptyCache(context);
  assert.equal(receiptOf(cache, part, '0.8.0-a'), undefined);
  keep(cache, part, '0.8.0-a', made(cache, 'one'), 3);
  assert.deepEqual(receiptOf(cache, part, '0.8.0-a'), { id: 'kwok', version: '0.8.0', key: '0.8.0-a', seconds: 3, bytes: 6 });
  assert.equal(readFileSync(join(cache.bin, 'kwok'), 'utf8'), 'one');
  assert.equal(existsSync(join(cache.work, 'kwok', 'made')), false);
});

test('a new key takes over the link and removes the old part', (context) => {
  const cache = emptyCache(context);
  keep(cache, part, '0.8.0-a', made(cache, 'one'), 1);
  keep(cache, part, '0.8.0-b', made(cache, 'two'), 1);
  assert.deepEqual(readdirSync(join(cache.parts, 'kwok')), ['0.8.0-b']);
  assert.equal(readFileSync(join(cache.bin, 'kwok'), 'utf8'), 'two');
});

test('a part that lost a file or its receipt is not there', (context) => {
  const cache = emptyCache(context);
  keep(cache, part, 'k', made(cache, 'one'), 1);
  rmSync(join(partFolder(cache, part, 'k'), 'stages', 'node.yaml'));
  assert.equal(receiptOf(cache, part, 'k'), undefined);
  keep(cache, part, 'k', made(cache, 'one'), 1);
  writeFileSync(join(partFolder(cache, part, 'k'), 'part.json'), '{"id":');
  assert.equal(receiptOf(cache, part, 'k'), undefined);
});

test("a user's program is remembered while it can be run", (context) => {
  const cache = emptyCache(context);
  const path = join(cache.folder, 'mine');
  assert.equal(rememberProgram(cache, 'vminsert', path), false);
  mkdirSync(cache.folder, { recursive: true });
  writeFileSync(path, '', { mode: 0o644 });
  assert.equal(rememberProgram(cache, 'vminsert', path), false);
  rmSync(path);
  writeFileSync(path, '', { mode: 0o755 });
  assert.equal(rememberProgram(cache, 'vminsert', path), true);
  assert.equal(rememberedProgram(cache, 'vminsert'), path);
  rmSync(path);
  assert.equal(rememberedProgram(cache, 'vminsert'), undefined);
});

test('an option wins over the environment, and an empty variable is none', () => {
  const env = { WHY503_VMINSERT: '/b/vminsert', WHY503_VMSTORAGE: '/b/vmstorage', WHY503_VMSELECT: '' };
  assert.deepEqual(givenPrograms({ vminsert: '/a/vminsert' }, env), [
    ['vminsert', '/a/vminsert'],
    ['vmstorage', '/b/vmstorage'],
  ]);
});
