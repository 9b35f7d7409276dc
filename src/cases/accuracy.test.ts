import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { accuracyOf, reliabilityOf, type Trial, trialOf } from './accuracy.ts';
import { besideInnocent, innocents } from './innocents.ts';
import { builtSpecimens } from './built-specimens.ts';
import { judge } from './specimen.ts';
import { diagnose } from '../index.ts';

const [incident] = builtSpecimens();
assert.ok(incident !== undefined);

test('an answer is right by its cause, wrong by another one, and never right where it is accused falsely', () => {
  const diagnosis = diagnose(incident.snapshot);
  assert.deepEqual(judge(diagnosis, incident), { outcome: 'right' });
  assert.equal(judge(diagnosis, { ...incident, truth: ['oom-killed'], not: [] }).outcome, 'wrong');
  assert.equal(judge(diagnosis, { ...incident, not: incident.truth }).outcome, 'wrong');
  assert.equal(judge({ ...diagnosis, verdict: 'healthy', incidents: [], causes: [] }, incident).outcome, 'wrong');
  assert.equal(judge({ ...diagnosis, verdict: 'undecided', incidents: [], causes: [] }, incident).outcome, 'undecided');
});

test('trials are counted for the cause that happened, and for those that the incident looks like', () => {
  const trial: Trial = trialOf(incident, 'whole', 'whole', incident.snapshot, true);
  const [own, like, other] = accuracyOf([incident.truth[0] ?? '', incident.not[0] ?? '', 'dns-failure'], [trial]);
  assert.deepEqual([own?.positive.right, own?.nearMiss.right, like?.positive.right, like?.nearMiss.right], [1, 0, 0, 1]);
  assert.deepEqual(other?.positive, { right: 0, undecided: 0, wrong: 0 });
});

test('every claim falls into one bin, and the Brier score is that of a coin where all are even', () => {
  const claim = fc.record({ confidence: fc.double({ min: 0.01, max: 1, noNaN: true }), isRight: fc.boolean() });
  fc.assert(
    fc.property(fc.array(claim), (claims) => {
      const { bins, brier } = reliabilityOf(claims);
      assert.equal(
        bins.reduce((sum, bin) => sum + bin.claims, 0),
        claims.length,
      );
      assert.ok(brier >= 0 && brier <= 1);
    }),
  );
  assert.equal(reliabilityOf([true, false].map((isRight) => ({ confidence: 0.5, isRight }))).brier, 0.25);
});

test('an innocent fault is laid beside, and what was there stays', () => {
  const beside = innocents.flatMap((innocent) => besideInnocent(incident.snapshot, innocent, 'shop') ?? []);
  assert.ok(beside.length >= 2);
  for (const { artifacts } of beside) {
    const pods = (snapshot: typeof artifacts): readonly unknown[] => {
      const gathered = snapshot['pods'];
      return gathered?.status === 'ok' && Array.isArray(gathered.value) ? gathered.value : [];
    };
    assert.deepEqual(pods(artifacts).slice(0, 2), pods(incident.snapshot.artifacts));
  }
});
