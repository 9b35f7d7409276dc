import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { criLine, logPaths, openAttemptLog } from './container-logs.ts';

test('a log line has the runtime’s format', () => {
  assert.equal(criLine('2026-11-22T17:30:00.123456789Z', 'hello', 'stdout', false), '2026-11-22T17:30:00.123456789Z stdout F hello\n');
});

test('after three attempts the last two are kept and named', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'why503-logs-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const attempt of [0, 1, 2]) {
    const log = openAttemptLog(folder, attempt);
    log.write(`attempt ${attempt}`, 'stderr', false);
    log.close();
  }
  assert.deepEqual(readdirSync(folder).toSorted(), ['1.log', '2.log', 'current.log', 'previous.log']);
  const { current, previous } = logPaths(folder);
  assert.match(readFileSync(current, 'utf8'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z stderr F attempt 2\n$/);
  assert.match(readFileSync(previous, 'utf8'), /attempt 1\n$/);
});
