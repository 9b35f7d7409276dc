import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goDuration, protoDuration } from './durations.ts';

test('Istio and protobuf read seconds, at most to the millisecond', () => {
  assert.deepEqual([4_000, 4_500, 54_000, 999.6, 3_600_000].map(protoDuration), ['4s', '4.5s', '54s', '1s', '3600s']);
});

test('Go’s flags read the largest whole unit', () => assert.deepEqual([3_900_000, 7_200_000, 4_500].map(goDuration), ['65m', '2h', '4.5s']));
