import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { forecast, hopShare } from './forecast.ts';
import { normalGaps } from './gap-law.ts';
import type { Hop } from './hop.ts';
import { quietLags, throttledLags } from './lags.ts';
import { idleLossShare, reuseChances } from './loss-share.ts';
import { seededRandom } from './random.ts';
import { lagsOf, type Scenario } from './scenario.ts';
import { agreement, simulatedShare } from './simulated-share.ts';

const alone = { workers: 1, hosts: 1 } as const;
const server = (ms: number): Pick<Hop, 'serverIdle'> => ({ serverIdle: { minMs: ms, maxMs: ms } });
const vminsert: Hop = { name: 'vminsert', ...server(60_000), clientIdleMs: 3_600_000, rttMs: 0 };

function scenario(changes: Partial<Scenario>): Scenario {
  return {
    traffic: { kind: 'periodic', periodMs: 60_000, jitterMs: 10 },
    serviceMs: 0,
    shape: alone,
    pools: 1,
    retries: 0,
    isThrottled: false,
    hops: [vminsert],
    ...changes,
  };
}

/** Losses of the exact simulation beside the closed form's share. */
function compared(given: Scenario, hop: Hop, requests: number, seed: number): { readonly share: number; readonly verdict: string; readonly losses: number } {
  const share = hopShare(given, hop, lagsOf(given));
  assert.ok(share !== undefined);
  const counts = [...simulatedShare(given, hop, { requests, losses: 2_000, spanMs: Number.POSITIVE_INFINITY }, seededRandom(seed))].at(-1);
  assert.ok(counts !== undefined);
  return { share, verdict: agreement(share, counts), losses: counts.losses };
}

test('a minute against a minute is lost dozens of times a day, with 30 s it is never', () => {
  const [resonant, apart] = [scenario({}), scenario({ traffic: { kind: 'periodic', periodMs: 30_000, jitterMs: 10 } })].map(forecast);
  assert.ok(resonant !== undefined && apart !== undefined);
  // Window 1 ms, deviation 10 ms: 0.04 of 1,440 a day.
  assert.ok(Math.abs(resonant.perDay - (0.0398 / 1.0398) * 1_440) < 1, `${resonant.perDay}`);
  assert.equal(apart.perDay, 0);
  assert.deepEqual(apart.interval, { low: 0, high: 0 });
});

test('half of the reuses lost are a third of the requests', () => {
  const chances = { lost: 0.5, gone: 0 };
  assert.ok(Math.abs(idleLossShare(chances, chances) - 1 / 3) < 1e-12);
  assert.equal(idleLossShare(chances, chances, 1), 0);
});

test('a client that gives up a second earlier loses nothing, and so does one request per connection', () => {
  const changed = (change: Partial<Hop>): number | undefined => forecast(scenario({ isThrottled: true, hops: [{ ...vminsert, ...change }] }))?.perDay;
  assert.ok((changed({}) ?? 0) > 50);
  assert.equal(changed({ clientIdleMs: 59_000 }), 0);
  assert.equal(changed({ clientMaxRequests: 1 }), 0);
  assert.equal(changed(server(3_900_000)), 0);
});

test('a retry saves what a single connection loses', () => {
  assert.equal(forecast(scenario({ retries: 2 }))?.perDay, 0);
});

test('of several pools a second one can be in the window, if it is wider than a period', () => {
  const envoy: Hop = { name: 'gateway', envoyServerIdleMs: 5_000, clientIdleMs: 3_600_000, rttMs: 1 };
  const shape = { workers: 4, hosts: 5 } as const;
  const traffic = { kind: 'periodic', periodMs: 300, jitterMs: 5 } as const;
  const given = scenario({ traffic, shape, retries: 1, hops: [envoy] });
  const { share, losses } = compared(given, envoy, 100_000, 1);
  assert.ok(share > 0 && losses > 0 && losses <= 1.2 * share * 100_000, `${share}, ${losses}`);
  const apart = scenario({ traffic: { ...traffic, periodMs: 30_000 }, shape: { ...shape, workers: 2, hosts: 1 }, retries: 1 });
  assert.equal(compared(apart, vminsert, 20_000, 1).losses, 0);
  assert.equal(forecast(apart)?.share, 0);
});

