import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Diagnosis } from '../model/diagnosis.ts';
import { diagnosed } from './__golden__/diagnosed.ts';
import { undecided } from './__golden__/undecided.ts';
import { renderJson } from './render-json.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderText } from './render-text.ts';

const dangerous = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The diagnosis with the poison put behind every string that evidence can reach; the closed sets stay. */
function poisoned(diagnosis: Diagnosis, poison: string): Diagnosis {
  const closed = new Set([
    'verdict',
    'kind',
    'status',
    'role',
    'as',
    'purpose',
    'risk',
    'pattern',
    'severity',
    'closedBy',
    'id',
    'hop',
    'finding',
    'for',
    'against',
    'artifact',
  ]);
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return closed.has(key) ? value : value + poison;
    if (Array.isArray(value)) return value.map((member) => walk(member, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member, name)]));
  };
  return walk(diagnosis, '') as Diagnosis; // the same shape, other strings
}

const poison = fc.oneof(
  fc.constantFrom(
    '\u001b[2J\u001b[31m',
    '\u202egnirts',
    '\u200b',
    '\u009b31m',
    'a\nFAKE: HEALTHY',
    '\r',
    '\u2028',
    '\ud800',
    '\u{e0041}',
    '`````',
    '](javascript:x)',
    '<img src=x>',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'binary-ascii', maxLength: 30 }),
);

test('nothing in the evidence reaches a terminal as a control, bidi or invisible character', () => {
  fc.assert(
    fc.property(poison, fc.constantFrom(diagnosed, undecided), fc.boolean(), (text, diagnosis, verbose) => {
      const lines = renderText(poisoned(diagnosis, text), { verbose }).split('\n');
      for (const line of lines) assert.doesNotMatch(line, dangerous);
    }),
    { numRuns: 60 },
  );
});

test('nothing in the evidence begins HTML, a link or a line of its own in Markdown', () => {
  fc.assert(
    fc.property(poison, (text) => {
      const markdown = renderMarkdown(poisoned(diagnosed, text));
      const prose = markdown.replaceAll(/^ *(`{3,})\w*\n[\s\S]*?\n *\1$/gm, '');
      assert.doesNotMatch(prose, /<[a-z]/i);
      assert.doesNotMatch(prose, /(?<!\\)\]\(/);
      for (const line of markdown.split('\n')) assert.doesNotMatch(line, dangerous);
    }),
    { numRuns: 60 },
  );
});

test('JSON stays the same value and holds nothing a terminal obeys', () => {
  fc.assert(
    fc.property(poison, (text) => {
      const value = poisoned(diagnosed, text);
      const json = renderJson(value);
      assert.deepEqual(JSON.parse(json), value);
      assert.doesNotMatch(json.replaceAll('\n', ''), dangerous);
    }),
    { numRuns: 60 },
  );
});

test('a line break in data does not make a line of its own', () => {
  const [fix] = diagnosed.fixes;
  assert.ok(fix !== undefined);
  const forged: Diagnosis = { ...diagnosed, fixes: [{ ...fix, title: { id: 'remedy/x', text: 'Restart a\nHEALTHY', data: { server: 'a\nHEALTHY' } } }] };
  assert.doesNotMatch(renderText(forged), /^\s*HEALTHY/m);
});

test('a name that is no Kubernetes name never becomes part of a command', () => {
  const evil = "x'; rm -rf ~ #";
  const text = renderText(JSON.parse(JSON.stringify(diagnosed).replaceAll('vminsert-78797c6fb-wwrsx', evil)), { verbose: true });
  const commands = text.split('\n').filter((line) => /^\s+(?:kubectl|istioctl) /.test(line));
  assert.ok(commands.length > 0);
  for (const command of commands) assert.ok(!command.includes('rm -rf'), command);
});
