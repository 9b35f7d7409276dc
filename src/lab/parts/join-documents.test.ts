import assert from 'node:assert/strict';
import test from 'node:test';
import { joinDocuments } from './join-documents.ts';

const crd = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  names:\n    kind: Gateway';
const policy = 'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy';

test('files become documents of one file, whether or not they begin with a separator', () => {
  assert.equal(joinDocuments([`---\n${crd}\n`, `${policy}\n---\n`]), `---\n${crd}\n---\n${policy}\n`);
});

test('of a kind, only its documents are kept, and a nested kind does not count', () => {
  assert.equal(joinDocuments([`${policy}\n---\n${crd}`], 'CustomResourceDefinition'), `---\n${crd}\n`);
  assert.equal(joinDocuments([crd], 'Gateway'), '');
});
