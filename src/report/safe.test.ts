import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { safe } from './safe.ts';

test('escapes are shown as a reader knows them', () => {
  assert.equal(safe('\u001b[31mred'), '\\x1b[31mred');
  assert.equal(safe('a\tb\r\n'), 'a\\tb\\r\\n');
  assert.equal(safe('\u202eabc\u200b'), '\\u202eabc\\u200b');
  assert.equal(safe('\u{e0041}'), '\\u{e0041}');
  assert.equal(safe('\ud800x'), '\\ud800x');
});

test('ordinary text of any script stays as it is', () => {
  for (const text of ['vminsert 503 UC', '逾時，請重試', 'naïve Ω Привет']) assert.equal(safe(text), text);
});

test('long text is cut with a count and never inside a character', () => {
  const cut = safe(`${'a'.repeat(1999)}${'😀'.repeat(10)}`);
  assert.ok(cut.endsWith('… (+19)'));
  assert.ok(cut.length < 2100);
  assert.doesNotMatch(cut, /ud83d/);
});

test('nothing a terminal obeys or hides is left, and saying it twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = safe(text);
      assert.doesNotMatch(once, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      assert.equal(safe(once), once);
    }),
  );
});
