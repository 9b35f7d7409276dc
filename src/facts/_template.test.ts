import assert from 'node:assert/strict';
import test from 'node:test';
import { factOf, manifest } from '../testing/index.ts';
import { templateId } from './_template.ts';

test('template-id: lists each pod once with its place', () => {
  const entries = factOf(templateId, [manifest`{ apiVersion: v1, kind: Pod, metadata: { name: vminsert-0, namespace: monitoring } }`]);
  assert.deepEqual(
    entries.map(({ name, at }) => [name, at.artifact]),
    [['vminsert-0', 'pods']],
  );
});
