import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnosis, Incident } from '../model/diagnosis.ts';
import { diagnosed } from './__golden__/diagnosed.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderText } from './render-text.ts';

const [first] = diagnosed.incidents;
assert.ok(first !== undefined);
const [cause] = first.causes;
assert.ok(cause !== undefined);
const night: Incident = {
  ...first,
  from: '2026-11-22T02:00:00.000Z',
  to: '2026-11-22T02:00:09.000Z',
  failures: 12,
  causes: [{ ...cause, id: 'oom-killed', explains: 1 }],
};
const day: Incident = {
  ...first,
  id: 'incident-2',
  from: '2026-11-22T00:00:00.000Z',
  to: '2026-11-22T23:10:00.000Z',
  failures: 7,
  causes: [
    { ...cause, explains: 0.8 },
    { ...cause, id: 'app-crashed', explains: 0.2 },
  ],
};
const withBoth: Diagnosis = { ...diagnosed, incidents: [night, day], causes: night.causes };

test('several incidents are listed with times, the gravest first, and with shares where a cause is not all', () => {
  const text = renderText(withBoth, { width: 160 });
  const overview = text.slice(text.indexOf('Groups of failures, the gravest first'), text.indexOf('Path\n'));
  assert.match(overview, /1 +2026-11-22 02:00:00 - 02:00:09 UTC +\S+ +12 +oom-killed\n/);
  assert.match(overview, /2 +2026-11-22 00:00:00 - 23:10:00 UTC +\S+ +7 +keepalive-idle-mismatch 80 %, app-crashed 20 %/);
  assert.match(renderMarkdown(withBoth), /\| 2 \| 2026-11-22 00:00:00 - 23:10:00 UTC \|/);
});

test('one incident needs no list', () => assert.doesNotMatch(renderText(diagnosed), /Groups of failures/));

test('two causes of one incident are both named at the top, each with its share', () => {
  const text = renderText({ ...diagnosed, incidents: [day], causes: day.causes }, { width: 160 });
  const head = text.slice(0, text.indexOf('Path\n'));
  assert.match(head, /keepalive-idle-mismatch: .*\(80 % of the failures\)/);
  assert.match(head, /app-crashed: .*\(20 % of the failures\)/);
});
