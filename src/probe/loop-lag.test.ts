import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchLoopLag } from './loop-lag.ts';
import { pause } from './pause.ts';

test('a stall of this process is the error of what happened around it, and of nothing else', async () => {
  const lag = watchLoopLag();
  try {
    await pause(30);
    const before = performance.now();
    while (performance.now() < before + 120) {}
    const after = performance.now();
    await pause(50);
    assert.ok(lag.around(after) >= 80, String(lag.around(after)));
    assert.ok(lag.worst() >= 80);
    assert.equal(lag.around(before - 1e6), 0);
  } finally {
    lag.stop();
  }
});
