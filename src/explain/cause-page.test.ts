import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzers, analyzersZhTW } from '../analyzers/index.ts';
import { causes, causesZhTW } from '../causes/index.ts';
import { causePage, type CauseSources } from './cause-page.ts';
import { explainCause } from './explain-cause.ts';

const sources: CauseSources = { causes, causesZhTW, analyzers, analyzersZhTW };

test('a page says who closes, how it looks, and what analyzers can say, the strongest first', () => {
  const page = causePage('oom-killed', sources, 'en');
  assert.equal(page?.closedBy, 'server');
  assert.ok(page.traces.flags.some(({ flag }) => flag === 'UC'));
  assert.equal(page.witnesses[0]?.message, 'container-oom-kill/killedDuringFailures');
  assert.equal(page.witnesses.at(-1)?.as, 'excludes');
});

test('holes of remedies and commands are names in capitals, holes of messages stay', () => {
  const page = causePage('keepalive-idle-mismatch', sources, 'en');
  const remedies = JSON.stringify(page?.remedies);
  assert.match(remedies, /-n NAMESPACE/);
  assert.doesNotMatch(remedies, /\{(?:server|namespace|flags|writer)\}/);
  assert.ok(page?.witnesses.some(({ says }) => says.includes('{')));
});

test('a page in Chinese has nothing left in English but names and commands', () => {
  const [english, chinese] = [causePage('shutdown-race', sources, 'en'), causePage('shutdown-race', sources, 'zh-TW')];
  assert.ok(english !== undefined && chinese !== undefined);
  const texts = ({ title, explanation, onTheWire, provenBy, remedies, witnesses, confusedWith, seeWith }: typeof english): readonly (string | undefined)[] => [
    title,
    explanation,
    onTheWire,
    provenBy,
    ...remedies.map(({ text }) => text),
    ...witnesses.map(({ says }) => says),
    ...confusedWith.map(({ tellApart }) => tellApart),
    ...seeWith.map(({ shows }) => shows),
  ];
  assert.deepEqual(
    texts(chinese).filter((text) => text === undefined || !/\p{Script=Han}/u.test(text)),
    [],
  );
  assert.deepEqual(
    chinese.seeWith.map(({ command }) => command),
    english.seeWith.map(({ command }) => command),
  );
});

test('only an id and nothing but an id is one', () => {
  for (const text of ['oom-killed ', 'the pod was oom-killed', 'oom-killed: vminsert', 'OOM-KILLED', 'oom', '', 'constructor', 'toString'])
    assert.equal(explainCause(text, sources), undefined, text);
  assert.equal(explainCause('oom-killed', sources)?.kind, 'cause');
});
