import assert from 'node:assert/strict';
import test from 'node:test';
import { seededRandom } from './random.ts';

const DRAWS = 200_000;

function moments(draw: () => number): { readonly mean: number; readonly deviation: number } {
  const values = Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS) };
}

test('one seed gives one sequence, and neighbours are unlike', () => {
  const first = (seed: number): readonly number[] => {
    const random = seededRandom(seed);
    return Array.from({ length: 5 }, random.uniform);
  };
  assert.deepEqual(first(7), first(7));
  const starts = new Set(Array.from({ length: 1_000 }, (_, seed) => first(seed)[0]));
  assert.equal(starts.size, 1_000);
});

test('each kind of number has its mean and its spread', () => {
  const random = seededRandom(3);
  const near = (value: number, wanted: number): void => assert.ok(Math.abs(value - wanted) < 0.02 * wanted, `${value} is not near ${wanted}`);
  const uniform = moments(random.uniform);
  near(uniform.mean, 0.5);
  near(uniform.deviation, Math.sqrt(1 / 12));
  const waiting = moments(() => random.exponential(40));
  near(waiting.mean, 40);
  near(waiting.deviation, 40);
  const normal = moments(() => random.normal(100, 15));
  near(normal.mean, 100);
  near(normal.deviation, 15);
});

test('a choice of three takes each of them, and never a fourth', () => {
  const random = seededRandom(11);
  assert.deepEqual(new Set(Array.from({ length: 1_000 }, () => random.below(3))), new Set([0, 1, 2]));
});
