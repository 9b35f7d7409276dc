import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readBundle } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'why503-test-'));
after(() => rmSync(root, { recursive: true, force: true }));

const bomb = `apiVersion: v1\nkind: Pod\na0: &a0 [1,1,1,1,1,1,1,1,1]\n${Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array.from({ length: 9 }, () => `*a${n}`).join(',')}]`).join('\n')}\n`;

/** Documents that make parsers fall over, run for ever or write where they should not. */
const documents: readonly (readonly [name: string, file: string, text: string])[] = [
  ['JSON nested a million deep', 'a.json', `{"kind":"Pod","apiVersion":"v1","spec":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`],
  ['JSON that opens and never closes', 'a.json', `{"kind":"PodList","items":[${'{"a":['.repeat(300_000)}`],
  ['broken JSON over and over', 'a.json', '{"a":}{]}['.repeat(5_000)],
  ['YAML nested deep', 'a.yaml', `apiVersion: v1\nkind: Pod\nspec: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['a YAML alias bomb', 'a.yaml', bomb],
  ['YAML that contains itself', 'a.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: &m\n  name: a\n  labels: *m\n'],
  ['keys of the prototype', 'a.json', '{"kind":"Pod","apiVersion":"v1","__proto__":{"polluted":1},"metadata":{"name":"__proto__","namespace":"constructor"}}'],
  [
    'lines made for slow regular expressions',
    'a.log',
    [
      `2026-11-22T17:21:58Z ${'\t '.repeat(100_000)}`,
      '[ '.repeat(200_000),
      `time="${'\\'.repeat(500_000)}`,
      '://'.repeat(300_000),
      'password='.repeat(100_000),
      `${' '.repeat(900_000)}x`,
    ].join('\n'),
  ],
];

for (const [name, file, text] of documents) {
  test(`${name}: read to the end, within seconds`, { timeout: 20_000 }, async () => {
    const folder = mkdtempSync(join(root, 'case-'));
    writeFileSync(join(folder, file), text);
    const snapshot = await readBundle([folder]);
    assert.equal(snapshot.coverage.files, 1);
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
    for (const [artifact, gathered] of Object.entries(snapshot.artifacts)) assert.notEqual(gathered.status, 'failed', artifact);
  });
}

test('thousands of small files are read at once, each to its end', { timeout: 20_000 }, async () => {
  const folder = mkdtempSync(join(root, 'many-'));
  for (let at = 0; at < 3_000; at += 1) {
    if (at % 500 === 0) mkdirSync(join(folder, String(at)));
    writeFileSync(join(folder, String(at - (at % 500)), `${at}.log`), '2026-11-22T17:27:41.952675Z\tinfo\tready\n');
  }
  const { coverage } = await readBundle([folder]);
  assert.equal(coverage.files, 3_000);
  assert.equal(coverage.read.find(({ artifact }) => artifact === 'container-logs')?.files.length, 3_000);
});
