import assert from 'node:assert/strict';
import test from 'node:test';
import { problemsOf } from '../testing/judge.ts';
import { caseIds, diagnosisOf, snapshotOf, truthOf } from './recorded-cases.ts';

/** Reasons for which a file may be passed over without loss. */
const HARMLESS: ReadonlySet<string> = new Set(['coverage/emptyFile', 'coverage/emptyList']);
/** What `istioctl bug-report` adds about itself: no evidence of any request. */
const ABOUT_ITSELF = /(?:^|\/)(?:versions|cluster-context|bug-report\.log)$/;

test('there are recorded incidents, broken and healthy', () => {
  const causes = caseIds().map((id) => truthOf(id).cause);
  assert.ok(causes.length >= 14, `${causes.length} cases`);
  assert.ok(causes.includes('healthy'));
});

for (const id of caseIds()) {
  test(`${id}: the answer is what happened, at the right hop, and nobody else is accused`, async () => {
    assert.deepEqual(problemsOf(await diagnosisOf(id), truthOf(id)), []);
  });

  test(`${id}: every file of the evidence is understood`, async () => {
    const { coverage } = await snapshotOf(id);
    const lost = coverage.skipped
      .filter(({ file, reason }) => !HARMLESS.has(reason.id) && !ABOUT_ITSELF.test(file))
      .map(({ file, reason }) => `${file}: ${reason.text}`);
    assert.deepEqual(lost, []);
  });
}
