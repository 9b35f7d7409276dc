import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planProbe } from './plan.ts';
import { renderReport } from './render-report.ts';
import { samples } from './__golden__/samples.ts';
import { readTarget } from './target.ts';
import { probeTexts } from './texts.ts';

const holes = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([hole]) => hole).toSorted();
const text = { output: 'text', lang: 'en', width: 80, ascii: false } as const;

test('both languages have the same texts with the same holes', () => {
  const chinese = new Map(Object.entries(probeTexts('zh-TW')));
  const english = Object.entries(probeTexts('en'));
  assert.deepEqual([...chinese.keys()].toSorted(), english.map(([id]) => id).toSorted());
  for (const [id, words] of english) assert.deepEqual(holes(chinese.get(id) ?? ''), holes(words), id);
});

for (const [name, report] of Object.entries(samples)) {
  test(`the report of the ${name} sample fills every hole, in both languages and forms`, () => {
    for (const output of ['text', 'markdown'] as const) {
      for (const lang of ['en', 'zh-TW'] as const) {
        const printed = renderReport(report, { ...text, output, lang });
        assert.doesNotMatch(printed, /\{\w+\}|undefined|NaN|Infinity/);
        assert.ok(!printed.includes('\u001b'), printed);
      }
    }
  });
}

test('every text of a report can be met: none is left over', () => {
  const printed = Object.values(samples)
    .map((report) => renderReport(report, { ...text, width: 4000 }))
    .join('\n');
  for (const id of [
    'closesBefore',
    'safe',
    'tooShort',
    'promiseLonger',
    'promiseShorter',
    'coarse',
    'surplus',
    'cell-given-up',
    'tls-untrusted',
    'deadMeasured',
    'unseen',
    'throughProxy',
    'announcedSafe',
  ] as const) {
    const [start = ''] = probeTexts('en')[id].split('{');
    assert.ok(printed.includes(start.trim()), id);
  }
});

test('a plan says what would be sent, how often, and how long it takes at most', () => {
  const plan = planProbe(readTarget('127.0.0.1:8080/health', {}, 'en'), {
    connections: 4,
    maxWait: 150_000,
    requests: 200,
    age: 60_000,
    allowLoadBalancer: true,
  });
  const printed = renderReport({ schemaVersion: 1, outcome: 'planned', plan }, { ...text, width: 4000 });
  for (const part of ['GET /health HTTP/1.1', 'Host: 127.0.0.1:8080', '200 requests', '3 connections', '150 s', '60 s', '4 connections at once'])
    assert.ok(printed.includes(part), `${part} in\n${printed}`);
});
