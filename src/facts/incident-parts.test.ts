import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Failure } from '../model/failure.ts';
import { partsOf } from './incident-parts.ts';

const failureAt = (second: number): Failure => ({
  time: second * 1_000,
  end: second * 1_000,
  family: 'reset',
  flags: ['UC'],
  code: 503,
  direction: 'inbound',
  writer: { role: 'sidecar', name: 'a-sidecar', workload: { kind: 'Workload', name: 'a' } },
  hop: 'a-sidecar->a',
  server: { role: 'app', name: 'a', workload: { kind: 'Workload', name: 'a' } },
  bytesReceived: 0,
  bytesSent: 0,
  savedByRetry: false,
  unseenBeyond: false,
  evidence: [{ kind: 'log', at: { artifact: 'access-logs', file: 'f' }, text: '' }],
});
const at = (...seconds: readonly number[]): readonly Failure[] => seconds.toSorted((a, b) => a - b).map(failureAt);
const burst = (second: number, count = 10): readonly number[] => Array.from({ length: count }, (_, index) => second + index / 10);
const each = (step: number, from: number, to: number): readonly number[] =>
  Array.from({ length: Math.floor((to - from) / step) }, (_, index) => from + index * step);
const shapes = (failures: readonly Failure[]): unknown => partsOf('a', failures).map(({ shape, failures: { length } }) => [shape, length]);

test('a burst in a sprinkle of hours is a part of its own', () =>
  assert.deepEqual(shapes(at(...each(600, 0, 36_000), ...burst(7_300))), [
    ['spread', 60],
    ['episode', 10],
  ]));

test('two bursts with hours between are two parts', () =>
  assert.deepEqual(shapes(at(...burst(0), ...burst(7_200))), [
    ['episode', 10],
    ['episode', 10],
  ]));

test('bursts within minutes, and what fails between them, are one part', () =>
  assert.deepEqual(shapes(at(...burst(0), ...burst(300), 310, 400, ...burst(550))), [['whole', 32]]));

test('a burst among failures as dense as itself does not stand out', () => assert.deepEqual(shapes(at(...each(1, 0, 7_200))), [['whole', 7_200]]));

test('few single failures beside a burst belong to it', () => assert.deepEqual(shapes(at(1_000, 2_000, ...burst(5_000))), [['whole', 12]]));

test('a sprinkle alone is one part', () => assert.deepEqual(shapes(at(...each(600, 0, 36_000))), [['whole', 60]]));

test('every failure is in exactly one part, in order of time, and keys differ', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 120 }),
      fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 4 }),
      (singles, bursts) => {
        const failures = at(...singles, ...bursts.flatMap((second) => burst(second)));
        const parts = partsOf('a', failures);
        assert.deepEqual(new Set(parts.flatMap((part) => part.failures)), new Set(failures));
        assert.equal(
          parts.reduce((sum, part) => sum + part.failures.length, 0),
          failures.length,
        );
        assert.equal(new Set(parts.map(({ key }) => key)).size, parts.length);
        for (const part of parts)
          assert.deepEqual(
            part.failures,
            part.failures.toSorted((a, b) => a.time - b.time),
          );
      },
    ),
  );
});
