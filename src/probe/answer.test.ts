import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announcedClose, type Answer, keepAliveHint } from './answer.ts';

const answer = (headers: Answer['headers'], change: Partial<Answer> = {}): Answer => ({
  version: '1.1',
  status: 200,
  headers,
  framing: 'length',
  bodyBytes: 0,
  interim: 0,
  ...change,
});

test('an answer announces the close by header, by version or by how its body ends', () => {
  assert.equal(announcedClose(answer([])), undefined);
  assert.equal(announcedClose(answer([['connection', 'keep-alive']])), undefined);
  assert.equal(announcedClose(answer([['connection', 'X-Close-Reason']])), undefined);
  assert.equal(announcedClose(answer([['connection', 'upgrade , Close']])), 'header');
  assert.equal(
    announcedClose(
      answer([
        ['connection', 'keep-alive'],
        ['connection', 'close'],
      ]),
    ),
    'header',
  );
  assert.equal(announcedClose(answer([], { version: '1.0' })), 'version');
  assert.equal(announcedClose(answer([['connection', 'Keep-Alive']], { version: '1.0' })), undefined);
  assert.equal(announcedClose(answer([], { framing: 'close' })), 'framing');
});

test('a Keep-Alive header is read for what it promises', () => {
  assert.deepEqual(keepAliveHint(answer([['keep-alive', 'timeout=5, max=100']])), { timeoutMs: 5000, max: 100 });
  assert.deepEqual(keepAliveHint(answer([['keep-alive', 'Timeout=75']])), { timeoutMs: 75_000 });
  for (const text of ['', 'timeout', 'timeout=', 'timeout=-1', 'timeout=1e9', `timeout=${'9'.repeat(40)}`, 'xtimeout=5'])
    assert.equal(keepAliveHint(answer([['keep-alive', text]])), undefined, text);
  assert.equal(keepAliveHint(answer([])), undefined);
});
