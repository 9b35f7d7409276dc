import assert from 'node:assert/strict';
import test from 'node:test';
import { chosenLanguage } from './language.ts';

const table: readonly (readonly [string, readonly string[], { readonly [name: string]: string }, string])[] = [
  ['English when nothing is said', [], {}, 'en'],
  ['the C locale is English', [], { LANG: 'C.UTF-8' }, 'en'],
  ['a Taiwan locale is Traditional Chinese', [], { LANG: 'zh_TW.UTF-8' }, 'zh-TW'],
  ['a script tag is enough', [], { LANG: 'zh-Hant' }, 'zh-TW'],
  ['a mainland locale is not Traditional Chinese', [], { LANG: 'zh_CN.UTF-8' }, 'en'],
  ['LC_ALL wins over LANG', [], { LANG: 'zh_TW.UTF-8', LC_ALL: 'en_US.UTF-8' }, 'en'],
  ['an empty LC_ALL does not count', [], { LANG: 'zh_TW.UTF-8', LC_ALL: '' }, 'zh-TW'],
  ['the option wins over the locale', ['diagnose', '--lang', 'en'], { LANG: 'zh_TW.UTF-8' }, 'en'],
  ['the option may be one word', ['--lang=zh-TW', 'diagnose'], {}, 'zh-TW'],
];

for (const [name, argv, env, expected] of table) {
  test(`language: ${name}`, () => assert.equal(chosenLanguage(argv, env), expected));
}
