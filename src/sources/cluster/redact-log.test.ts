import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { redactLog } from './redact-log.ts';

const gone = '***redacted***';

test('what opens doors goes, the words around it stay', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['"GET /api?token=abc&x=1 HTTP/1.1" 503 UC', `"GET /api?${gone} HTTP/1.1" 503 UC`],
    ['remote https://u:p4ss@db:5432/x failed', `remote https://${gone}@db:5432/x failed`],
    ['redis://:p4ss@cache:6379', `redis://${gone}@cache:6379`],
    ['authorization: Basic dXNlcjpwYXNz', `authorization: Basic ${gone}`],
    ['authorization: Bearer abcdefgh.ijkl', `authorization: Bearer ${gone}`],
    ['{"level":"info","password":"hunter2","n":1}', `{"level":"info","password":"${gone}","n":1}`],
    ['flag -datasource.basicAuth.password=hunter2 set', `flag -datasource.basicAuth.password=${gone} set`],
    ['cookie: sid=1; theme=dark', `cookie: ${gone}`],
    ['login with access_token=abc;', `login with access_token=${gone};`],
    ['x-api-key: k1', `x-api-key: ${gone}`],
  ];
  for (const [given, expected] of cases) assert.equal(redactLog(given), expected);
});

test('lines that only speak of secrets, and what evidence is made of, stay as they are', () => {
  for (const line of [
    'info\tcache\tfailed to fetch token: dial tcp 10.0.0.1:15012, resourceName=default secret: ROOTCA',
    '[2026-11-22T17:21:58.306Z] "POST /write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 181 95 1 - "-" "Go-http-client/1.1" "c9e0a4e0" "vminsert:8480" "10.244.2.5:8480" inbound|8480|| 127.0.0.6:45678 10.244.2.5:8480 10.244.1.8:53210 - default',
    'is it up? no=idea',
    'vm_tcplistener_conns{name="http", addr=":8480"} 3',
    'dial tcp://10.0.0.1:8480: connect: connection refused',
  ])
    assert.equal(redactLog(line), line);
});

test('redacting twice is redacting once', () => {
  const piece = fc.constantFrom(
    'password',
    'token',
    '=',
    ':',
    '": "',
    '"',
    ' ',
    '?',
    '/',
    '@',
    'http://',
    'a',
    'bearer ',
    'basic ',
    'cookie: ',
    'authorization',
    ';',
    '&',
    '\n',
    '***',
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => redactLog(redactLog(pieces.join(''))) === redactLog(pieces.join(''))));
});

test('a long line takes no longer than its length', () => {
  for (const piece of ['a:b@', 'http://', '?a=', 'password', 'x-', 'cookie:', '"token":"']) assert.equal(typeof redactLog(piece.repeat(200_000)), 'string');
});
