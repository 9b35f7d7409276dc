import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Measure } from '../model/measure.ts';
import { compare, type Comparison } from './compare.ts';

const measure = (events: number, requests: number | undefined, minutes = 10): Measure => ({
  target: 'vminsert.monitoring',
  ...(requests === undefined ? {} : { requests }),
  failures: events,
  events,
  flags: ['UC'],
  from: 0,
  to: minutes * 60_000,
});

function verdict(before: Measure, after: Measure | undefined): Comparison {
  const [first] = compare([before], after === undefined ? [] : [after]);
  assert.ok(first !== undefined);
  return first;
}

test('nothing fails in as many requests as failed a dozen times before: better', () => {
  const { verdict: said, chance } = verdict(measure(12, 400), measure(0, 400));
  assert.equal(said, 'better');
  assert.ok((chance ?? 1) < 0.001 && (chance ?? 0) > 0.0001);
});

test('two failures before and none after is too early, and it is said for how long to watch', () => {
  const { verdict: said, needs } = verdict(measure(2, 100, 100), measure(0, 50, 50));
  assert.equal(said, 'too-early');
  // 100/(100+n) squared falls below 1/1000 at n of about 3,100; at one a minute as many minutes
  assert.ok((needs?.requests ?? 0) > 2_900 && (needs?.requests ?? 0) < 3_200, String(needs?.requests));
  assert.equal(needs?.ms, (needs?.requests ?? 0) * 60_000);
});

test('as many failures as before is no change; many more is worse', () => {
  assert.equal(verdict(measure(12, 400), measure(11, 400)).verdict, 'no-change');
  assert.equal(verdict(measure(12, 400), measure(50, 400)).verdict, 'worse');
});

test('without counted requests time is what is compared', () => {
  assert.equal(verdict(measure(12, undefined, 60), measure(0, undefined, 60)).verdict, 'better');
  const early = verdict(measure(3, undefined, 60), measure(0, undefined, 10));
  assert.deepEqual([early.verdict, early.needs?.requests, early.needs?.ms], ['too-early', undefined, 32_400_000]);
});

test('a target that nobody asks for afterwards tells nothing yet; a target that fails for the first time is new', () => {
  assert.equal(verdict(measure(12, 400), undefined).verdict, 'too-early');
  assert.equal(verdict(measure(0, 400), measure(30, 400)).verdict, 'new');
  assert.equal(verdict(measure(0, 10), measure(1, 1_000)).verdict, 'too-early');
  assert.deepEqual(
    compare([measure(0, 10)], [{ ...measure(1, 10), target: 'other.shop' }]).map((each) => [each.target, each.verdict]),
    [
      ['other.shop', 'new'],
      ['vminsert.monitoring', 'quiet'],
    ],
  );
});

test('where nothing has changed a verdict is beyond chance in one of a thousand comparisons at most, on each side', () => {
  // every split of `all` events over equal traffic, weighted by how often it comes
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 50, max: 2_000 }), fc.integer({ min: 50, max: 2_000 }), (all, before, after) => {
      let wrong = 0;
      for (let later = 0; later <= all; later++) {
        const { verdict: said } = verdict(measure(all - later, before), measure(later, after));
        if (said === 'better') wrong += hypergeometric(later, all, after, before + after);
      }
      return wrong <= 0.001;
    }),
    { seed: 503, numRuns: 60 },
  );
});

function hypergeometric(count: number, all: number, after: number, total: number): number {
  if (count > after || all - count > total - after) return 0;
  let product = 1;
  for (let index = 0; index < count; index++) product *= ((after - index) / (total - index)) * ((all - index) / (index + 1));
  for (let index = 0; index < all - count; index++) product *= (total - after - index) / (total - count - index);
  return product;
}
