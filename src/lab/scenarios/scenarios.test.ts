import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import test from 'node:test';
import { registry } from '../../index.ts';
import { scenarios } from './index.ts';

const known: ReadonlySet<string> = new Set(['healthy', 'undecided', ...registry.causes.map(({ id }) => id)]);

test('there are scenarios for at least thirty faults and six healthy ones', () => {
  const healthy = scenarios.filter(({ truth }) => truth.cause === 'healthy');
  assert.ok(healthy.length >= 6, `${healthy.length} healthy`);
  assert.ok(scenarios.length - healthy.length >= 30, `${scenarios.length - healthy.length} faults`);
});

test('every file that is named as a scenario holds the scenario of that id', () => {
  const files = new Set(readdirSync(import.meta.dirname).map((name) => name.replace(/\.ts$/, '')));
  assert.deepEqual(
    scenarios.filter(({ id }) => !files.has(id)).map(({ id }) => id),
    [],
  );
});

for (const { id, title, breaks, truth, observe, fix, live } of scenarios) {
  test(`${id}: causes exist, no truth is forbidden, and it says in both languages what it breaks`, () => {
    const ofLive = live === undefined ? [] : [live.cause ?? truth.cause, ...(live.acceptableAlso ?? [])];
    assert.ok(!ofLive.some((cause) => truth.mustNot.includes(cause)));
    const named = [truth.cause, ...(truth.acceptableAlso ?? []), ...truth.mustNot, ...ofLive];
    assert.deepEqual(
      named.filter((cause) => !known.has(cause)),
      [],
    );
    assert.ok(!truth.mustNot.some((cause) => cause === truth.cause || truth.acceptableAlso?.includes(cause)));
    for (const words of [title, breaks, ...(fix === undefined ? [] : [fix.title])]) {
      assert.notEqual(words.en, '');
      assert.match(words['zh-TW'], /\p{Script=Han}/u);
    }
    assert.ok(observe.length > 0, 'what proves that it broke?');
  });
}
