import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { definedResources } from './definitions.ts';

const folder = join(import.meta.dirname, '../../fixes');

test('every custom kind that a fix makes has its definition read', () => {
  const written = globSync('*/*.ts', { cwd: folder }).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/apiVersion: '([\w.-]+\.istio\.io|gateway\.networking\.k8s\.io)\/\w+',\s+kind: '(\w+)'/g)].map(
      ([, group, kind]) => `${group}/${kind}`,
    ),
  );
  const defined = definedResources.map(({ api, kind }) => `${api.split('/')[2]}/${kind}`);
  assert.ok(written.length >= 2, 'the pattern finds what fixes make');
  assert.deepEqual(
    written.filter((one) => !defined.includes(one)),
    [],
  );
});
