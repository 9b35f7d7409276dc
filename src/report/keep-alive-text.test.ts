import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '../explain/index.ts';
import { keepAliveEntries } from '../knowledge/keepalive/entries.ts';
import { displayWidth } from './display-width.ts';
import { renderExplanations, renderExplanationsMarkdown } from './explain-text.ts';

const languages = ['en', 'zh-TW'] as const;
const shown = (text: string, lang: (typeof languages)[number] = 'en'): string => renderExplanations([explain(text, { language: lang })], { lang, width: 80 });

test('every entry is shown in full in both languages, within the width and with every hole filled', () => {
  for (const { id, name } of keepAliveEntries) {
    for (const lang of languages) {
      const text = shown(`${id} keep-alive`, lang);
      assert.ok(text.replaceAll(/\s+/g, '').includes(name.replaceAll(/\s+/g, '')), id);
      assert.doesNotMatch(text, /\{(?:value|other|limit|names|close|closes|version|versions|what|title|setting|where|key|count|min|max|jitter)\}/, id);
      for (const line of text.split('\n')) assert.ok(displayWidth(line) <= 80, `${id}: ${line}`);
      assert.match(text, /[^\n]\n$/);
    }
  }
});

test('what a person needs of a server is there: limit, close, setting, collision, the limit in front, source', () => {
  const text = shown('vminsert keep-alive');
  for (const words of [/Idle limit +60 s/, /59\.986 s/, /FIN, unannounced/, /-http\.idleConnTimeout/, /once a minute/, /vmagent/, /54 s/, /1\.79\.5/])
    assert.match(text, words);
});

test('limits too short for a margin, and none at all, are said as such', () => {
  assert.match(shown('gunicorn-uvicorn keep-alive'), /no margin/);
  assert.match(shown('go-nethttp keep-alive'), /Idle limit +none/);
  assert.match(shown('gunicorn-sync keep-alive'), /closes after every response/);
});

test('all of them are a table with a row a side, and a page has their sources too', () => {
  const sides = keepAliveEntries.flatMap(({ server, client, device }) => [server, client, device]).filter((side) => side !== undefined);
  const page = renderExplanationsMarkdown([explain('keep-alive')], 'en');
  assert.equal(page.split('\n').filter((line) => line.startsWith('| ')).length, sides.length + 2);
  for (const { id } of keepAliveEntries) assert.ok(page.includes(`\n## ${id}\n`), id);
});

test('an unknown name is made safe, and says what is near', () => {
  const control = String.fromCharCode(27);
  assert.match(shown('tomcta keep-alive'), /near: tomcat/);
  assert.ok(!shown(`tom${control}[31mcta keep-alive`).includes(control));
});
