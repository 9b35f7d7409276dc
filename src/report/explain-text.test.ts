import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '../explain/index.ts';
import { explainTexts } from '../text/explain.ts';
import { explainTextsZhTW } from '../text/explain.zh-TW.ts';
import { displayWidth } from './display-width.ts';
import { renderExplanations } from './explain-text.ts';

const holes = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([hole]) => hole).toSorted();

test('both languages have the same words with the same holes', () => {
  const chinese: { readonly [id: string]: string } = explainTextsZhTW;
  for (const [id, text] of Object.entries(explainTexts)) assert.deepEqual(holes(chinese[id] ?? ''), holes(text), id);
});

for (const lang of ['en', 'zh-TW'] as const) {
  test(`an explanation in ${lang} fits 80 columns and ends with one newline`, () => {
    const text = renderExplanations(
      [explain('503 UC', { language: lang }), explain('no healthy upstream', { language: lang }), explain('?', { language: lang })],
      { lang },
    );
    assert.deepEqual(
      text.split('\n').filter((line) => displayWidth(line) > 80),
      [],
    );
    assert.match(text, /[^\n]\n$/);
    assert.match(text, /keepalive-idle-mismatch/);
  });
}

test('what a terminal would obey is shown instead', () => {
  const text = renderExplanations([explain('503 UC \u001b]0;owned\u0007 \u202e abc')], { lang: 'en' });
  for (const character of ['\u001b', '\u0007', '\u202e']) assert.ok(!text.includes(character));
  assert.match(text, /\\x1b/);
});
