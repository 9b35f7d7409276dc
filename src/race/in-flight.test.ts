import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createInFlightCounter, type InFlightCounter, type Waiting } from './in-flight.ts';

interface Told {
  readonly start: number;
  readonly took: number;
  readonly who?: Waiting;
}

const epoch = 1_790_000_000_000;

function counted(rows: readonly Told[], counter: InFlightCounter = createInFlightCounter()): InFlightCounter {
  for (const { start, took, who } of rows) counter.addFrom(Float64Array.of(epoch + start), Int32Array.of(took), 0, who);
  return counter;
}

const binsOf = (counter: InFlightCounter) =>
  counter
    .company()
    ?.inFlight.bins()
    .map(({ from, count }) => [from, count]);

/** The same, by looking at all other rows for each row. */
function byDefinition(rows: readonly Told[]): readonly (readonly [number, number])[] {
  const counts = new Map<number, number>();
  for (const { start } of rows) {
    const beside = rows.filter((other) => other.start <= start && other.start + Math.max(1, other.took) > start).length;
    counts.set(beside, (counts.get(beside) ?? 0) + 1);
  }
  return [...counts].toSorted(([a], [b]) => a - b);
}

const inOrderOfEnd = (rows: readonly Told[]): readonly Told[] => rows.toSorted((a, b) => a.start + a.took - b.start - b.took);

test('a request counts with those that began before it and have not ended', () =>
  assert.deepEqual(
    binsOf(
      counted([
        { start: 10, took: 5 },
        { start: 0, took: 20 },
        { start: 20, took: 5 },
      ]),
    ),
    [
      [1, 2],
      [2, 1],
    ],
  ));

test('whatever the rows, they are counted as the definition says', () => {
  const row = fc.record({ start: fc.nat(100_000), took: fc.oneof(fc.nat(50), fc.nat(20_000)) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 400 }), (rows) => {
      assert.deepEqual(binsOf(counted(inOrderOfEnd(rows))), byDefinition(rows));
    }),
  );
});

test('who waits learns the number, and is left out of the counts', () => {
  const who: Waiting = {};
  const counter = counted([
    { start: 10, took: 1, who },
    { start: 0, took: 20 },
  ]);
  assert.deepEqual([binsOf(counter), who.inFlight], [[[1, 1]], 2]);
});

test('who waits is told rightly however often what waits was counted meanwhile', () => {
  const rows: Told[] = Array.from({ length: 20_000 }, (_, index) => ({
    start: index * 9 + ((index * 7) % 5),
    took: index % 211 === 0 ? 9_000 : (index * 13) % 90,
    ...(index % 97 === 0 ? { who: {} } : {}),
  }));
  counted(inOrderOfEnd(rows));
  const told = rows.filter(({ who }) => who !== undefined); // but for the last ones, which wait on
  assert.deepEqual(
    told.map(({ who }) => who?.inFlight ?? 'not told').slice(0, -50),
    told.map(({ start }) => rows.filter((other) => other.start <= start && other.start + Math.max(1, other.took) > start).length).slice(0, -50),
  );
});

test('asking does not disturb the count: rows that come later still find those before them', () => {
  const rows = Array.from({ length: 500 }, (_, index) => ({ start: index * 7, took: (index * 13) % 90 }));
  const counter = createInFlightCounter();
  for (const row of inOrderOfEnd(rows)) {
    counted([row], counter);
    if (row.start % 5 === 0) counter.company();
  }
  assert.deepEqual(binsOf(counter), byDefinition(rows));
});

test('a busy log is counted piece by piece', () => {
  const rows = Array.from({ length: 60_000 }, (_, index) => ({ start: index >> 2, took: 8 }));
  const bins = binsOf(counted(rows)) ?? [];
  assert.deepEqual(bins.at(-1), [32, 59_972]);
});

test('a log that is written newest first, or with a clock that jumped ahead and back, tells nothing', () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => ({ start: index * 100, took: 5 }));
  assert.equal(counted(rows.toReversed()).company(), undefined);
  const jumped = rows.map((row, index) => (index === 1_000 ? { ...row, start: 1e10 } : row));
  assert.equal(counted(jumped).company(), undefined);
});

test('requests that never end neither fill the memory nor count', () => {
  const rows = Array.from({ length: 40_000 }, (_, index) => ({ start: index * 100, took: 2 ** 31 - 1 }));
  assert.equal(counted(rows).company(), undefined);
});

test('pairs in one second are counted beside those that an even rate would give', () => {
  const ticks = Array.from({ length: 40 }, (_, index) => ({ start: (index >> 2) * 10_000, took: 1 }));
  assert.deepEqual(counted(ticks).company()?.sameSecond, { pairs: 10 * 4 * 3, expected: 1_600 / 91 });
});
