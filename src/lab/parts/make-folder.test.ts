import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { makeFolder } from './make-folder.ts';

test('a folder is made with those above it, and may be there already', (context) => {
  const base = mkdtempSync(join(tmpdir(), 'why503-folder-'));
  context.after(() => rmSync(base, { recursive: true, force: true }));
  const folder = join(base, 'a', 'b');
  makeFolder(folder);
  makeFolder(folder);
  assert.equal(existsSync(folder), true);
});

test('where no folder can be made, it throws instead of trying for ever', () => assert.throws(() => makeFolder('/proc/why503/lab')));
