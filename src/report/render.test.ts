import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnosis } from '../model/diagnosis.ts';
import { golden } from '../testing/golden.ts';
import { type Lang, makeCatalogue } from '../text/catalogue.ts';
import { reportParts } from '../text/report-parts.ts';
import { diagnosed } from './__golden__/diagnosed.ts';
import { healthy } from './__golden__/healthy.ts';
import { undecided } from './__golden__/undecided.ts';
import { displayWidth } from './display-width.ts';
import { renderJson } from './render-json.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderText } from './render-text.ts';

const samples: Readonly<Record<string, Diagnosis>> = { diagnosed, healthy, undecided };
const english = makeCatalogue('en', ...reportParts);
const chinese = makeCatalogue('zh-TW', ...reportParts);

const recorded = (file: string): URL => new URL(`__golden__/${file}`, import.meta.url);

for (const [name, diagnosis] of Object.entries(samples)) {
  test(`${name}: the text for a terminal is the recorded one`, () => golden(recorded(`${name}.txt`), renderText(diagnosis, { catalogue: english })));
  test(`${name}: the text in Traditional Chinese is the recorded one`, () =>
    golden(recorded(`${name}.zh-TW.txt`), renderText(diagnosis, { catalogue: chinese })));
  test(`${name}: the Markdown is the recorded one`, () => golden(recorded(`${name}.md`), renderMarkdown(diagnosis, { catalogue: english })));
  test(`${name}: the JSON is the recorded one`, () => golden(recorded(`${name}.json`), renderJson(diagnosis)));

  test(`${name}: no catalogue at all says the same English`, () => {
    assert.equal(renderText(diagnosis), renderText(diagnosis, { catalogue: english }));
  });

  test(`${name}: JSON gives the diagnosis back, whatever the order of its keys`, () => {
    assert.deepEqual(JSON.parse(renderJson(diagnosis)), diagnosis);
    assert.equal(renderJson(reversed(diagnosis)), renderJson(diagnosis));
  });

  for (const width of [60, 80, 132]) {
    for (const lang of ['en', 'zh-TW'] satisfies readonly Lang[]) {
      test(`${name}: at ${width} columns in ${lang} only a single word of a command is longer than a line`, () => {
        const catalogue = lang === 'en' ? english : chinese;
        for (const line of renderText(diagnosis, { catalogue, width }).split('\n')) {
          assert.ok(displayWidth(line) <= width || /[^ ]{40,}$/.test(line), line);
        }
      });
    }
  }

  test(`${name}: every form ends with exactly one newline`, () => {
    for (const text of [renderText(diagnosis), renderText(diagnosis, { verbose: true }), renderMarkdown(diagnosis), renderJson(diagnosis)]) {
      assert.match(text, /[^\n]\n$/);
    }
  });

  test(`${name}: ASCII output of an English report holds ASCII only`, () => {
    assert.match(renderText(diagnosis, { ascii: true, verbose: true }), /^[\n\x20-\x7e]*$/);
  });
}

test('verbose adds the votes and the whole failing row', () => {
  assert.ok(!renderText(diagnosed).includes('+30'));
  const verbose = renderText(diagnosed, { verbose: true, width: 200 });
  assert.ok(verbose.includes('+30'));
  assert.ok(verbose.includes('outbound_.8480_._.vminsert'));
});

test('the broken hop is told without colour, and colour is the callers business', () => {
  assert.ok(renderText(diagnosed).includes('✗▶ vminsert\n'));
  assert.ok(renderText(diagnosed, { ascii: true }).includes('X> vminsert\n'));
  const red = (text: string): string => `<${text}>`;
  assert.ok(renderText(diagnosed, { paint: { bad: red, good: red, warn: red, strong: red, dim: red, plain: red } }).startsWith('<✗ '));
});

test('a path too long for a line is drawn from top to bottom', () => {
  const [, , last] = diagnosed.path;
  assert.ok(last !== undefined);
  const name = `gateway-${'x'.repeat(60)}`;
  const long: Diagnosis = { ...diagnosed, path: [...diagnosed.path.slice(0, 2), { ...last, server: { ...last.server, name } }] };
  assert.ok(renderText(long, { width: 80 }).includes('    ▼\n'));
});

function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T; // the same list, member by member
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  ) as T; // the same keys in another order
}
