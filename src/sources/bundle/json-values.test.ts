import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { readJsonValues } from './json-values.ts';
import { growsLinearly } from '../../testing/grows-linearly.ts';

test('one value is read as it is', () => {
  assert.deepEqual(readJsonValues('{"a": [1, 2]}\n'), { values: [{ value: { a: [1, 2] }, line: 1 }], broken: [] });
});

test('values one after another, with a prompt between them, are all read', () => {
  const { values, broken } = readJsonValues(
    '$ kubectl get pod a -o json\n{\n  "kind": "Pod"\n}\n$ kubectl get svc -o json\n{"kind": "List"}{"kind":"Service"}\n',
  );
  assert.deepEqual(
    values.map(({ value, line }) => [value, line]),
    [
      [{ kind: 'Pod' }, 2],
      [{ kind: 'List' }, 6],
      [{ kind: 'Service' }, 6],
    ],
  );
  assert.deepEqual(broken, []);
});

test('a cut-off list keeps its complete items and gets back the kind that stood behind them', () => {
  const text = JSON.stringify(
    {
      apiVersion: 'v1',
      items: [
        { kind: 'Pod', metadata: { name: 'a' }, list: [1, 2] },
        { kind: 'Pod', metadata: { name: 'b' } },
        { kind: 'Pod', metadata: { name: 'c' } },
      ],
      kind: 'List',
    },
    null,
    1,
  );
  const { values, cutOff } = readJsonValues(text.slice(0, text.indexOf('"c"')));
  assert.deepEqual(values[0]?.value, {
    apiVersion: 'v1',
    items: [
      { kind: 'Pod', metadata: { name: 'a' }, list: [1, 2] },
      { kind: 'Pod', metadata: { name: 'b' } },
    ],
    kind: 'List',
  });
  assert.equal(cutOff?.kept, 2);
});

test('a broken value loses only itself', () => {
  const { values, broken } = readJsonValues('{"a": nonsense}\n{"b": 2}\n');
  assert.deepEqual(
    values.map(({ value }) => value),
    [{ b: 2 }],
  );
  assert.deepEqual(broken, [1]);
});

test('any list cut anywhere gives a prefix of its items', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.array(fc.string())))), fc.nat(), (items, at) => {
      const text = JSON.stringify({ apiVersion: 'v1', items, kind: 'List' });
      const { values } = readJsonValues(text.slice(0, 24 + (at % Math.max(1, text.length - 24))));
      for (const { value } of values) {
        if (typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items))
          assert.deepEqual(JSON.stringify(value.items), JSON.stringify(items.slice(0, value.items.length)));
      }
    }),
  );
});

test('arbitrary text never throws', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', '\n', 'a', '1') }), (text) => void readJsonValues(text)));
});

test('what opens again and again is not read again and again', () => {
  growsLinearly((size) => void readJsonValues('{\n'.repeat(size)), 10_000);
  growsLinearly((size) => void readJsonValues('{}\n{x}\n'.repeat(size)), 5_000);
});