test('a path fails where its hops fail, and only there', () => {
  const sidecar: Hop = { name: 'sidecar', envoyServerIdleMs: 3_600_000, clientIdleMs: 50_000, rttMs: 0 };
  const whole = forecast(scenario({ hops: [sidecar, vminsert] }));
  assert.deepEqual(
    whole?.hops.map(({ hop, perDay }) => [hop.name, perDay > 0]),
    [
      ['sidecar', false],
      ['vminsert', true],
    ],
  );
  assert.ok(Math.abs((whole?.perDay ?? 0) - (whole?.hops[1]?.perDay ?? 0)) < 1e-9);
});

test('requests that overlap have no closed form', () => {
  assert.equal(forecast(scenario({ serviceMs: 70_000 })), undefined);
});

const hops: fc.Arbitrary<Hop> = fc.record(
  {
    name: fc.constant('server'),
    serverIdle: fc.tuple(fc.integer({ min: 500, max: 5_000 }), fc.constantFrom(0, 20, 300)).map(([minMs, spread]) => ({ minMs, maxMs: minMs + spread })),
    clientIdleMs: fc.integer({ min: 400, max: 6_000 }),
    clientMaxRequests: fc.integer({ min: 1, max: 50 }),
    rttMs: fc.integer({ min: 0, max: 40 }),
  },
  { requiredKeys: ['name', 'serverIdle', 'rttMs'] },
);
const randomly = fc.double({ min: 0.05, max: 5, noNaN: true }).map((perSecond) => ({ kind: 'random' as const, perSecond }));
/** Not far from resonance, where there is something to compare. */
const periodically = (closesMs: number): fc.Arbitrary<Scenario['traffic']> =>
  fc
    .tuple(fc.integer({ min: -100, max: 150 }), fc.double({ min: 0, max: 100, noNaN: true }))
    .map(([offset, jitterMs]) => ({ kind: 'periodic', periodMs: closesMs + offset, jitterMs }));
const scenarios: fc.Arbitrary<Scenario> = hops.chain((hop) =>
  fc.record({
    traffic: fc.oneof(randomly, periodically(hop.serverIdle?.minMs ?? 0)),
    serviceMs: fc.double({ min: 0.5, max: 60, noNaN: true }),
    shape: fc.record({ workers: fc.constantFrom(1, 1, 2), hosts: fc.constantFrom(1, 1, 3) }),
    pools: fc.integer({ min: 1, max: 100 }),
    retries: fc.constant(0),
    isThrottled: fc.boolean(),
    hops: fc.constant([hop]),
  }),
);

test('the closed form and the exact simulation agree within the error of sampling', () => {
  let [checked, rare] = [0, 0];
  fc.assert(
    fc.property(scenarios, fc.integer({ min: 1, max: 2 ** 31 }), (given, seed) => {
      const [hop] = given.hops;
      if (hop === undefined || hopShare(given, hop, lagsOf(given)) === undefined) return;
      const { verdict, share, losses } = compared(given, hop, 20_000, seed);
      checked += 1;
      if (verdict === 'too-rare') rare += 1;
      assert.notEqual(verdict, 'differs', `share ${share}, ${losses} of 20,000`);
    }),
    { seed: 503, numRuns: 40 },
  );
  assert.ok(checked - rare > 15, `${checked} checked, ${rare} too rare`);
});

test('the share is a probability, and all pools fail as often as one times their number', () => {
  fc.assert(
    fc.property(scenarios, (given) => {
      const [one, all] = [forecast({ ...given, pools: 1 }), forecast(given)];
      if (one === undefined || all === undefined) return;
      assert.ok(all.share >= 0 && all.share <= 1);
      assert.ok(Math.abs(all.perDay - one.perDay * given.pools) <= 1e-9 * all.perDay);
      assert.ok(all.interval.low <= Math.ceil(all.perDay) && all.interval.high >= Math.floor(all.perDay));
    }),
    { seed: 503, numRuns: 40 },
  );
});

