import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { analyzers, analyzersZhTW } from '../analyzers/index.ts';
import { causes, causesZhTW } from '../causes/index.ts';
import { explainCause } from '../explain/explain-cause.ts';
import { type CauseSources, explain } from '../explain/index.ts';
import { diagnosed } from './__golden__/diagnosed.ts';
import { healthy } from './__golden__/healthy.ts';
import { undecided } from './__golden__/undecided.ts';
import { renderJson } from './render-json.ts';

function validator(name: string): ValidateFunction {
  const schema: unknown = JSON.parse(readFileSync(new URL(`../../docs/schema/${name}`, import.meta.url), 'utf8'));
  assert.ok(typeof schema === 'object' && schema !== null);
  return new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true }).compile(schema);
}

const isDiagnosis = validator('diagnosis.schema.json');
const sources: CauseSources = { causes, causesZhTW, analyzers, analyzersZhTW };
const isExplanation = validator('explain.schema.json');

for (const [name, diagnosis] of Object.entries({ diagnosed, healthy, undecided })) {
  test(`the JSON of the ${name} sample fits the published schema`, () => {
    assert.ok(isDiagnosis(JSON.parse(renderJson(diagnosis))), JSON.stringify(isDiagnosis.errors, undefined, 1));
  });
}

test('a diagnosis with settings without effect fits it', () => {
  const [finding] = diagnosed.findings;
  assert.ok(finding !== undefined);
  const instead = [finding.evidence[0]] as const;
  const findings = [{ ...finding, withoutEffect: { meantFor: 'keepalive-idle-mismatch', instead, seeWith: ['istioctl proxy-status'] } }];
  const ineffective = [{ finding: finding.id, cause: 'keepalive-idle-mismatch', text: finding.text, incident: 'incident-1' }] as const;
  assert.ok(isDiagnosis(JSON.parse(renderJson({ ...diagnosed, findings, ineffective }))), JSON.stringify(isDiagnosis.errors));
  assert.ok(!isDiagnosis({ ...diagnosed, ineffective: [] }));
});

test('the schema refuses a field it does not know, a missing one and a wrong word', () => {
  assert.ok(!isDiagnosis({ ...diagnosed, extra: 1 }));
  const { reason: _reason, ...incomplete } = diagnosed;
  assert.ok(!isDiagnosis(incomplete));
  assert.ok(!isDiagnosis({ ...diagnosed, verdict: 'broken' }));
  assert.ok(!isDiagnosis({ ...diagnosed, causes: diagnosed.causes.map((cause) => ({ ...cause, confidence: 2 })) }));
});

test('what explain says of keep-alive defaults fits the published schema', () => {
  const inputs = ['keep-alive', 'tomcat keep-alive', 'tomcta keep-alive', '503 UC'].flatMap((text) => [explain(text), explain(text, { language: 'zh-TW' })]);
  assert.ok(isExplanation(JSON.parse(JSON.stringify({ schemaVersion: 1, inputs }))), JSON.stringify(isExplanation.errors, undefined, 1));
});

test('what explain says of versions fits the published schema', () => {
  const inputs = [explain('UC'), explain('503 UC,URX', { istio: '1.31', language: 'zh-TW' }), explain('UPE', { envoy: '1.17' })];
  assert.ok(inputs.every(({ versions }) => versions !== undefined));
  assert.ok(isExplanation(JSON.parse(JSON.stringify({ schemaVersion: 1, inputs }))), JSON.stringify(isExplanation.errors, undefined, 1));
});

test('the page of every cause fits the published schema, in both languages', () => {
  const inputs = causes.flatMap(({ id }) => [explainCause(id, sources), explainCause(id, sources, { language: 'zh-TW' })]);
  assert.ok(isExplanation(JSON.parse(JSON.stringify({ schemaVersion: 1, inputs }))), JSON.stringify(isExplanation.errors?.slice(0, 5), undefined, 1));
});

test('an explanation fits its schema, and one without its causes does not', () => {
  const input = {
    text: '503 UC',
    recognized: true,
    kind: 'flag',
    fields: { flag: 'UC', code: 503 },
    writtenBy: { by: 'some-envoy', sure: 'certain', says: 'an Envoy wrote this' },
    causes: [{ id: 'oom-killed', title: 't', why: 'w', separatedBy: ['restarts'] }],
    next: [{ id: 'restarts', observation: 'o', command: 'kubectl get pods', separates: ['oom-killed'] }],
  };
  assert.ok(isExplanation({ schemaVersion: 1, inputs: [input] }), JSON.stringify(isExplanation.errors));
  const { causes: _causes, ...incomplete } = input;
  assert.ok(!isExplanation({ schemaVersion: 1, inputs: [incomplete] }));
});
