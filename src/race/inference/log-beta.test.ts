import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { logBetaBinomial, logGamma, logSum } from './log-beta.ts';

test('ln of the factorials', () => {
  let factorial = 1;
  for (let n = 1; n <= 20; n += 1) {
    assert.ok(Math.abs(logGamma(n) - Math.log(factorial)) < 1e-11 * Math.max(1, Math.log(factorial)), `${n}`);
    factorial *= n;
  }
  assert.ok(Math.abs(logGamma(0.5) - Math.log(Math.sqrt(Math.PI))) < 1e-13);
});

test('ln Γ(x + 1) = ln Γ(x) + ln x', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (x) => {
      const difference = logGamma(x + 1) - logGamma(x) - Math.log(x);
      assert.ok(Math.abs(difference) < 1e-12 * Math.max(10, Math.abs(logGamma(x))), `${x}: ${difference}`);
    }),
  );
});

test('the probabilities of all orders of resets add up to 1', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 12 }),
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      fc.double({ min: 0.1, max: 500, noNaN: true }),
      (total, a, b) => {
        let ways = 1;
        const terms = Array.from({ length: total + 1 }, (_, failures) => {
          const term = logBetaBinomial(total, failures, { a, b }) + Math.log(ways);
          ways = (ways * (total - failures)) / (failures + 1);
          return term;
        });
        assert.ok(Math.abs(logSum(terms)) < 1e-9);
      },
    ),
  );
});
