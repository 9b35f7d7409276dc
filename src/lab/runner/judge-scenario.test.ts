import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnose } from '../../index.ts';
import { makeSnapshot, manifest } from '../../testing/index.ts';
import { liveProblems } from './judge-scenario.ts';
import type { LiveReading } from './read-live.ts';

const pod = manifest`{ apiVersion: v1, kind: Pod, metadata: { name: cart-0, namespace: shop }, spec: { containers: [{ name: cart }] } }`;
/** Objects alone: nothing failed and nothing was seen to succeed. */
const undecided = diagnose(makeSnapshot([pod]));
const reading: LiveReading = { archive: 'live.tar.gz', diagnosis: undecided, exitCode: 3, said: '', seconds: 2 };
const scenario = { id: 'full-table', truth: { cause: 'conntrack-exhausted', hop: 'a->b', mustNot: [] } };

test('a live diagnosis has to say what the bundle says', () => {
  assert.deepEqual(liveProblems(reading, scenario), ['verdict undecided instead of diagnosed', 'no cause instead of conntrack-exhausted']);
});

test('where the scenario tells what the API server cannot give, the live diagnosis has to say what is honest then', () => {
  const live = { cause: 'undecided', why: 'pages of the host' };
  assert.deepEqual(liveProblems(reading, { ...scenario, live }), []);
  assert.deepEqual(liveProblems(reading, { ...scenario, live: { cause: 'healthy', why: 'pages of the host' } }), [
    'verdict undecided instead of healthy',
    'no cause instead of healthy',
  ]);
});

test('a live diagnosis that is not that of its archive is wrong whatever it says', () => {
  const problems = liveProblems(
    { ...reading, parting: { live: '1 seen', archive: '2 seen' } },
    { ...scenario, live: { cause: 'undecided', why: 'pages of the host' } },
  );
  assert.deepEqual(problems, ['the diagnosis of the archive is not that of the live cluster, byte for byte: {"live":"1 seen","archive":"2 seen"}']);
});

test('a tool that printed no diagnosis is told in its own words', () => {
  const { diagnosis: _, ...none } = reading;
  assert.deepEqual(liveProblems({ ...none, exitCode: 2, said: 'The cluster gave no answer\n' }, scenario), ['exit 2: The cluster gave no answer']);
});
