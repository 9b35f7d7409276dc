import assert from 'node:assert/strict';
import test from 'node:test';
import type { Change } from '../model/fix.ts';
import { type OwnManifests, ownFile } from '../sources/own-manifests/read-own-manifests.ts';
import { fixTexts } from './fix-texts.ts';
import { ownPatch } from './own-patch.ts';

const head = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'metrics-vminsert', namespace: 'monitoring' } };
const change: Change = {
  verb: 'update',
  target: { kind: 'Deployment', namespace: 'monitoring', name: 'metrics-vminsert' },
  object: { ...head, spec: { template: { spec: { containers: [{ name: 'vminsert', args: ['-http.idleConnTimeout=65m'] }] } } } },
  result: head,
  fields: [],
  undo: head,
  values: { release: 'metrics', path: ['vminsert', 'extraArgs', 'http.idleConnTimeout'], to: '65m' },
};
const files = (texts: Readonly<Record<string, string>>): OwnManifests => ({
  files: Object.entries(texts).map(([name, text]) => ownFile(name, text)),
  unread: [],
  folder: '',
});
const patch = (texts: Readonly<Record<string, string>>): ReturnType<typeof ownPatch> => ownPatch(change, files(texts), fixTexts.en);

test('what a chart writes is changed in the one file that has its values', () => {
  const values = '# ours\nvmselect: { replicaCount: 2 }\nvminsert:\n  replicaCount: 2 # two\n  extraArgs:\n    envflag.enable: true\n';
  const { file, note } = patch({ 'values/prod.yaml': values, 'other.yaml': 'kind: ConfigMap\n' });
  assert.deepEqual([file?.name, file?.text, note], ['values/prod.yaml', `${values}    http.idleConnTimeout: 65m\n`, undefined]);
});

test('of two files of values none is chosen, and a value that is there is not set again', () => {
  assert.match(patch({ 'a.yaml': 'vminsert: {}\n', 'b.yaml': 'vminsert: {}\n' }).note ?? '', /more than once \(a\.yaml, b\.yaml\)/);
  assert.match(patch({ 'a.yaml': 'vminsert: { extraArgs: { http.idleConnTimeout: 65m } }\n' }).note ?? '', /says so already/);
});

test('without a file of values it is the cluster’s object that is looked for', () => {
  assert.match(patch({ 'a.yaml': 'kind: ConfigMap\n' }).note ?? '', /Deployment metrics-vminsert does not stand in your files/);
});
