import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { poissonInterval } from './poisson-interval.ts';
import { envoyServerLimits, safeClientIdle, safeServerIdle } from './safe-limit.ts';

test('a second or a tenth is left before the server closes', () => {
  const safe = [5_000, 60_000, 75_000, 600_000].map((ms) => safeClientIdle(ms));
  assert.deepEqual(safe, [4_000, 54_000, 67_500, 540_000]);
  fc.assert(
    fc.property(fc.double({ min: 2_000.1, max: 1e8, noNaN: true }), (server) => {
      const client = safeClientIdle(server) ?? 0;
      assert.ok(client > 0 && server - client >= 1_000 && server - client >= server / 10 - 1e-6);
    }),
  );
});

test('where two seconds are all there is, the server has to change', () => {
  assert.equal(safeClientIdle(2_000), undefined);
});

test('an Envoy that keeps connections for an hour needs a server that keeps them for 65 minutes', () => {
  assert.equal(safeServerIdle(3_600_000), 3_900_000);
  assert.equal(safeServerIdle(1_000), 2_000);
});

test('Envoy as the server is safe until its drain ends', () => {
  assert.deepEqual(envoyServerLimits(3_000), { safeMs: 8_000, closesMs: 9_000 });
});

test('the interval of a count holds 95 days of 100', () => {
  assert.deepEqual(poissonInterval(10, 10), { low: 4, high: 17 });
  assert.deepEqual(poissonInterval(0, 0), { low: 0, high: 0 });
  assert.deepEqual(poissonInterval(1, 3), { low: 0, high: 7 });
  assert.deepEqual(poissonInterval(1_000_000, 1_000_000), { low: 998_040, high: 1_001_960 });
});
