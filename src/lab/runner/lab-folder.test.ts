import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { labFolder } from './lab-folder.ts';

test('a run gets an empty folder, those of dead runs go and those of living ones stay', (context) => {
  const cache = mkdtempSync(join(tmpdir(), 'why503-runs-'));
  context.after(() => rmSync(cache, { recursive: true, force: true }));
  const old = labFolder(cache, process.pid);
  writeFileSync(join(old, 'left'), '');
  mkdirSync(join(cache, 'run', '4194305')); // above the largest process id
  const other = join(cache, 'run', `${process.ppid}`);
  mkdirSync(other);
  const folder = labFolder(cache, process.pid);
  assert.ok(!existsSync(join(folder, 'left')));
  assert.ok(!existsSync(join(cache, 'run', '4194305')));
  assert.ok(existsSync(other));
});
