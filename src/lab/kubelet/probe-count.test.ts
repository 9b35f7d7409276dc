import assert from 'node:assert/strict';
import test from 'node:test';
import type { Probe } from './pod.ts';
import { countProbe, type ProbeCount } from './probe-count.ts';

function verdicts(results: string, probe: Probe): readonly (string | undefined)[] {
  let count: ProbeCount | undefined;
  return [...results].map((result) => {
    const counted = countProbe(count, result === '+', probe);
    count = counted;
    return counted.verdict;
  });
}

test('three failures in a row are a failure where nothing else is said', () => {
  assert.deepEqual(verdicts('--+---', {}), [undefined, undefined, 'success', undefined, undefined, 'failure']);
});

test('thresholds are the probe’s own', () => {
  assert.deepEqual(verdicts('-++', { failureThreshold: 1, successThreshold: 2 }), ['failure', undefined, 'success']);
});
