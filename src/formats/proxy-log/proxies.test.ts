import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAccessRow } from '../access-log/parse-access-row.ts';
import { unwrapLine } from '../log-lines/unwrap-line.ts';
import { parseProxyRow } from './parse-proxy-row.ts';

const faultOf = (line: string): string | undefined => parseProxyRow(line)?.fault;

const haproxy = (server: string, times: string, status: string, state: string): string =>
  `10.0.1.2:33317 [22/Nov/2026:17:31:19.655] fe_main~ be_cart/${server} ${times} ${status} 217 - - ${state} 12/11/3/1/0 0/0 {5a00e873-4d8f-45c7-9758-fc3a929f3403} {} "POST /api/cart HTTP/1.1"`;

test("HAProxy's states tell who ended the session and in which phase", () => {
  const told: readonly (readonly [string, string | undefined])[] = [
    [haproxy('srv1', '0/0/1/-1/3', '502', 'SH--'), 'reset'],
    [haproxy('srv1', '0/0/-1/-1/3', '503', 'SC--'), 'connect'],
    [haproxy('<NOSRV>', '0/-1/-1/-1/3', '503', 'SC--'), 'no-host'],
    [haproxy('srv1', '0/0/-1/-1/15003', '503', 'sC--'), 'connect-timeout'],
    [haproxy('srv1', '0/0/1/-1/50001', '504', 'sH--'), 'timeout'],
    [haproxy('<NOSRV>', '0/5001/-1/-1/5001', '503', 'sQ--'), 'queue'],
    [haproxy('srv1', '0/0/1/-1/3', '502', 'PH--'), 'invalid-response'],
    [haproxy('srv1', '0/0/1/4/200', '200', 'SD--'), 'truncated'],
    [haproxy('srv1', '0/0/1/4/5', '503', '----'), 'answered'],
    [haproxy('<NOSRV>', '0/-1/-1/-1/0', '503', 'LR--'), 'unasked'],
    [haproxy('srv1', '0/0/1/4/5', '200', '----'), undefined],
    [haproxy('srv1', '0/0/1/4/5', '200', '--VN'), undefined],
  ];
  assert.deepEqual(
    told.map(([line]) => [line, faultOf(line)]),
    told,
  );
});

test('a line of HAProxy has its backend, its request id and how long it took', () => {
  const row = parseProxyRow(haproxy('srv1', '0/0/1/-1/3', '502', 'SH--'));
  assert.deepEqual(
    [row?.upstreamName, row?.requestId, row?.start, (row?.end ?? 0) - (row?.start ?? 0), row?.name, row?.method, row?.code],
    ['be_cart/srv1', '5a00e873-4d8f-45c7-9758-fc3a929f3403', Date.UTC(2026, 10, 22, 17, 31, 19, 655), 3, 'fe_main', 'POST', 502],
  );
});

test('a caller that left HAProxy is no failure, and a syslog header does no harm', () => {
  const row = parseProxyRow(haproxy('srv1', '0/0/1/-1/3000', '-1', 'CH--'));
  assert.deepEqual([row?.fault, row?.clientLeft, row?.code], [undefined, true, 0]);
  const line = `<134>Nov 22 17:31:19 lb1 haproxy[14389]: ${haproxy('srv1', '0/0/1/-1/3', '502', 'SH--')}`;
  assert.equal(faultOf(unwrapLine(line).text), 'reset');
});

test("HAProxy's TCP format and cut lines are none of its HTTP format", () => {
  assert.equal(parseProxyRow('10.0.1.2:33317 [22/Nov/2026:17:31:19.655] fe be/srv1 0/0/5007 212 -- 0/0/0/0/3 0/0'), undefined);
  const whole = haproxy('srv1', '0/0/1/4/5', '503', '----');
  for (let length = 0; length < whole.length; length += 1) assert.equal(parseProxyRow(whole.slice(0, length)), undefined);
});

const alb = (
  target: string,
  times: string,
  status: string,
  options: { readonly created?: string; readonly actions?: string; readonly reason?: string } = {},
): string =>
  `https 2026-11-22T17:31:20.186641Z app/my-lb/50dc6c495c0c9188 192.168.131.39:2817 ${target} ${times} ${status} 34 366 "GET https://shop.example.com:443/api/cart HTTP/1.1" "curl/7.46.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/k8s-shop-cart-0a1b/73e2d6bc24d8a067 "Root=1-58337262-36d228ad5d99923122bbe354" "shop.example.com" "arn:aws:acm:us-east-2:123456789012:certificate/1" 1 ${options.created ?? '2026-11-22T17:31:20.184000Z'} "${options.actions ?? 'forward'}" "-" "${options.reason ?? '-'}" "${target}" "-" "-" "-" TID_1`;

