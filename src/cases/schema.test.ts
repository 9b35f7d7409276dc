import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { renderJson } from '../report/index.ts';
import { diagnose } from '../index.ts';
import { readBundle } from '../sources/bundle/index.ts';
import { caseIds, casesFolder, diagnosisOf } from './recorded-cases.ts';

const schema: unknown = JSON.parse(readFileSync(new URL('../../docs/schema/diagnosis.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema as object); // ajv takes any object and judges it itself

for (const id of caseIds()) {
  test(`the JSON of ${id} keeps to the published schema`, async () => {
    validate(JSON.parse(renderJson(await diagnosisOf(id))));
    assert.deepEqual(validate.errors ?? [], []);
  });
}

test('the JSON of failures that other proxies tell keeps to it as well', async () => {
  for (const part of ['kinds', 'nginx-race']) {
    validate(JSON.parse(renderJson(diagnose(await readBundle([`${casesFolder}/other-proxies/${part}`])))));
    assert.deepEqual(validate.errors ?? [], [], part);
  }
});
