import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdTarget } from './hold-target.ts';

test('a target is held by one prober at a time', { skip: process.platform !== 'linux' }, async () => {
  const first = await holdTarget('192.0.2.1', 8080);
  assert.ok(first !== undefined);
  assert.equal(await holdTarget('192.0.2.1', 8080), undefined);
  const other = await holdTarget('192.0.2.1', 8081);
  assert.ok(other !== undefined);
  other.release();
  first.release();
  const again = await holdTarget('192.0.2.1', 8080);
  assert.ok(again !== undefined);
  again.release();
});
