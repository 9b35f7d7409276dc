import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProxyRow } from './parse-proxy-row.ts';

const error = (message: string, rest = ''): string =>
  `2026/11/22 17:31:19 [error] 31#31: *1234 ${message}, client: 10.244.1.1, server: shop.example.com, request: "POST /api/cart?x=1 HTTP/1.1", upstream: "http://10.244.2.29:8080/api/cart?x=1", host: "shop.example.com"${rest}`;
const info = (tail: string, status = 502): string =>
  `10.0.0.7 - - [22/Nov/2026:17:31:20 +0000] "POST /api/cart HTTP/1.1" ${status} 150 "-" "curl/8.5.0" 412 0.004 [shop-cart-8080] [] ${tail}`;
const faultOf = (line: string): string | undefined => parseProxyRow(line)?.fault;

test("each of nginx's error lines tells what happened to the attempt", () => {
  const told: readonly (readonly [string, string])[] = [
    ['upstream prematurely closed connection while reading response header from upstream', 'reset'],
    ['recv() failed (104: Connection reset by peer) while reading response header from upstream', 'reset'],
    ['send() failed (32: Broken pipe) while sending request to upstream', 'reset'],
    ['writev() failed (104: Connection reset by peer) while sending request to upstream', 'reset'],
    ['upstream prematurely closed connection while reading upstream', 'truncated'],
    ['connect() failed (111: Connection refused) while connecting to upstream', 'refused'],
    ['connect() failed (113: No route to host) while connecting to upstream', 'unreachable'],
    ['connect() failed (110: Operation timed out) while connecting to upstream', 'connect-timeout'],
    ['connect() failed (104: Connection reset by peer) while connecting to upstream', 'reset'],
    ['connect() failed (99: Cannot assign requested address) while connecting to upstream', 'connect'],
    ['upstream timed out (110: Connection timed out) while connecting to upstream', 'connect-timeout'],
    ['upstream timed out (110: Operation timed out) while reading response header from upstream', 'timeout'],
    ['no live upstreams while connecting to upstream', 'no-host'],
    ['web.shop.svc.cluster.local could not be resolved (3: Host not found)', 'no-host'],
    ['upstream SSL certificate verify error: (10:certificate has expired) while SSL handshaking to upstream', 'tls'],
    ['SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream', 'tls'],
    ['upstream sent too big header while reading response header from upstream', 'invalid-response'],
    ['limiting requests, excess: 20.400 by zone "one"', 'rate'],
  ];
  assert.deepEqual(
    told.map(([message]) => [message, faultOf(error(message))]),
    told,
  );
});

test('an attempt has its time in UTC, the request, and the address it went to', () => {
  const row = parseProxyRow(error('recv() failed (104: Connection reset by peer) while reading response header from upstream'));
  assert.deepEqual(row, {
    proxy: 'nginx',
    kind: 'attempt',
    start: Date.UTC(2026, 10, 22, 17, 31, 19),
    end: Date.UTC(2026, 10, 22, 17, 31, 19),
    code: 502,
    fault: 'reset',
    words: 'recv() failed (104: Connection reset by peer) while reading response header from upstream',
    method: 'POST',
    path: '/api/cart?x=1',
    client: '10.244.1.1',
    authority: 'shop.example.com',
    upstreamHost: '10.244.2.29:8080',
  });
});

test('lines of nginx about its callers, its start or its files are no attempts', () => {
  const others = [
    '2026/11/22 17:31:19 [info] 31#31: *1234 client prematurely closed connection while sending to client, client: 10.244.1.1, server: _, request: "GET / HTTP/1.1", host: "a"',
    '2026/11/22 17:31:19 [error] 31#31: *7 open() "/usr/share/nginx/html/favicon.ico" failed (2: No such file or directory), client: 10.244.1.1, server: localhost, request: "GET /favicon.ico HTTP/1.1", host: "a"',
    '2026/11/22 17:31:19 [crit] 31#31: *7 SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL handshaking, client: 10.244.1.1, server: 0.0.0.0:443',
    '2026/11/22 17:31:19 [warn] 31#31: *7 an upstream response is buffered to a temporary file /tmp/1 while reading upstream, client: 10.244.1.1, server: _, request: "GET / HTTP/1.1"',
    '2026/11/22 17:31:19 [notice] 1#1: start worker processes',
    '2026/11/22 17:31:19 http: proxy error: dial tcp 10.0.0.1:80: connect: connection refused',
  ];
  assert.deepEqual(
    others.map(faultOf),
    others.map(() => undefined),
  );
});

test('the default line of ingress-nginx tells who made the answer', () => {
  const told: readonly (readonly [string, string | undefined])[] = [
    [info('10.244.2.29:8080 0 0.004 502 8f14e45fceea167a5a36dedd4bea2543'), 'unnamed'],
    [info('10.244.2.29:8080 91 0.004 502 8f14e45fceea167a5a36dedd4bea2543'), 'answered'],
    [info('10.244.2.29:8080 0 0.004 503 8f14e45fceea167a5a36dedd4bea2543', 503), 'answered'],
    [info('- - - - 8f14e45fceea167a5a36dedd4bea2543', 503), 'unasked'],
    [info('10.244.2.29:8080, 10.244.2.30:8080 0, 0 5.001, 5.001 504, 504 8f14e45fceea167a5a36dedd4bea2543', 504), 'unnamed'],
    [info('10.244.2.29:8080 12 0.004 200 8f14e45fceea167a5a36dedd4bea2543', 200), undefined],
  ];
  assert.deepEqual(
    told.map(([line]) => [line, faultOf(line)]),
    told,
  );
});