test('an answer of the AWS load balancer is its own where the target gave no status', () => {
  const told: readonly (readonly [string, string | undefined])[] = [
    [alb('10.0.0.1:80', '0.000 0.001 0.000', '503 503'), 'answered'],
    [alb('10.0.0.1:80', '0.001 -1 -1', '502 -'), 'unnamed'],
    [alb('-', '-1 -1 -1', '503 -'), 'no-host'],
    [alb('-', '-1 -1 -1', '503 -', { actions: 'fixed-response' }), 'unasked'],
    [alb('10.0.0.1:80', '0.001 -1 -1', '504 -', { created: '2026-11-22T17:30:20.184000Z' }), 'timeout'],
    [alb('10.0.0.1:80', '-1 -1 -1', '504 -', { created: '2026-11-22T17:31:10.180000Z' }), 'unnamed'],
    [alb('10.0.0.1:80', '0.000 0.001 0.000', '200 200'), undefined],
  ];
  assert.deepEqual(
    told.map(([line]) => [line, faultOf(line)]),
    told,
  );
  assert.equal(parseProxyRow(alb('10.0.0.1:80', '0.001 1.2 -1', '460 -'))?.clientLeft, true);
});

test('a line of the load balancer has its target group, its name and when the request came', () => {
  const row = parseProxyRow(alb('10.0.0.1:80', '0.001 -1 -1', '502 -'));
  assert.deepEqual(
    [row?.name, row?.upstreamName, row?.upstreamHost, row?.authority, row?.path, (row?.end ?? 0) - (row?.start ?? 0)],
    ['my-lb', 'k8s-shop-cart-0a1b', '10.0.0.1:80', 'shop.example.com:443', '/api/cart', 2],
  );
});

const ztunnel = (error: string, direction = 'outbound'): string =>
  `2026-11-22T17:31:19.977Z\terror\taccess\tconnection complete\tsrc.addr=10.244.1.5:41234 src.workload="web-7d9f8-abcde" src.namespace="shop" src.identity="spiffe://cluster.local/ns/shop/sa/web" dst.addr=10.244.2.9:15008 dst.hbone_addr=10.244.2.9:8080 dst.service="cart.shop.svc.cluster.local" dst.workload="cart-0" dst.namespace="shop" dst.identity="spiffe://cluster.local/ns/shop/sa/cart" direction="${direction}" bytes_sent=0 bytes_recv=0 duration="2ms"${error === '' ? '' : ` error="${error}"`}`;

test("ztunnel's errors tell why a connection failed", () => {
  const told: readonly (readonly [string, string | undefined])[] = [
    ['', undefined],
    ['connection failed: Connection refused (os error 111)', 'refused'],
    ['connection timed out, maybe a NetworkPolicy is blocking HBONE port 15008: deadline has elapsed', 'connect-timeout'],
    ['connection closed due to policy rejection: allow policies exist, but none allowed', 'denied'],
    ['connection closed due to policy change', 'denied'],
    ['connection closed due to connection drain', 'reset'],
    ['no healthy upstream: 10.96.0.10:8080', 'no-host'],
    ['tls error: invalid peer certificate: Expired', 'tls'],
    ['http status: 503 Service Unavailable', 'unnamed'],
    ['receive: io error: Connection reset by peer (os error 104)', 'unnamed'],
    ['io error: Connection reset by peer (os error 104)', 'reset'],
  ];
  assert.deepEqual(
    told.map(([error]) => [error, faultOf(ztunnel(error))]),
    told,
  );
});

test('a connection of ztunnel names both workloads, its service and the address behind the tunnel', () => {
  const row = parseProxyRow(ztunnel('connection failed: Connection refused (os error 111)', 'inbound'));
  assert.deepEqual(
    [row?.kind, row?.from, row?.to, row?.upstreamHost, row?.upstreamName, row?.side, row?.client],
    [
      'connection',
      { pod: 'web-7d9f8-abcde', namespace: 'shop' },
      { pod: 'cart-0', namespace: 'shop' },
      '10.244.2.9:8080',
      'cart.shop.svc.cluster.local',
      'inbound',
      '10.244.1.5:41234',
    ],
  );
  const json =
    '{"level":"error","time":"2026-11-22T17:31:19.977Z","scope":"access","message":"connection complete","src.addr":"10.244.1.5:41234","src.workload":"web-7d9f8-abcde","dst.addr":"10.244.2.9:8080","direction":"outbound","bytes_sent":0,"bytes_recv":0,"duration":"2ms","error":"connection failed: Connection refused (os error 111)"}';
  assert.equal(faultOf(json), 'refused');
});

