import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnosis, NearbyChange } from '../model/diagnosis.ts';
import { makeCatalogue } from '../text/catalogue.ts';
import { reportParts } from '../text/report-parts.ts';
import { diagnosed } from './__golden__/diagnosed.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderText } from './render-text.ts';

const scaledDown = (subject: string, beforeMs: number): NearbyChange => ({
  at: '2026-11-22T10:00:00.000Z',
  what: { id: 'change/scaled', text: `${subject}: Scaled down`, data: { subject, detail: 'Scaled down' } },
  source: 'event',
  subject: { kind: 'Deployment', namespace: 'shop', name: 'orders' },
  beforeMs,
  burst: '2026-11-22T10:00:04.000Z',
  evidence: { kind: 'event', at: { artifact: 'events', file: 'events.yaml' }, reason: 'ScalingReplicaSet', text: 'Scaled down', count: 1 },
});
const withAround = (...around: readonly NearbyChange[]): Diagnosis => ({
  ...diagnosed,
  incidents: diagnosed.incidents.map((incident) => ({ ...incident, around })),
});

test('what happened around the failures is told with its time, its source and its distance, in both languages', () => {
  const diagnosis = withAround(scaledDown('Deployment orders', 4_000), scaledDown('Deployment orders', -2_000));
  const text = renderText(diagnosis, { width: 200 });
  assert.match(text, /What happened around the failures\n +2026-11-22 10:00:00 UTC +Deployment orders: Scaled down \(event\); failures begin 4 s later\n/);
  assert.match(text, /failures began 2 s earlier/);
  assert.match(renderMarkdown(diagnosis), /\*\*2026-11-22 10:00:00 UTC\*\*: Deployment orders: Scaled down \(event\); failures begin 4 s later/);
  const chinese = renderText(diagnosis, { width: 200, catalogue: makeCatalogue('zh-TW', ...reportParts) });
  assert.match(chinese, /失敗前後發生的事\n.*Deployment orders：Scaled down（事件）；4 s 後開始失敗/);
});

test('where nothing is known to have changed there is no such part', () => assert.doesNotMatch(renderText(diagnosed), /What happened around/));

test('a name with control characters is shown, not obeyed', () => {
  const text = renderText(withAround(scaledDown('Deployment \u001B[31mred', 1_000)), { width: 200 });
  assert.ok(!text.includes('\u001B'));
});
