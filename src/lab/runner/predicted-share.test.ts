import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccessRow } from '../../formats/access-log/row.ts';
import { predictedShare, reuseGaps } from './predicted-share.ts';

const row = (start: number, changes: Partial<AccessRow> = {}): AccessRow => ({
  format: 'istio-text',
  start,
  method: 'POST',
  code: 204,
  flags: [],
  bytesReceived: 0,
  bytesSent: 0,
  durationMs: 2,
  upstreamHost: '10.203.0.12:8480',
  upstreamLocal: '127.0.0.6:51234',
  upstreamCluster: 'inbound|8480||',
  ...changes,
});
const near = (value: number | undefined, expected: number): void =>
  assert.ok(value !== undefined && Math.abs(value - expected) < 1e-9, `${value} instead of ${expected}`);

test('a gap lasts from the end of an answer to the next request on the same connection, whatever the order of rows', () => {
  assert.deepEqual(reuseGaps([row(5_002), row(0), row(10_006)]), [5_000, 5_002]);
});

test('connections of other pods and other ports are others', () => {
  assert.deepEqual(reuseGaps([row(0), row(5_002, { upstreamHost: '10.203.0.13:8480' }), row(5_002, { upstreamLocal: '127.0.0.6:40000' })]), []);
});

test('a port that comes back after a reset is a new connection', () => {
  const reset = row(5_002, { code: 503, flags: ['UC'] });
  assert.deepEqual(reuseGaps([row(0), reset, row(10_000)]), [5_000]);
});

test('a request without a connection, and one that began before the previous answer ended, have no gap', () => {
  const { upstreamLocal: _, ...refused } = row(100, { code: 503, flags: ['UH'] });
  assert.deepEqual(reuseGaps([row(0, { durationMs: 500 }), refused, row(200)]), []);
});

test('gaps at the limit are lost in 0.9 of 3 ms when quiet, and always when contended', () => {
  const predicted = predictedShare([row(0), row(5_002)], 5_000);
  assert.equal(predicted?.requests, 2);
  assert.equal(predicted.reuses, 1);
  near(predicted.low, 0.3 / 2);
  near(predicted.high, 1 / 2);
});

test('gaps away from the limit are never lost, on either side', () => {
  for (const limitMs of [4_000, 6_000, 60_000]) {
    const predicted = predictedShare([row(0), row(5_002)], limitMs);
    assert.deepEqual([predicted?.low, predicted?.high], [0, 0]);
  }
});

test('spread traffic loses in the measure of the window: 0.9 to 10 of 1000 ms', () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => [
    row(0, { upstreamLocal: `127.0.0.6:${index}` }),
    row(4_502 + index, { upstreamLocal: `127.0.0.6:${index}` }),
  ]).flat();
  const predicted = predictedShare(rows, 5_000);
  near(predicted?.low, 0.9 / 2_000);
  near(predicted?.high, 10 / 2_000);
});

test('without requests there is no prediction', () => {
  const { method: _, ...tcp } = row(0);
  assert.equal(predictedShare([], 5_000), undefined);
  assert.equal(predictedShare([tcp], 5_000), undefined);
});
