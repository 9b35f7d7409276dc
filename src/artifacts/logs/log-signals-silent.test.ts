import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readLogLine } from './log-line.ts';
import { readSignals, type SignalId } from './log-signals.ts';

const silent: readonly (readonly [string, string, SignalId])[] = [
  [
    "a server's answer quoted by its client is not the server's own line",
    `2026-11-22T17:31:20.137Z error push 0: HTTP 503 'cannot process insert request for 0.050 seconds because 1 concurrent insert requests are executed'`,
    'vminsert-concurrency-limit',
  ],
  ['a handler that panicked did not end its process', '2026/11/22 17:27:41 http: panic serving 10.0.0.1:5000: boom', 'panic'],
  ["an access-log row of the server is not its client's", '10.0.0.1 - - [22/Nov/2026:17:27:41 +0000] "GET /x HTTP/1.1" 503 19 "-" "curl"', 'client-503'],
  ["the kernel's words are not the runtime's", '[1.000001] Memory cgroup out of memory: Killed process 4321 (vminsert) total-vm:1234kB', 'out-of-memory'],
  ['an ordinary request is no listening server', '2026-11-22T17:27:41Z info GET /listening 200', 'listening'],
  [
    "the agent's own certificate server is no connection to istiod",
    '2026-11-22T17:26:44.423000Z\tinfo\tads\tADS: new connection for node:1',
    'istiod-connection',
  ],
  ['a word about headers is no limit', '2026-11-22T17:27:41Z info header size is 40 bytes', 'headers-too-large'],
  ['a stream that ends well is not said at a wrong level', '2026-11-22T17:27:41Z info the panic button works', 'panic'],
];
for (const [name, line, id] of silent) test(name, () => assert.ok(!readSignals(readLogLine(line)).some((signal) => signal.id === id)));

test('no text makes the catalogue throw, and all data is short text', () => {
  const words = fc.constantFrom(
    'panic: ',
    'EOF',
    'upstream connect error',
    'reset reason: ',
    'attempt 1 to send request failed: ',
    'x509: ',
    'listening on :',
    'oom-kill:',
    'probe failed',
    'error="',
    '\t',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 12 }), (parts) => {
      for (const { data } of readSignals(readLogLine(parts.join('')))) for (const value of Object.values(data)) assert.ok(value.length <= 1_000);
    }),
  );
});
