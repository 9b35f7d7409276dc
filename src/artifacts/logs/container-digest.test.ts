import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createContainerDigest } from './container-digest.ts';
import type { ContainerLog } from './types.ts';

const identity = { namespace: 'shop', pod: 'catalog-1', container: 'catalog', previous: true };

function digest(lines: readonly string[]): ContainerLog {
  const log = createContainerDigest(identity, 'logs/catalog.previous.log');
  for (const [index, line] of lines.entries()) log.line(line, index + 1);
  return log.finish();
}

// The last words of a Node server that died of an exception, as captured from kubectl logs --previous.
const crash = [
  '2026-11-22T17:18:14.501Z info listening on 3000 keepAliveTimeout 5000 ms',
  '/server.js:10',
  '    if (n === 150) { setTimeout(() => { const row = undefined; r.end(row.items.length) }, 60); return }',
  '',
  "TypeError: Cannot read properties of undefined (reading 'items')",
  '    at Timeout._onTimeout (/server.js:10:94)',
  '',
  'Node.js v20.20.2',
];

test('a crashed Node server tells when it listened, what killed it and where the log ends', () => {
  const log = digest(crash);
  assert.deepEqual(log.counts, { listening: 1, 'keepalive-setting': 1, 'uncaught-exception': 2 });
  assert.equal(log.lines, 8);
  assert.equal(log.first, Date.UTC(2026, 10, 22, 17, 18, 14, 501));
  assert.deepEqual(
    log.tail.map((line) => line.at.line),
    [2, 3, 5, 6, 8],
  );
});

test('every signal says its file, line and pod', () => {
  assert.deepEqual(digest(crash).signals[0]?.at, {
    artifact: 'container-logs',
    file: 'logs/catalog.previous.log',
    object: { kind: 'Pod', namespace: 'shop', name: 'catalog-1', container: 'catalog' },
    line: 1,
  });
});

test('a line without a time says after which moment it came, and claims no time', () => {
  const exception = digest(crash).signals.find((signal) => signal.id === 'uncaught-exception');
  assert.equal(exception?.time, undefined);
  assert.equal(exception?.data['after'], '2026-11-22T17:18:14.501Z');
});

test("the carrier's time beats the line's own, which may lack a zone", () => {
  const log = createContainerDigest({}, 'a.log');
  log.line('2026/11/22 09:00:00 panic: boom', 1, 42_000);
  assert.equal(log.finish().signals[0]?.time, 42_000);
});

test('of a flood the first and the last 200 are kept and all are counted', () => {
  const log = digest(Array.from({ length: 1_001 }, (_, index) => `panic: number ${index}`));
  const texts = log.signals.map((signal) => signal.data['text']);
  assert.equal(log.counts['panic'], 1_001);
  assert.equal(texts.length, 400);
  assert.deepEqual([texts[0], texts[199], texts[200], texts[399]], ['number 0', 'number 199', 'number 801', 'number 1000']);
});

test('endless lines are cut in what is kept', () => {
  const log = digest([`panic: ${'x'.repeat(1_000_000)}`]);
  assert.ok((log.signals[0]?.text.length ?? 0) <= 1_000 && (log.tail[0]?.text.length ?? 0) <= 1_000);
});

test('a log of nothing has no times and no signals', () => {
  const log = createContainerDigest({}, 'empty.log').finish();
  assert.deepEqual(log, { identity: {}, at: { artifact: 'container-logs', file: 'empty.log', line: 1 }, lines: 0, signals: [], counts: {}, tail: [] });
});
