import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { longestWait, mostConnections, mostRequests, planProbe } from './plan.ts';
import { readTarget } from './target.ts';

const target = readTarget('127.0.0.1:8080', {}, 'en');

test('a plan never has more than four connections at once, and says how long it takes at most', () => {
  const options = fc.record(
    {
      connections: fc.integer({ min: 1, max: mostConnections }),
      maxWait: fc.integer({ min: 1, max: longestWait }),
      requests: fc.integer({ min: 1, max: mostRequests }),
      age: fc.integer({ min: 1, max: longestWait }),
      allowLoadBalancer: fc.boolean(),
    },
    { requiredKeys: ['connections', 'maxWait', 'allowLoadBalancer'] },
  );
  fc.assert(
    fc.property(options, (given) => {
      const plan = planProbe(target, given);
      assert.ok(plan.idle.startsMs.length >= 1);
      assert.ok(plan.mostConnectionsAtOnce <= mostConnections);
      assert.equal(plan.mostConnectionsAtOnce, plan.idle.startsMs.length + (given.age === undefined ? 0 : 1));
      assert.ok(plan.atMostMs >= given.maxWait + (plan.requests?.atMostMs ?? 0));
      assert.ok(plan.atMostMs >= (given.age ?? 0));
      assert.ok(plan.mostRequests >= plan.idle.startsMs.length);
    }),
  );
});

test('a connection that measures the age takes the place of an idle one', () => {
  const plan = planProbe(target, { connections: 4, maxWait: 1000, age: 7000, allowLoadBalancer: false });
  assert.equal(plan.idle.startsMs.length, 3);
  assert.equal(plan.age?.mostRequests, 11);
  assert.equal(planProbe(target, { connections: 2, maxWait: 1000, age: 7000, allowLoadBalancer: false }).idle.startsMs.length, 2);
});
