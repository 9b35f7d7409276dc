import assert from 'node:assert/strict';
import test from 'node:test';
import { forecast } from './forecast.ts';
import type { Hop } from './hop.ts';
import { resonance } from './resonance.ts';
import type { Scenario } from './scenario.ts';

const hop: Hop = { name: 'server', serverIdle: { minMs: 60_000, maxMs: 60_000 }, clientIdleMs: 3_600_000, rttMs: 0 };
const every = (periodMs: number, own: Hop = hop): Scenario => ({
  traffic: { kind: 'periodic', periodMs, jitterMs: 5 },
  serviceMs: 20,
  shape: { workers: 1, hosts: 1 },
  pools: 1,
  retries: 0,
  isThrottled: false,
  hops: [own],
});
const kindOf = (periodMs: number, share: number, own: Hop = hop): string | undefined => resonance(every(periodMs, own), own, share)?.kind;

test('what counts is the period less the answer', () => {
  assert.deepEqual(resonance(every(60_020), hop, 0.25), { kind: 'meets', gapMs: 60_000, closesMs: 60_000, closesToMs: 60_000, periodMs: 60_020, oneIn: 4 });
});

test('before, near and after the close are told apart', () => {
  assert.deepEqual(
    [30_000, 58_000, 62_000, 90_000].map((period) => kindOf(period, 0)),
    ['before', 'near', 'near', 'after'],
  );
});

test('a client that has given up long before makes the server harmless', () => {
  assert.equal(kindOf(60_000, 0, { ...hop, clientIdleMs: 50_000 }), 'client-first');
  assert.equal(kindOf(60_000, 0, { ...hop, clientIdleMs: 59_500 }), 'near');
});

test('without a close or without a period there is nothing to meet', () => {
  const { serverIdle: _none, ...endless } = hop;
  assert.equal(kindOf(60_000, 0, endless), undefined);
  assert.equal(resonance({ ...every(60_000), traffic: { kind: 'random', perSecond: 1 } }, hop, 0), undefined);
});

test('spread over pools a caller meets the close at a multiple of its period', () => {
  const shared = resonance({ ...every(30_000), shape: { workers: 2, hosts: 1 } }, hop, 0);
  assert.deepEqual(shared, { kind: 'shared', gapMs: 59_980, closesMs: 60_000, closesToMs: 60_000, periodMs: 30_000, pools: 2 });
});

test('a client that closes first protects every pool', () => {
  const own = { ...hop, clientIdleMs: 50_000 };
  const shared = resonance({ ...every(30_000, own), shape: { workers: 2, hosts: 1 } }, own, 0);
  assert.deepEqual(shared, { kind: 'client-first', clientIdleMs: 50_000, closesMs: 60_000 });
});

test('what an age limit costs is no meeting with the idle limit', () => {
  const own: Hop = { ...hop, serverMaxAgeMs: 20_000, rttMs: 30 };
  const given = every(5_000, own);
  const [aged] = forecast(given)?.hops ?? [];
  assert.ok(aged !== undefined && aged.share > 0.001, `${aged?.share}`);
  assert.equal(aged.idleShare, 0);
  assert.equal(resonance(given, own, aged.idleShare)?.kind, 'before');
});
