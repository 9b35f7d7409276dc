import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IdleRow } from './observed.ts';
import { summarise } from './summary.ts';

const closed = (connection: number, idleMs: number, change: Partial<IdleRow> = {}): IdleRow => ({
  connection,
  status: 200,
  idleMs,
  close: 'fin',
  afterFin: 'reset',
  lagMs: 1,
  ...change,
});

test('the limit is that of the connection that was closed first', () => {
  const { outcome, idle } = summarise({ connections: [closed(1, 5003), closed(2, 4996.5, { lagMs: 4 }), closed(3, 5000)] });
  assert.equal(outcome, 'measured');
  assert.deepEqual(idle, {
    kind: 'measured',
    minMs: 4996.5,
    maxMs: 5003,
    spreadMs: 6.5,
    errorMs: 4,
    count: 3,
    close: 'fin',
    afterFin: 'reset',
    isCoarse: false,
  });
});

test('closes far apart are those of a server that looks from time to time, unless this process was late itself', () => {
  const spread = (lagMs: number): unknown => {
    const { idle } = summarise({ connections: [closed(1, 2110), closed(2, 2621, { lagMs })] });
    return idle.kind === 'measured' && idle.isCoarse;
  };
  assert.equal(spread(1), true);
  assert.equal(spread(600), false);
});

test('a long sleep of the server may be late by what Linux grants it', () => {
  const spread = (maxMs: number): unknown => {
    const { idle } = summarise({ connections: [closed(1, maxMs - 90), closed(2, maxMs)] });
    return idle.kind === 'measured' && idle.isCoarse;
  };
  assert.deepEqual([spread(75_090), spread(5_090)], [false, true]);
});

test('what differs between connections is called mixed, and bytes before the close are kept', () => {
  const { idle } = summarise({
    connections: [closed(1, 900), closed(2, 901, { close: 'rst', bytesFirst: 408, bytesMs: 900 }), closed(3, 902, { afterFin: 'silent' })],
  });
  assert.ok(idle.kind === 'measured');
  assert.deepEqual([idle.close, idle.afterFin, idle.bytesFirst], ['mixed', 'mixed', 408]);
});

test('a server that ends each connection with its answer has no idle limit', () => {
  const announced = summarise({ connections: [closed(1, 1, { announced: 'header' }), { connection: 2, status: 200, announced: 'header', survivedMs: 2000 }] });
  assert.deepEqual([announced.outcome, announced.idle], ['measured', { kind: 'closes-each', announced: 'header' }]);
  assert.deepEqual(summarise({ connections: [closed(1, 0.3), closed(2, 2)] }).idle, { kind: 'closes-each', announced: 'no' });
});

test('a limit that was not reached is longer than the shortest wait', () => {
  const open: readonly IdleRow[] = [1000, 1200].map((survivedMs, index) => ({ connection: index, status: 200, survivedMs }));
  assert.deepEqual(summarise({ connections: open }), { outcome: 'longer', idle: { kind: 'longer', thanMs: 1000, count: 2 } });
  assert.equal(summarise({ connections: open, stopped: { reason: 'interrupted' } }).outcome, 'interrupted');
  const { idle } = summarise({ connections: [closed(3, 900), ...open] });
  assert.deepEqual(idle.kind === 'measured' && idle.stillOpen, { count: 2, forMs: 1200 });
});

test('an error leaves nothing measured but what was measured before it', () => {
  const stopped = { reason: 'status', status: 503 } as const;
  assert.equal(summarise({ connections: [{ connection: 1, status: 503, survivedMs: 0 }], stopped }).outcome, 'failed');
  assert.equal(summarise({ connections: [closed(1, 900), { connection: 2, status: 503, survivedMs: 0 }], stopped }).outcome, 'measured');
  const ending = { announced: 'header', survivedMs: 0 } as const;
  assert.equal(summarise({ connections: [{ connection: 1, status: 503, ...ending }], stopped }).outcome, 'failed');
  const sign = { header: 'via', value: '1.1 edge' };
  assert.equal(summarise({ connections: [{ connection: 1, status: 200, ...ending }], stopped: { reason: 'intermediary', sign } }).outcome, 'failed');
  assert.deepEqual(summarise({ connections: [], stopped: { reason: 'interrupted' } }).idle, { kind: 'unknown' });
});

test('an error answer that nobody asked for ends what is safe; other bytes do not', () => {
  const limit = (bytesFirst: number): unknown => {
    const { idle } = summarise({ connections: [closed(1, 5000, { bytesFirst, bytesMs: 3000 })] });
    return idle.kind === 'measured' && [idle.minMs, idle.bytesFirst];
  };
  assert.deepEqual(
    [limit(408), limit(0), limit(200)],
    [
      [3000, 408],
      [5000, undefined],
      [5000, undefined],
    ],
  );
});
