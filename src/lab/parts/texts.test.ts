import assert from 'node:assert/strict';
import test from 'node:test';
import { partError } from './part-error.ts';
import { setupTexts } from './texts.ts';

test('a translation has no hole that the original lacks, and lacks none', () => {
  const holes = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();
  const pairs = Object.entries(setupTexts.en).map(([id, text]) => [id, text, Object.entries(setupTexts['zh-TW']).find(([other]) => other === id)?.[1] ?? '']);
  for (const [id = '', en = '', zh = ''] of pairs) assert.deepEqual(holes(zh), holes(en), id);
});

test('every way a part fails has a sentence without open holes, in both languages', () => {
  const logs = ['no space left on device', 'checksum mismatch', 'i/o timeout', 'signal: killed', ''];
  const errors = logs.flatMap((text) => [partError('istio', { path: '/l', text }, 'en'), partError('istio', { path: '/l', text }, 'zh-TW')]);
  assert.equal(new Set(errors.map(({ code }) => code)).size, logs.length);
  assert.equal(new Set(errors.map(({ message }) => message)).size, 2 * logs.length);
  for (const { message, next } of errors) assert.doesNotMatch(message + next, /\{\w+\}/);
});