test('wider windows never make a reuse safer', () => {
  const lags = fc.record({
    decisionMs: fc.integer({ min: 0, max: 10 }),
    noticeMs: fc.integer({ min: 0, max: 50 }),
    latenessMs: fc.integer({ min: 0, max: 100 }),
  });
  fc.assert(
    fc.property(hops, lags, fc.integer({ min: 300, max: 6_000 }), fc.integer({ min: 0, max: 500 }), (hop, narrow, mean, deviation) => {
      const law = normalGaps(mean, deviation);
      const before = reuseChances(law, hop, narrow).lost;
      const wider = { ...narrow, decisionMs: narrow.decisionMs + 1, noticeMs: narrow.noticeMs + 5 };
      assert.ok(reuseChances(law, hop, wider).lost >= before - 1e-9);
    }),
  );
});

test('nothing is lost where the client, late as it may be, closes before the server decides', () => {
  fc.assert(
    fc.property(
      hops,
      fc.integer({ min: 300, max: 6_000 }),
      fc.integer({ min: 0, max: 500 }),
      fc.constantFrom(quietLags, throttledLags),
      (hop, mean, deviation, lags) => {
        const first = (hop.serverIdle?.minMs ?? 0) - hop.rttMs - lags.decisionMs - lags.latenessMs;
        if (first <= 1) return;
        assert.equal(reuseChances(normalGaps(mean, deviation), { ...hop, clientIdleMs: first - 1 }, lags).lost, 0);
      },
    ),
  );
});

test('an Envoy that closes as a server loses a second, not a millisecond', () => {
  const envoy: Hop = { name: 'gateway', envoyServerIdleMs: 5_000, clientIdleMs: 3_600_000, rttMs: 1 };
  const given = scenario({ traffic: { kind: 'periodic', periodMs: 10_500, jitterMs: 200 }, hops: [envoy] });
  const { share, verdict } = compared(given, envoy, 5_000, 1);
  assert.ok(share > 0.45);
  assert.equal(verdict, 'agrees');
});

test('limits of requests and of age that come without a word are told by both', () => {
  const traffic = { kind: 'random', perSecond: 5 } as const;
  for (const limit of [{ serverMaxRequests: 10 }, { serverMaxAgeMs: 20_000 }]) {
    const hop: Hop = { name: 'server', ...server(60_000), rttMs: 30, ...limit };
    const { verdict } = compared(scenario({ traffic, serviceMs: 1, isThrottled: true, hops: [hop] }), hop, 200_000, 3);
    assert.equal(verdict, 'agrees', JSON.stringify(limit));
  }
});

test('gaps that were counted are lost as often as the simulation has it, near the close and apart from it', () => {
  for (const rttMs of [0, 20, 60])
    for (const gaps of [[4_995], [990, 2_000, 4_995], [500, 4_960, 5_100]]) {
      const hop: Hop = { name: 'server', ...server(5_000), rttMs };
      const traffic = { kind: 'counted', perSecond: 1, gaps: gaps.map((gap) => ({ from: gap - 40, to: gap + 40, count: 10 })) } as const;
      const { verdict, share, losses } = compared(scenario({ traffic, serviceMs: 20, hops: [hop] }), hop, 20_000, 11);
      assert.equal(verdict, 'agrees', JSON.stringify({ rttMs, gaps, share, losses }));
    }
});

test('a limit of age meets a periodic caller at one point of its period, jitter or not, as the simulation has it', () => {
  const wrong: string[] = [];
  let met = 0;
  for (const periodMs of [700, 1_000, 3_000, 7_300])
    for (const jitterMs of [0, 3, 60])
      for (const serverMaxAgeMs of [6_985, 10_020, 20_990, 65_695])
        for (const [rttMs, serviceMs] of [
          [0, 1],
          [30, 400],
        ] as const)
          for (const hosts of [1, 3])
            for (const isThrottled of [false, true]) {
              const hop: Hop = { name: 'server', ...server(120_000), rttMs, serverMaxAgeMs };
              const given = scenario({ traffic: { kind: 'periodic', periodMs, jitterMs }, serviceMs, isThrottled, shape: { workers: 1, hosts }, hops: [hop] });
              const { verdict, share, losses } = compared(given, hop, 10_000, 7);
              if (losses > 0) met += 1;
              if (verdict === 'differs')
                wrong.push(JSON.stringify({ periodMs, jitterMs, serverMaxAgeMs, rttMs, hosts, isThrottled, expected: share * 10_000, losses }));
            }
  assert.deepEqual(wrong, []);
  assert.ok(met > 40, String(met));
});
