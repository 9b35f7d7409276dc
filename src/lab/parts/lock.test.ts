import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { takeLock } from './lock.ts';

function lockPath(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'why503-lock-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'cache', 'lock');
}

test('a lock that a living process holds is not given twice, and is free after its release', (context) => {
  const path = lockPath(context);
  const first = takeLock(path);
  assert.ok('release' in first);
  assert.deepEqual(takeLock(path), { heldBy: process.pid });
  first.release();
  const second = takeLock(path);
  assert.ok('release' in second);
  second.release();
  assert.deepEqual(readdirSync(dirname(path)), []);
});

test('a lock left by a process that is gone, or whose number another process has now, is taken over', (context) => {
  const path = lockPath(context);
  const first = takeLock(path);
  assert.ok('release' in first);
  first.release();
  // No Linux gives numbers above 4194304.
  for (const text of ['{"pid":99999999,"started":"1"}', `{"pid":${process.pid},"started":"1"}`, '', 'not JSON', '{"pid":"1"}']) {
    writeFileSync(path, text);
    const taken = takeLock(path);
    assert.ok('release' in taken, text);
    taken.release();
    assert.equal(existsSync(path), false);
  }
});

test('releasing late does not remove the lock of the next holder', (context) => {
  const path = lockPath(context);
  const first = takeLock(path);
  assert.ok('release' in first);
  writeFileSync(path, '{"pid":1,"started":"2"}');
  first.release();
  assert.equal(existsSync(path), true);
});