test('a connection that was merely opened, and a line cut off in quotes, are none', () => {
  assert.equal(parseProxyRow(ztunnel('').replace('connection complete', 'connection opened')), undefined);
  assert.equal(parseProxyRow(ztunnel('connection failed: Connection refused').slice(0, -5)), undefined);
});

const linkerd = (words: string, side = 'outbound:proxy{addr=10.43.67.169:8080}'): string =>
  `[  1589.462218s]  INFO ThreadId(01) ${side}:rescue{client.addr=10.0.1.145:36552}: linkerd_app_core::errors::respond: HTTP/1.1 request failed error=${words} error.sources=[${words}]`;
const written = Date.UTC(2026, 10, 22, 17, 31, 19);

test('what Linkerd answers itself is told with its reason, where the line has a time', () => {
  const told: readonly (readonly [string, string])[] = [
    ['logical service 10.43.67.169:8080: route default.http: backend Service.shop.cart:8080: Service.shop.cart:8080: service in fail-fast', 'no-host'],
    ['logical service 10.43.67.169:8080: route default.http: service unavailable', 'no-host'],
    ['endpoint 10.42.0.9:8080: connection closed before message completed', 'reset'],
    ['error trying to connect: Connection refused (os error 111)', 'refused'],
    ['error trying to connect: connect timed out after 1s', 'connect-timeout'],
    ['client 10.0.1.145:53713: server: 10.0.9.174:16686: unauthorized request on route', 'denied'],
  ];
  assert.deepEqual(
    told.map(([words]) => [words, parseProxyRow(linkerd(words), written)?.fault]),
    told,
  );
  assert.equal(parseProxyRow(linkerd('service in fail-fast')), undefined);
});

test("Linkerd's inbound proxy asks its application by port, its outbound proxy an endpoint of a service", () => {
  const inbound = parseProxyRow(linkerd('error trying to connect: Connection refused (os error 111)', 'inbound:server{port=8000}'), written);
  assert.deepEqual([inbound?.side, inbound?.upstreamHost, inbound?.client], ['inbound', '127.0.0.1:8000', '10.0.1.145:36552']);
  const outbound = parseProxyRow(
    linkerd('logical service 10.43.67.169:8080: route default.http: backend Service.shop.cart:8080: service in fail-fast'),
    written,
  );
  assert.deepEqual([outbound?.side, outbound?.upstreamName, outbound?.code], ['outbound', 'cart.shop.svc', 503]);
});

test("Linkerd's access logs count requests and do not tell who made a 5xx", () => {
  const text =
    '10.42.0.63:51160 traffic.booksapp.serviceaccount.identity.linkerd.cluster.local - [2026-11-22T20:28:20.071809491Z] "GET http://webapp:7000/ HTTP/2.0" 503';
  assert.deepEqual([parseProxyRow(text)?.fault, parseProxyRow(text)?.authority, parseProxyRow(text)?.kind], ['unsigned', 'webapp:7000', 'request']);
  const json =
    '{"client.addr":"10.42.0.70:32996","client.id":"traffic.booksapp.serviceaccount.identity.linkerd.cluster.local","host":"webapp:7000","method":"GET","processing_ns":"39826","request_bytes":"","response_bytes":"19627","status":200,"timestamp":"2026-11-22T20:33:42.321746212Z","total_ns":"14441135","trace_id":"","uri":"http://webapp:7000/","user_agent":"Go-http-client/1.1","version":"HTTP/2.0"}';
  assert.deepEqual([parseProxyRow(json)?.fault, parseProxyRow(json)?.code, parseProxyRow(json)?.path], [undefined, 200, '/']);
});

test('no row of these proxies is taken for one of an Envoy', () => {
  for (const line of [haproxy('srv1', '0/0/1/-1/3', '502', 'SH--'), alb('10.0.0.1:80', '0.001 -1 -1', '502 -'), ztunnel('x'), linkerd('x')])
    assert.equal(parseAccessRow(line, written), undefined, line);
});

test('no line makes the parsers throw or take long', () => {
  const pieces = fc.constantFrom(
    '"',
    ' ',
    '[',
    ']',
    '-',
    '0/0/1/-1/3',
    ' app/x/y ',
    'src.addr=',
    '22/Nov/2026:17:31:19 +0000',
    ', client: ',
    '2026/11/22 17:31:19 [error] 1#1: ',
    'a, ',
    ' : ',
    '502',
    '{',
    'errors::respond',
    ' failed error=',
    '10.0.0.1:80',
    '=',
    '\\"',
    '\u0000',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 400 }), (parts) => {
      parseProxyRow(parts.join(''), written);
    }),
    { numRuns: 300, seed: 7 },
  );
});
