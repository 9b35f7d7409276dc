import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { displayWidth, padEnd } from './display-width.ts';
import { wrap } from './wrap.ts';
import { growsLinearly } from '../testing/grows-linearly.ts';

test('Chinese characters take two columns, combining marks none', () => {
  assert.equal(displayWidth('逾時 5 s'), 8);
  assert.equal(displayWidth('e\u0301'), 1);
  assert.equal(padEnd('時間', 6), '時間  ');
});

test('a sentence breaks at spaces', () => {
  assert.deepEqual(wrap('vminsert closes idle connections', 16), ['vminsert closes', 'idle connections']);
});

test('Chinese text breaks between characters and no line begins with a full stop', () => {
  assert.deepEqual(wrap('連線在收到回應前結束。請重試', 10), ['連線在收到', '回應前結', '束。請重試']);
});

test('a path longer than a line breaks behind a separator', () => {
  assert.deepEqual(wrap('cluster/monitoring/pods.yaml', 20), ['cluster/monitoring/', 'pods.yaml']);
});

test('no line is longer than the width and no character but spaces is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '時', '，', '/', '-', 'e\u0301') }), fc.integer({ min: 8, max: 60 }), (text, width) => {
      const lines = wrap(text, width);
      assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
      for (const line of lines) assert.ok(displayWidth(line) <= width, line);
    }),
  );
});

test('a very long word costs by its length', () => growsLinearly((size) => void wrap('x'.repeat(size), 80), 20_000));
