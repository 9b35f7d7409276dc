import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type BandWidth, cellsNear, massOf, widthAt } from './limit-grid.ts';

const widths: readonly BandWidth[] = [
  { least: 20, share: 0 },
  { least: 100, share: 0.005 },
  { least: 300, share: 0.03 },
];
const range = { least: 50, greatest: 4_000_000, known: [1_000, 5_000, 60_000, 75_000] };

test('the weight of all limits adds up to 1, whatever the width', () => {
  for (const width of widths) {
    const everywhere: number[] = [];
    for (let limit = 40; limit < 4_200_000; limit += widthAt(width, limit)) everywhere.push(limit);
    const sum = cellsNear(everywhere, width).reduce((total, cell) => total + massOf(cell, range), 0);
    assert.ok(Math.abs(sum - 1) < 1e-9, `${JSON.stringify(width)}: ${sum}`);
  }
});

test('a hundred values near each other give no limit more weight than two of them do', () => {
  for (const width of widths) {
    const hundred = Array.from({ length: 100 }, (_, index) => 5_000 + index / 50);
    const weigh = (values: readonly number[]) => cellsNear(values, width).reduce((total, cell) => total + massOf(cell, range), 0);
    assert.equal(weigh(hundred), weigh([5_000, 5_001.98]));
  }
});

test('every limit whose band holds the value is among the cells', () => {
  fc.assert(
    fc.property(fc.constantFrom(...widths), fc.integer({ min: 100, max: 3_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (width, value, place) => {
      const limit = value - widthAt(width, value) / 3 + (place * 4 * widthAt(width, value)) / 3;
      assert.ok(cellsNear([value], width).some(({ from, to }) => limit >= from - 1e-6 && limit <= to + 1e-6));
    }),
  );
});

test('cells follow each other and are a third of the width', () => {
  for (const width of widths) {
    const cells = cellsNear([30_000], width).toSorted((a, b) => a.from - b.from);
    for (const [index, { from, to, limit }] of cells.entries()) {
      assert.ok(Math.abs((to - from) / (widthAt(width, limit) / 3) - 1) < 0.01 && limit > from && limit < to);
      assert.ok(index === 0 || Math.abs(from - (cells[index - 1]?.to ?? 0)) < 1e-6);
    }
  }
});
