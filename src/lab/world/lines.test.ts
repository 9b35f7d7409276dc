import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createLineSplitter } from './lines.ts';

function split(chunks: readonly Buffer[]): readonly [string, boolean][] {
  const lines: [string, boolean][] = [];
  const splitter = createLineSplitter((line, isPartial) => lines.push([line, isPartial]));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

test('a character cut between two chunks arrives whole', () => {
  const bytes = Buffer.from('連線\n');
  assert.deepEqual(split([bytes.subarray(0, 2), bytes.subarray(2)]), [['連線', false]]);
});

test('a line over 16 KiB comes in pieces of which only the last ends it', () => {
  const pieces = split([Buffer.from(`${'a'.repeat(40_000)}\nb\n`)]);
  assert.deepEqual(
    pieces.map(([text, isPartial]) => [text.length, isPartial]),
    [
      [16_384, true],
      [16_384, true],
      [7232, false],
      [1, false],
    ],
  );
});

test('what a program leaves without a line end is a line', () => {
  assert.deepEqual(split([Buffer.from('a\n\nb')]), [
    ['a', false],
    ['', false],
    ['b', false],
  ]);
});

test('how output is cut into chunks changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z\n連]{0,9}$/)), (chunks) => {
      assert.deepEqual(split(chunks.map((chunk) => Buffer.from(chunk))), split([Buffer.from(chunks.join(''))]));
    }),
  );
});
