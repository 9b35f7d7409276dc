import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { planProbe } from './plan.ts';
import { renderReport } from './render-report.ts';
import { samples } from './__golden__/samples.ts';
import { readTarget } from './target.ts';

const schema: unknown = JSON.parse(readFileSync(new URL('../../docs/schema/probe.schema.json', import.meta.url), 'utf8'));
assert.ok(typeof schema === 'object' && schema !== null);
const isReport = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(schema);
const json = { output: 'json', lang: 'en', width: 80, ascii: false } as const;

for (const [name, report] of Object.entries(samples)) {
  test(`the JSON of the ${name} sample fits the published schema`, () => {
    assert.ok(isReport(JSON.parse(renderReport(report, json))), JSON.stringify(isReport.errors, undefined, 1));
  });
}

test('the JSON of a plan fits the published schema', () => {
  const plan = planProbe(readTarget('https://orders:8443/health', {}, 'en'), {
    connections: 4,
    maxWait: 150_000,
    requests: 1100,
    age: 60_000,
    allowLoadBalancer: true,
  });
  assert.ok(isReport(JSON.parse(renderReport({ schemaVersion: 1, outcome: 'planned', plan }, json))), JSON.stringify(isReport.errors));
  assert.ok(!isReport({ schemaVersion: 1, outcome: 'planned', plan: { ...plan, extra: 1 } }));
});

test('the schema refuses a field it does not know, a missing one and a wrong word', () => {
  const [sample] = Object.values(samples);
  assert.ok(sample !== undefined);
  assert.ok(!isReport({ ...sample, extra: 1 }));
  const { idle: _idle, ...incomplete } = sample;
  assert.ok(!isReport(incomplete));
  assert.ok(!isReport({ ...sample, outcome: 'healthy' }));
});
