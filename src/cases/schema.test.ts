import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { renderJson } from '../report/index.ts';
import { caseIds, diagnosisOf } from './recorded-cases.ts';

const schema: unknown = JSON.parse(readFileSync(new URL('../../docs/schema/diagnosis.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema as object); // ajv takes any object and judges it itself

for (const id of caseIds()) {
  test(`the JSON of ${id} keeps to the published schema`, async () => {
    validate(JSON.parse(renderJson(await diagnosisOf(id))));
    assert.deepEqual(validate.errors ?? [], []);
  });
}
