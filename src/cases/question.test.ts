import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../index.ts';
import { snapshotOf } from './recorded-cases.ts';

const snapshot = await snapshotOf('keepalive-vminsert-app-hop');

test('a question about the failing path gets the answer', () => {
  const { verdict, causes } = diagnose(snapshot, { from: 'monitoring/vmalert', to: 'monitoring/vminsert:8480' });
  assert.deepEqual([verdict, causes[0]?.id], ['diagnosed', 'keepalive-idle-mismatch']);
});

test('a question about a path that nobody takes is no health', () => {
  for (const question of [{ from: 'nosuch/x' }, { to: 'nosuch/thing' }]) {
    const { verdict, reason, requests } = diagnose(snapshot, question);
    assert.deepEqual([verdict, reason.id, requests.seen], ['undecided', 'engine/noRequestsForQuestion', 0]);
  }
});

test('a stretch of time without requests is told with the time that the evidence covers', () => {
  const end = snapshot.takenAt;
  const { verdict, reason } = diagnose(snapshot, { window: { from: end - 200_000_000, to: end - 199_000_000 } });
  assert.deepEqual([verdict, reason.id], ['undecided', 'engine/noRequestsInTime']);
});

test('only requests inside the question are counted', () => {
  const all = diagnose(snapshot, {}).requests.seen;
  const lately = diagnose(snapshot, { sinceMs: 20_000 });
  assert.ok(lately.requests.seen > 0 && lately.requests.seen < all);
  assert.equal(diagnose(snapshot, { sinceMs: 1_000 }).reason.id, 'engine/healthyInPart');
});

test('only failures inside the asked stretch of time are judged, and only its requests counted', () => {
  const all = diagnose(snapshot, {});
  const [first] = all.incidents[0]?.windows ?? [];
  assert.ok(first !== undefined);
  const window = { from: Date.parse(first.from) - 1_000, to: Date.parse(first.to) + 1_000 };
  const part = diagnose(snapshot, { window });
  assert.deepEqual([part.requests.failed, part.question.window?.from], [first.failures, new Date(window.from).toISOString()]);
  assert.ok(part.requests.seen < all.requests.seen);
  assert.equal(diagnose(snapshot, { window: { from: window.to + 1_000, to: window.to + 2_000 } }).requests.failed, 0);
});

test('advice is checked where the failures were logged, by their own flags', () => {
  const [fix] = diagnose(snapshot, {}).fixes;
  assert.match(fix?.verifyWith.join('\n') ?? '', /deploy\/vminsert -c istio-proxy .*grep -cE ' \(UC\) '/);
});
