import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CataloguePart, makeCatalogue, say } from './catalogue.ts';
import { engineTexts } from './engine.ts';
import { engineTextsZhTW } from './engine.zh-TW.ts';
import { reportParts } from './report-parts.ts';

const parts: readonly CataloguePart[] = [...reportParts, { prefix: 'engine', en: engineTexts, 'zh-TW': engineTextsZhTW }];
const holes = (text: string | undefined): readonly string[] => [...(text ?? '').matchAll(/\{(\w+)\}/g)].map(([hole]) => hole).toSorted();

for (const part of parts) {
  test(`${part.prefix}: both languages have the same texts with the same holes`, () => {
    assert.deepEqual(Object.keys(part['zh-TW']).toSorted(), Object.keys(part.en).toSorted());
    for (const [id, text] of Object.entries(part.en)) assert.deepEqual(holes(part['zh-TW'][id]), holes(text), id);
  });
}

test('what was said comes in the language of the catalogue, with its data', () => {
  const part: CataloguePart = { prefix: 'p', en: { gone: '{pod} is gone' }, 'zh-TW': { gone: '{pod} 已不存在' } };
  const said = { id: 'p/gone', text: 'a is gone', data: { pod: 'a' } };
  assert.equal(say(makeCatalogue('zh-TW', part), said), 'a 已不存在');
  assert.equal(say(makeCatalogue('en', part), said), 'a is gone');
});

test('a text the catalogue does not know stays in the English it was said in', () => {
  assert.equal(say(makeCatalogue('zh-TW'), { id: 'x/y', text: 'as said', data: {} }), 'as said');
});

test('a later part wins, and a missing translation stays English', () => {
  const first: CataloguePart = { prefix: '', en: { 'cause/x': 'old', 'cause/y': 'english' }, 'zh-TW': { 'cause/x': '舊' } };
  const later: CataloguePart = { prefix: 'cause', en: { x: 'new' }, 'zh-TW': { x: '新' } };
  const catalogue = makeCatalogue('zh-TW', first, later);
  assert.equal(catalogue.get('cause/x'), '新');
  assert.equal(catalogue.get('cause/y'), 'english');
});