test('a request of ingress-nginx has its times, its id and its upstream', () => {
  const row = parseProxyRow(info('10.244.2.29:8080 0 0.004 502 8f14e45fceea167a5a36dedd4bea2543'));
  assert.deepEqual(
    [row?.kind, row?.start, row?.end, row?.code, row?.upstreamHost, row?.upstreamName, row?.requestId, row?.path],
    [
      'request',
      Date.UTC(2026, 10, 22, 17, 31, 20) - 4,
      Date.UTC(2026, 10, 22, 17, 31, 20),
      502,
      '10.244.2.29:8080',
      'shop-cart-8080',
      '8f14e45fceea167a5a36dedd4bea2543',
      '/api/cart',
    ],
  );
});

test('an attempt that the next one saved is told, with how many there were', () => {
  const row = parseProxyRow(info('10.244.2.29:8080, 10.244.2.30:8080 0, 91 0.001, 0.004 502, 200 8f14e45fceea167a5a36dedd4bea2543', 200));
  assert.deepEqual([row?.fault, row?.savedByRetry, row?.attempts, row?.upstreamHost], ['unnamed', true, 2, '10.244.2.30:8080']);
});

test('an answer of the upstream that nginx did not pass on but asked again for is saved as well', () => {
  const row = parseProxyRow(info('10.244.2.29:8080, 10.244.2.30:8080 95, 91 0.001, 0.004 503, 200 8f14e45fceea167a5a36dedd4bea2543', 200));
  assert.deepEqual([row?.fault, row?.savedByRetry], ['answered', true]);
});

test('a caller that left is no failure', () => {
  const row = parseProxyRow(info('10.244.2.29:8080 - 1.200 - 8f14e45fceea167a5a36dedd4bea2543', 499));
  assert.deepEqual([row?.fault, row?.clientLeft], [undefined, true]);
});

const combined = '10.0.0.7 - - [22/Nov/2026:17:31:20 +0000] "GET /a HTTP/1.1" 502 150 "-" "Mozilla/5.0 (X11; \\x22x\\x22)"';

test('upstream variables behind the combined format are read under their usual names', () => {
  assert.equal(faultOf(`${combined} rt=0.005 uct="0.000" uht="-" urt="0.005"`), 'unnamed');
  assert.equal(faultOf(`${combined} rt=0.005 uct="0.000" uht="0.004" urt="0.005"`), 'answered');
  assert.equal(faultOf(`${combined} "-" "shop" sn="_" rt=0.003 ua="10.0.0.1:80" us="502" ut="0.003" ul="0" cs=-`), 'unnamed');
  assert.equal(parseProxyRow(`${combined} ua="Mozilla/5.0" rt=0.005`)?.kind, 'plain');
});

test('where a format has neither the time of a header nor the length of an answer, a 502 may be either side’s', () => {
  assert.equal(faultOf(`${combined} ua="10.0.0.1:80" us="502"`), 'unsigned');
  assert.equal(faultOf(`${combined} rt=0.005 urt="0.005"`), 'unsigned');
  assert.equal(faultOf(`${combined.replace(' 502 ', ' 503 ')} ua="10.0.0.1:80" us="503"`), 'answered');
});

test('the combined format by itself says nothing of an upstream', () => {
  const row = parseProxyRow(combined);
  assert.deepEqual([row?.kind, row?.fault, row?.upstreamHost], ['plain', 'unsigned', undefined]);
  assert.equal(parseProxyRow('127.0.0.1 - frank [10/Oct/2026:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326')?.kind, 'plain');
});

test('a JSON line with two upstream variables is a request', () => {
  const line =
    '{"time":"2026-11-22T17:31:20+00:00","remote_addr":"10.0.0.7","request_method":"POST","request_uri":"/api/cart","status":"502","request_time":"0.004","upstream_addr":"10.244.2.29:8080","upstream_status":"502","upstream_response_time":"0.004","upstream_response_length":"0","request_id":"8f14e45fceea167a5a36dedd4bea2543","host":"shop.example.com"}';
  const row = parseProxyRow(line);
  assert.deepEqual(
    [row?.kind, row?.fault, row?.method, row?.path, row?.authority, row?.requestId, row?.upstreamHost],
    ['request', 'unnamed', 'POST', '/api/cart', 'shop.example.com', '8f14e45fceea167a5a36dedd4bea2543', '10.244.2.29:8080'],
  );
});

test("an application's own JSON log with a status is none", () => {
  for (const line of [
    '{"level":"error","time":"2026-11-22T17:31:20Z","msg":"request failed","status":503,"upstream":"cart"}',
    '{"time":"2026-11-22T17:31:20Z","status":502,"method":"GET","path":"/a","upstream_addr":"10.0.0.1:80"}',
    '{"upstream_addr":"10.0.0.1:80","upstream_status":"up","status":"degraded","time":"2026-11-22T17:31:20Z"}',
  ])
    assert.equal(parseProxyRow(line), undefined, line);
});

test('a line that breaks off says nothing that the whole line does not', () => {
  const whole = `${combined} rt=0.005 uct="0.000" uht="0.004" urt="0.005"`;
  for (let length = 60; length < whole.indexOf('uht="0.004"') + 10; length += 1) {
    assert.notEqual(faultOf(whole.slice(0, length)), 'answered', whole.slice(0, length).slice(-30));
  }
  const attempt = error('recv() failed (104: Connection reset by peer) while reading response header from upstream');
  for (let length = 1; length < attempt.length; length += 1) assert.ok([undefined, 'reset'].includes(faultOf(attempt.slice(0, length))));
});
