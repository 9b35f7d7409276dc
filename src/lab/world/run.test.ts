import assert from 'node:assert/strict';
import test from 'node:test';
import { run } from './run.ts';

test('a command gets its input and gives its output', async () => {
  assert.equal(await run('cat', [], { input: 'one\ntwo\n' }), 'one\ntwo\n');
});

test('a failing command says what it said', async () => {
  await assert.rejects(run('sh', ['-c', 'echo "no such device" >&2; exit 3']), /no such device/);
  await assert.rejects(run('sh', ['-c', 'exit 3']), /exit code 3/);
});

test('a missing command is named', async () => {
  await assert.rejects(run('why503-no-such-program', []), /why503-no-such-program/);
});
