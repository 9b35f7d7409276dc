import assert from 'node:assert/strict';
import { test } from 'node:test';
import { otherEnds } from './other-ends.ts';

const row = (code: string, upstream: string, downstream: string, prefix = ''): string =>
  `${prefix}[2026-11-22T17:21:58.306Z] "POST /write HTTP/1.1" ${code} - "-" 181 95 1 - "-" "Go-http-client/1.1" "c9e0a4e0" "vminsert:8480" "${upstream}:8480" inbound|8480|| 127.0.0.6:45678 10.244.2.5:8480 ${downstream}:53210 - default`;
const failed = '503 UC upstream_reset_before_response_started{connection_termination}';

test('callers and servers of failing requests are named, the most frequent first', () => {
  const log = [
    row(failed, '10.0.0.2', '10.0.0.9'),
    row(failed, '10.0.0.2', '10.0.0.8', '2026-11-22T17:21:59.000000000Z '),
    row(failed, '10.0.0.3', '10.0.0.8'),
    row('204 - via_upstream', '10.0.0.2', '10.0.0.7'),
    row(failed, '10.0.0.2', '127.0.0.1'),
    '2026-11-22T17:21:58Z\tinfo\t"nothing"',
  ].join('\n');
  assert.deepEqual(otherEnds(log, 'downstream'), ['10.0.0.8', '10.0.0.9']);
  assert.deepEqual(otherEnds(log, 'upstream'), ['10.0.0.2', '10.0.0.3']);
});

test('a log without failures names nobody', () => assert.deepEqual(otherEnds(row('204 - via_upstream', '10.0.0.2', '10.0.0.7'), 'downstream'), []));
