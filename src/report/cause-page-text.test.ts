import assert from 'node:assert/strict';
import { test } from 'node:test';
import { causeBlocks, causeWords, type ShownCause } from './cause-page-text.ts';
import { printMarkdown } from './print-markdown.ts';
import { printText } from './print-text.ts';
import { noPaint } from './blocks.ts';

const cause: ShownCause = {
  id: 'oom-killed',
  title: 'Killed',
  explanation: 'It is killed.',
  traces: { flags: [], details: [], resetReasons: [], transportFailures: [], bodies: [] },
  witnesses: [],
  confusedWith: [{ cause: 'app-crashed', tellApart: 'There it ends by itself.' }],
  seeWith: [{ command: 'kubectl get pods', shows: 'OOMKilled' }],
  remedies: [],
  references: [{ title: 'A page', url: 'https://example.com/a', version: '1.0' }],
};
const markdownOf = (shown: ShownCause, link?: (id: string) => string | undefined): string => printMarkdown(causeBlocks(shown, causeWords('en'), link));
const textOf = (shown: ShownCause): string => printText(causeBlocks(shown, causeWords('en')), { width: 200, paint: noPaint, ascii: false });

test('other causes are links where pages are known, and names where not', () => {
  assert.match(
    markdownOf(cause, (id) => `${id}.md`),
    /- \[app-crashed\]\(app-crashed\.md\)/,
  );
  assert.match(markdownOf(cause), /- app-crashed\n/);
});

test('a reference is a link in Markdown and followed by its address in a terminal', () => {
  assert.match(markdownOf(cause), /\[A page \(1\.0\)\]\(https:\/\/example\.com\/a\)/);
  assert.match(textOf(cause), /A page \(1\.0\) https:\/\/example\.com\/a/);
});

test('an address that is no web page, or could end the link, is no link', () => {
  for (const url of ['javascript:alert(1)', 'https://example.com/a) [b](https://evil.example', 'http://example.com', '../../etc/passwd.md'])
    assert.doesNotMatch(markdownOf({ ...cause, references: [{ title: 'A page', url }] }), /\]\(/, url);
});

test('parts that are empty have no heading', () => {
  assert.doesNotMatch(markdownOf(cause), /What to do|What speaks for it|On the wire/);
  assert.match(markdownOf(cause), /It has no text of its own/);
});

test('many messages of one analyzer on one side are named together, few are told in full', () => {
  const witnesses = Array.from({ length: 5 }, (_, index) => ({ as: 'hints' as const, message: `signs/saw${index}`, says: `sentence ${index}` }));
  const many = markdownOf({ ...cause, witnesses });
  assert.match(many, /signs: saw0, saw1, saw2, saw3, saw4/);
  assert.doesNotMatch(many, /sentence/);
  assert.match(markdownOf({ ...cause, witnesses: witnesses.slice(1) }), /signs\/saw1: sentence 1/);
});

test('a cause that nothing in one bundle proves says so before it says what would', () => {
  const text = textOf({ ...cause, provenBy: 'Two replicas side by side.', beyondOneBundle: true });
  assert.ok(text.indexOf('Nothing that one bundle shows') < text.indexOf('Two replicas'));
  assert.doesNotMatch(textOf({ ...cause, provenBy: 'A line.' }), /Nothing that one bundle shows/);
});
