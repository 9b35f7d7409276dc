import assert from 'node:assert/strict';
import { test } from 'node:test';
import { artifactTitles } from '../text/artifacts.ts';
import { makeCatalogue } from '../text/catalogue.ts';
import { reportParts } from '../text/report-parts.ts';
import type { Diagnosis, Incident } from '../model/diagnosis.ts';
import { undecided } from './__golden__/undecided.ts';
import { renderText } from './render-text.ts';

const { coverage } = undecided.snapshot;
const missing = (['services', 'proxy-config', 'events', 'pods'] as const).map((artifact) => ({
  artifact,
  title: artifactTitles[artifact],
  collectWith: [`collect ${artifact}`],
}));
const withIncident = (change: Partial<Incident>, of: Diagnosis = undecided): Diagnosis => ({
  ...of,
  causes: [],
  outcomes: [],
  snapshot: { ...of.snapshot, coverage: { ...coverage, missing } },
  incidents: of.incidents.map((incident) => ({
    ...incident,
    unexplained: 41,
    causes: incident.causes.map((cause) => ({ ...cause, verdict: 'undecided', wouldDecide: [] })),
    ...change,
  })),
});

test('without an answer nothing is called unexplained, and the open causes are named', () => {
  const text = renderText(withIncident({}), { width: 200 });
  assert.doesNotMatch(text, /Unexplained|fit none/);
  assert.match(text, /No cause stands out; still open: oom-killed, keepalive-idle-mismatch, shutdown-race\./);
});

test('what would decide comes before the failures: the three most useful kinds that are missing, with commands', () => {
  const text = renderText(withIncident({}), { width: 200 });
  const decide = text.slice(text.indexOf('What would decide'), text.indexOf('Path\n'));
  assert.ok(text.indexOf('What would decide') < text.indexOf('What failed'));
  assert.deepEqual(
    [...decide.matchAll(/collect (\S+)/g)].map(([, artifact]) => artifact),
    ['pods', 'events', 'proxy-config'],
  );
  assert.equal(text.split('Envoy configuration dumps').length, 2, 'named once');
});

test('an answer that came from further on asks for the log of the receiving sidecar', () => {
  assert.match(renderText(withIncident({ flags: ['-'], details: ['via_upstream'] })), /Access log of the receiving sidecar/);
  assert.doesNotMatch(renderText(withIncident({})), /Access log of the receiving sidecar/);
});

test('a pasted text is sent to explain; a collection is not', () => {
  const read = [{ artifact: 'container-logs', title: 'Container logs', files: ["it's.txt"], items: 1 }];
  const pasted = (files: number): Diagnosis => ({
    ...undecided,
    incidents: [],
    snapshot: { ...undecided.snapshot, coverage: { ...coverage, files, read, skipped: [] } },
  });
  assert.ok(renderText(pasted(1)).includes("why503 explain -f 'it'\\''s.txt'"));
  assert.doesNotMatch(renderText(pasted(40)), /why503 explain/);
  assert.doesNotMatch(renderText(undecided), /why503 explain/);
});

test('a time nobody knows is left out', () => {
  assert.match(renderText(undecided), /Evidence up to/);
  assert.doesNotMatch(renderText({ ...undecided, snapshot: { ...undecided.snapshot, takenAt: '1970-01-01T00:00:00.000Z' } }), /Evidence up to/);
});

test('kinds of evidence and why they are wanting are said in the reader’s language', () => {
  const gap = { artifact: 'services', reason: 'no Services in the evidence', collectWith: [] };
  const diagnosis: Diagnosis = { ...withIncident({}), outcomes: [{ analyzer: 'x', status: 'skipped', missing: [gap] }], verdict: 'diagnosed' };
  assert.match(renderText(diagnosis, { catalogue: makeCatalogue('zh-TW', ...reportParts) }), /Service：證據中沒有 Service/);
});
