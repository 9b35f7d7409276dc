import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { countedGaps, exponentialWithin, type GapLaw, normalGaps } from './gap-law.ts';
import { sharedPeriodicGaps } from './shared-period.ts';
import { stackGaps } from './stack-gaps.ts';

function near(value: number, wanted: number, relative: number): void {
  assert.ok(Math.abs(value - wanted) <= relative * Math.abs(wanted), `${value} is not ${wanted}`);
}

/** In ms; expected values computed with SciPy's normal distribution. */
test('the window of a periodic caller, from resonance to far from it', () => {
  near(normalGaps(59_950, 20).within(59_998, 60_001), 0.0028113899705313194, 1e-7);
  near(normalGaps(59_998, 1).within(59_998, 60_001), 0.49865010196837045, 1e-7);
  near(normalGaps(59_800, 50).within(59_998, 60_001), 8.3758109791221e-6, 1e-7);
  near(normalGaps(2_000, 10).within(1_980, 2_000), 0.4772498680518209, 1e-7);
});

test('an exact metronome is in the window or it is not', () => {
  const law = normalGaps(60_000, 0);
  assert.deepEqual([law.within(59_999, 60_000), law.within(60_000, 60_001), law.beyond(59_999)], [1, 0, 1]);
});

/** Rates in 1/s by a matrix exponential of the same queue, S = 5 s, window 4.95 to 5.02 s. */
test('the stack of connections, from lonely requests to twenty at once', () => {
  for (const [perSecond, busyMs, rate] of [
    [0.2, 50, 0.0010231520832799088],
    [0.4, 50, 0.0014987199686780734],
    [1, 50, 0.0005711983646947044],
    [5, 50, 0.0011686820246450992],
    [20, 50, 0.0019575264534207122],
    [50, 100, 0.0037941724472086644],
    [100, 200, 0.0073766471510967446],
  ] as const)
    near(perSecond * stackGaps(perSecond / 1_000, busyMs).within(4_950, 5_020), rate, 1e-6);
});

test('a stack that is never deeper than one is one connection', () => {
  near(stackGaps(0.001, 1e-6).within(4_950, 5_020), exponentialWithin(0.001, 4_950, 5_020), 1e-6);
});

test('counted gaps give a share of a bin that the window cuts', () => {
  const law = countedGaps([
    { from: 100, to: 100, count: 3 },
    { from: 60_000, to: 60_031, count: 1 },
  ]);
  near(law.within(60_000, 60_008), 0.25 * 0.25, 1e-9);
  near(law.beyond(200), 0.25, 1e-9);
});

test('every law is a probability and adds up', () => {
  const laws: fc.Arbitrary<GapLaw> = fc.oneof(
    fc
      .tuple(fc.double({ min: 0, max: 1e5, noNaN: true }), fc.double({ min: 0, max: 1e4, noNaN: true }))
      .map(([mean, deviation]) => normalGaps(mean, deviation)),
    fc.tuple(fc.double({ min: 1e-6, max: 1, noNaN: true }), fc.double({ min: 0.1, max: 30, noNaN: true })).map(([perMs, busy]) => stackGaps(perMs, busy)),
    fc
      .tuple(fc.integer({ min: 1, max: 1e5 }), fc.integer({ min: 1, max: 1_000 }))
      .map(([period, pools]) => sharedPeriodicGaps(period, period / 8, period / 4, pools)),
  );
  const gap = fc.double({ min: 0, max: 2e5, noNaN: true });
  fc.assert(
    fc.property(laws, gap, gap, gap, (law, one, two, three) => {
      const [a = 0, b = 0, c = 0] = [one, two, three].toSorted((left, right) => left - right);
      const whole = law.within(a, c);
      assert.ok(whole >= 0 && whole <= 1 + 1e-9);
      assert.ok(Math.abs(law.within(a, b) + law.within(b, c) - whole) < 1e-7);
      assert.ok(law.within(0, a) + law.beyond(a) <= 1 + 1e-6);
    }),
    { numRuns: 60 },
  );
});
