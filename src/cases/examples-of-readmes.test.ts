import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { diagnose } from '../index.ts';
import { exampleOf, makeSnapshot } from '../testing/index.ts';

/** Causes that a diagnosis names (`likely` or better), over all incidents of a README's example. */
function namedBy(analyzer: string, heading: 'Broken' | 'Healthy'): readonly string[] {
  const readme = readFileSync(join(import.meta.dirname, '../analyzers', analyzer, 'README.md'), 'utf8');
  const { incidents } = diagnose(makeSnapshot(exampleOf(readme, heading)));
  return incidents.flatMap(({ causes }) => causes.filter(({ verdict }) => verdict === 'confirmed' || verdict === 'likely').map(({ id }) => id));
}

/** Analyzers whose example alone is enough for an answer, against everything else that fits the same rows. */
const enough: readonly (readonly [analyzer: string, cause: string])[] = [
  ['oversized-headers', 'header-limit'],
  ['replaced-listener', 'listener-drain'],
  ['unreadable-response', 'malformed-response'],
  ['strained-proxy', 'proxy-overloaded'],
  ['rate-refusal', 'rate-limited'],
  ['refused-upgrade', 'upgrade-broken'],
  ['early-route', 'rollout-ordering'],
];
for (const [analyzer, cause] of enough) {
  test(`the broken example of ${analyzer} names ${cause} and nothing else, the healthy one nothing`, () => {
    assert.deepEqual(namedBy(analyzer, 'Broken'), [cause]);
    assert.deepEqual(namedBy(analyzer, 'Healthy'), []);
  });
}

// times alone fit a time limit as well, and one bundle is too little for a defect
for (const analyzer of ['overloaded-survivors', 'version-bound-failures']) {
  test(`the example of ${analyzer} is not enough to name a cause`, () => {
    assert.deepEqual(namedBy(analyzer, 'Broken'), []);
    assert.deepEqual(namedBy(analyzer, 'Healthy'), []);
  });
}
