import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { diagnose } from '../index.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import { readBundle } from '../sources/bundle/index.ts';
import { casesFolder } from './recorded-cases.ts';

const root = join(casesFolder, 'healthy-proxies');
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();

test('proxies under ten settings are recorded', () => assert.equal(folders.length, 10));

for (const name of folders) {
  const alone = join(root, name);
  const given: readonly (readonly [string, readonly string[]])[] = [
    ['alone', [alone]],
    ['with the objects of its cluster', [alone, join(root, 'cluster.yaml')]],
    ['with all that istiod says of itself', [alone, join(root, 'cluster.yaml'), join(root, 'istiod.log'), join(root, 'istiod-metrics.txt')]],
  ];
  for (const [how, paths] of given) test(`${name}, ${how}, is healthy`, async () => assertHealthy(diagnose(await readBundle(paths))));
}

test('both proxies of one minute together are healthy', async () => {
  for (const pair of [
    ['05-vminsert-strict-mtls', '06-vmalert-strict-mtls'],
    ['09-vminsert-json-access-log', '10-vmalert-json-access-log'],
  ]) {
    assertHealthy(diagnose(await readBundle([...pair.map((name) => join(root, name)), join(root, 'cluster.yaml')])));
  }
});

function assertHealthy(diagnosis: Diagnosis): void {
  const named = diagnosis.incidents.flatMap(({ target, causes }) => causes.map(({ id, verdict }) => `${target}: ${id} ${verdict}`));
  assert.equal(diagnosis.verdict, 'healthy', `${diagnosis.reason.text} ${named.join(', ')}`);
  assert.deepEqual(diagnosis.incidents, []);
  assert.deepEqual(
    diagnosis.outcomes.filter(({ status }) => status === 'crashed'),
    [],
  );
}
