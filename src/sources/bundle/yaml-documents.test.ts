import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { readYamlDocuments } from './yaml-documents.ts';

const names = (text: string): readonly unknown[] =>
  readYamlDocuments(text, 100_000).documents.map(({ value }) => (typeof value === 'object' && value !== null && 'kind' in value ? value.kind : value));

test('a broken document does not lose the others', () => {
  const { documents, broken } = readYamlDocuments('kind: A\n---\nkind: "B\n  x: [\n---\nkind: C\n', 1000);
  assert.deepEqual(documents, [
    { value: { kind: 'A' }, line: 1 },
    { value: { kind: 'C' }, line: 6 },
  ]);
  assert.deepEqual(
    broken.map(({ line }) => line),
    [3],
  );
});

test('outputs of several commands in one file are taken apart', () => {
  assert.deepEqual(
    names('$ kubectl get svc a -o yaml\napiVersion: v1\nkind: Service\nmetadata:\n  name: a\n$ kubectl get pod b -o yaml\napiVersion: v1\nkind: Pod\n'),
    ['Service', 'Pod'],
  );
});

test('a list that is cut off keeps its complete items', () => {
  const text = 'apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: "b';
  const { documents, broken } = readYamlDocuments(text, 1000);
  assert.deepEqual(documents[0]?.value, { kind: 'List', items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } }] });
  assert.equal(documents.length, 1);
  assert.equal(broken[0]?.line, 7);
});

test('timestamps stay text, a key given twice is tolerated, comments are no document', () => {
  assert.deepEqual(readYamlDocuments('at: 2026-11-22T17:40:10Z\nat: 2026-11-22\n', 100).documents[0]?.value, { at: '2026-11-22' });
  assert.deepEqual(readYamlDocuments('# nothing\n---\n# here\n', 100), { documents: [], broken: [], huge: [] });
});

test('a custom tag is refused', () => {
  assert.equal(readYamlDocuments('a: !!js/function "x"\n', 100).documents.length, 0);
});

test('an alias bomb is left out, and so is a document that contains itself', () => {
  const bomb = [
    'a0: &a0 [x,x,x,x,x,x,x,x,x,x]',
    ...Array.from({ length: 9 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array.from({ length: 10 }, () => `*a${index}`).join(',')}]`),
  ].join('\n');
  assert.deepEqual(readYamlDocuments(bomb, 100_000).huge, [1]);
  assert.deepEqual(readYamlDocuments('kind: A\nself: &s [*s]\n', 100).documents, []);
});

test('arbitrary text never throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('apiVersion: v1\n', '---\n', '- ', 'a: ', '\n', '"', '[', '&a ', '*a', ' ') }),
      (text) => void readYamlDocuments(text, 1000),
    ),
  );
});
