import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../model/analyzer.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import type { Evidence } from '../model/evidence.ts';
import { makeCatalogue } from '../text/catalogue.ts';
import { reportParts } from '../text/report-parts.ts';
import { diagnosed } from './__golden__/diagnosed.ts';
import { renderText } from './render-text.ts';

const rule = { kind: 'DestinationRule', namespace: 'alerting', name: 'vminsert' };
const at = { artifact: 'destination-rules', file: 'rules.yaml', object: rule, line: 7 };
const instead: Evidence = { kind: 'default', at, value: 3_600_000, documentedBy: { title: 'Envoy idle_timeout' } };
const finding: Finding = {
  id: 'limit/elsewhere:DestinationRule:alerting:vminsert',
  analyzer: 'limit',
  message: 'limit/elsewhere',
  severity: 'info',
  text: 'The rule acts elsewhere.',
  data: {},
  subject: rule,
  evidence: [{ kind: 'field', at: { ...at, path: 'spec.trafficPolicy.connectionPool.http.idleTimeout' }, value: '50s' }],
  withoutEffect: { meantFor: 'keepalive-idle-mismatch', instead: [instead], seeWith: ['istioctl proxy-config clusters vminsert-0 -n monitoring'] },
  bearsOn: [],
};
const withFinding = (incident: string | undefined): Diagnosis => ({
  ...diagnosed,
  findings: [...diagnosed.findings, finding],
  ineffective: [{ finding: finding.id, cause: 'keepalive-idle-mismatch', text: finding.text, ...(incident === undefined ? {} : { incident }) }],
});

test('a fix that does not fix stands before the advice, with its place, what acts instead and a command', () => {
  const text = renderText(withFinding('incident-1'), { width: 200 });
  const start = text.indexOf('Set, but without effect on these failures');
  assert.ok(start > text.indexOf('Ruled out') && start < text.indexOf('What to do'));
  const section = text.slice(start, text.indexOf('What to do'));
  for (const part of [
    'The rule acts elsewhere. (looks like a remedy for keepalive-idle-mismatch)',
    'rules.yaml:7  DestinationRule alerting/vminsert  spec.trafficPolicy.connectionPool.http.idleTimeout: 50s',
    'what acts there instead:',
    'Envoy idle_timeout',
    'istioctl proxy-config clusters vminsert-0 -n monitoring',
  ])
    assert.ok(section.includes(part), `${part} in ${section}`);
});

test('what nothing failed for is a line with its place, after the advice', () => {
  const text = renderText(withFinding(undefined), { width: 200 });
  const start = text.indexOf('Also set without effect');
  assert.ok(start > text.indexOf('What to do'));
  const section = text.slice(start, text.indexOf('What was read'));
  assert.ok(section.includes('rules.yaml:7'));
  assert.ok(!section.includes('istioctl'));
  assert.ok(!text.includes('Set, but without effect on these failures'));
});

test('the headings are said in Traditional Chinese', () => {
  const catalogue = makeCatalogue('zh-TW', ...reportParts);
  assert.match(renderText(withFinding('incident-1'), { width: 200, catalogue }), /已設定，但對這些失敗沒有作用/);
});
