import assert from 'node:assert/strict';
import test from 'node:test';
import { createCorrelator, type EventDraft } from './event-correlator.ts';

const object = { kind: 'Pod', name: 'web-0', namespace: 'shop', uid: '1' };
const draft = (message: string, other: Partial<EventDraft> = {}): EventDraft => ({
  object,
  type: 'Warning',
  reason: 'Unhealthy',
  message,
  component: 'kubelet',
  ...other,
});

test('the same event again raises a count', () => {
  const { take } = createCorrelator();
  const [first, second] = [take(draft('a'), 0), take(draft('a'), 1000)];
  assert.equal(first.to, 'create');
  assert.deepEqual([second.to, second.to === 'count' && second.count], ['count', 2]);
});

test('containers of one pod are counted apart', () => {
  const { take } = createCorrelator();
  take(draft('a', { object: { ...object, fieldPath: 'spec.containers{web}' } }), 0);
  assert.equal(take(draft('a', { object: { ...object, fieldPath: 'spec.containers{istio-proxy}' } }), 0).to, 'create');
});

test('the tenth similar message begins a combined event', () => {
  const { take } = createCorrelator();
  const taken = Array.from({ length: 11 }, (_, index) => take(draft(`port ${index}`), 0));
  assert.deepEqual(
    taken.map((each) => each.to),
    [...Array.from({ length: 10 }, () => 'create'), 'count'],
  );
  assert.equal(taken[9]?.to === 'create' && taken[9].message, '(combined from similar events): port 9');
});

test('an object may have 25 events at once and one more every five minutes', () => {
  const { take } = createCorrelator();
  const burst = Array.from({ length: 26 }, () => take(draft('a'), 0).to);
  assert.deepEqual([burst[24], burst[25]], ['count', 'drop']);
  assert.equal(take(draft('a'), 299_000).to, 'drop');
  assert.equal(take(draft('a'), 301_000).to, 'count');
  assert.equal(take(draft('a', { object: { ...object, name: 'web-1' } }), 0).to, 'create');
});
