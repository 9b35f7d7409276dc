import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { forbidServices } from './debian.ts';

function policyPath(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'why503-policy-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'policy-rc.d');
}

test('services are forbidden during an installation and allowed after it', (context) => {
  const path = policyPath(context);
  const allowAgain = forbidServices(path);
  assert.equal(spawnSync(path, ['nginx', 'start']).status, 101);
  allowAgain();
  assert.equal(existsSync(path), false);
});

test('what a crash left forbids nothing and is replaced', (context) => {
  const path = policyPath(context);
  forbidServices(path);
  // No Linux gives numbers above 4194304.
  writeFileSync(path, readFileSync(path, 'utf8').replace(String(process.pid), '99999999'));
  assert.equal(spawnSync(path, ['nginx', 'start']).status, 0);
  forbidServices(path);
  assert.equal(spawnSync(path, ['nginx', 'start']).status, 101);
});

test("an administrator's own policy stays", (context) => {
  const path = policyPath(context);
  writeFileSync(path, '#!/bin/sh\nexit 101\n');
  forbidServices(path)();
  assert.equal(readFileSync(path, 'utf8'), '#!/bin/sh\nexit 101\n');
});
