import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessLog, containerLog, type Given, manifest } from '../testing/index.ts';
import { factOf } from '../testing/fact-of.ts';
import { createLogCollector } from '../artifacts/logs/log-collector.ts';
import { createResolver } from '../engine/resolve.ts';
import type { Traffic } from '../model/failure.ts';
import { makeSnapshot } from '../testing/make-snapshot.ts';
import { failures } from './failures.ts';
import { traffic } from './traffic.ts';

const controller = 'ingress-nginx/ingress-nginx-controller-7d9f8c6b5-x2x4z/controller';
const id = '8f14e45f-ceea-467a-9a36-dedd4bea2543';
const info = (status: number, upstream: string, requestId = id): string =>
  `10.0.0.7 - - [22/Nov/2026:17:31:20 +0000] "POST /api/cart HTTP/1.1" ${status} 150 "-" "curl/8.5.0" 412 0.010 [shop-cart-8080] [] ${upstream} ${requestId}`;
const error = (message: string, path = '/api/cart'): string =>
  `2026/11/22 17:31:20 [error] 31#31: *1234 ${message}, client: 10.0.0.7, server: shop.example.com, request: "POST ${path} HTTP/1.1", upstream: "http://10.244.2.29:8080${path}", host: "shop.example.com"`;
const row = (code: number, flag: string, details: string, cluster = 'inbound|8080||', requestId = id): string =>
  `[2026-11-22T17:31:19.993Z] "POST /api/cart HTTP/1.1" ${code} ${flag} ${details} - "-" 10 95 3 - "-" "curl/8.5.0" "${requestId}" "shop.example.com" "10.244.2.29:8080" ${cluster} 127.0.0.6:40001 10.244.2.29:8080 10.244.1.9:37662 - default`;
const cart = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: cart-0, namespace: shop, labels: { app: cart }, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
  spec: { containers: [{ name: app, image: cart }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.2.29 }
`;
const hops = (given: readonly Given[]) =>
  factOf(failures, given).map(({ hop, writer, family, unseenBeyond, evidence }) => [hop, writer.name, family, unseenBeyond, evidence.length]);

test('the line of the request and the line of its reason are one failure', () => {
  const given = [
    containerLog(controller, [error('connect() failed (111: Connection refused) while connecting to upstream'), info(502, '10.244.2.29:8080 0 0.001 502')]),
  ];
  assert.deepEqual(hops(given), [['ingress-nginx-controller->shop-cart-8080', 'ingress-nginx-controller', 'connect', false, 2]]);
});

test('error log and access log in two files of a folder are joined as well', () => {
  const file = (name: string, lines: readonly string[]): Given => ({ kind: 'log', file: `edge/${name}`, identity: {}, lines });
  const plain = '10.0.0.7 - - [22/Nov/2026:17:31:20 +0000] "POST /api/cart HTTP/1.1" 502 150 "-" "curl/8.5.0"';
  const given = [file('access.log', [plain]), file('error.log', [error('upstream prematurely closed connection while reading response header from upstream')])];
  assert.deepEqual(
    factOf(failures, given).map(({ family, code, evidence }) => [family, code, evidence.length]),
    [['reset', 502, 2]],
  );
});

test("the sidecar's own row of the request id is the deeper one: it wrote the 503", () => {
  const given = [
    cart,
    containerLog(controller, [info(503, '10.244.2.29:8080 95 0.004 503')]),
    accessLog('shop/cart-0', [row(503, 'UC', 'upstream_reset_before_response_started{connection_termination}')]),
  ];
  assert.deepEqual(hops(given), [['cart-sidecar->cart', 'cart-sidecar', 'reset', false, 2]]);
});

test('the row of the sidecar that passes an answer on shows that the application wrote it', () => {
  const given = [cart, containerLog(controller, [info(503, '10.244.2.29:8080 19 0.004 503')]), accessLog('shop/cart-0', [row(503, '-', 'via_upstream')])];
  assert.deepEqual(hops(given), [['cart', 'cart', 'answered', false, 2]]);
});

test('without an id the same path, server and moment join, one to one', () => {
  const given = [
    cart,
    containerLog(controller, [info(503, '10.244.2.29:8080 95 0.004 503', '-'), info(503, '10.244.2.29:8080 95 0.004 503', '-').replace('0.010', '0.011')]),
    accessLog('shop/cart-0', [row(503, 'UC', 'upstream_reset_before_response_started{connection_termination}', 'inbound|8080||', 'other')]),
  ];
  assert.deepEqual(
    hops(given)
      .map(([hop, , , , count]) => [hop, count])
      .toSorted(),
    [
      ['cart-sidecar->cart', 2],
      ['ingress-nginx-controller->cart-sidecar', 1],
    ],
  );
});

test('another request id is another request, however alike', () => {
  const given = [
    cart,
    containerLog(controller, [info(503, '10.244.2.29:8080 95 0.004 503')]),
    accessLog('shop/cart-0', [
      row(503, 'UC', 'upstream_reset_before_response_started{connection_termination}', 'inbound|8080||', '00000000-ceea-467a-9a36-dedd4bea2543'),
    ]),
  ];
  assert.equal(hops(given).length, 2);
});

test('one side alone says that the author of the answer is not seen', () => {
  const given = [cart, containerLog(controller, [info(503, '10.244.2.29:8080 95 0.004 503')])];
  assert.deepEqual(hops(given), [['ingress-nginx-controller->cart-sidecar', 'cart-sidecar', 'answered', true, 1]]);
});

test('an Envoy gateway before nginx passes on what nginx made: nginx is the deeper one', () => {
  const edge = manifest`
    apiVersion: v1
    kind: Pod
    metadata: { name: edge-0, namespace: shop, ownerReferences: [{ kind: StatefulSet, name: edge, controller: true }] }
    spec: { containers: [{ name: nginx, image: nginx }] }
    status: { podIP: 10.244.2.40 }
  `;
  const gateway = row(502, '-', 'via_upstream', 'outbound|8080||edge.shop.svc.cluster.local')
    .replaceAll('10.244.2.29', '10.244.2.40')
    .replace('127.0.0.6', '10.244.1.9')
    .replace(' 10.244.2.40:8080 10.244.1.9', ' 10.244.1.9:8443 192.0.2.1');
  const given = [
    edge,
    accessLog('istio-system/istio-ingressgateway-7d9f8c6b5-x2x4z', [gateway]),
    containerLog('shop/edge-0/nginx', [
      error('upstream prematurely closed connection while reading response header from upstream'),
      info(502, '10.244.2.29:8080 0 0.001 502'),
    ]),
  ];
  assert.deepEqual(hops(given), [['edge->shop-cart-8080', 'edge', 'reset', false, 3]]);
});

test('what a load balancer passes on from nginx counts at nginx', () => {
  const edge = manifest`
    apiVersion: v1
    kind: Pod
    metadata: { name: ingress-nginx-controller-7d9f8c6b5-x2x4z, namespace: ingress-nginx }
    spec: { containers: [{ name: controller, image: ingress-nginx/controller }] }
    status: { podIP: 10.244.1.9 }
  `;
  const alb =
    'https 2026-11-22T17:31:20.001Z app/my-lb/50dc6c495c0c9188 192.168.131.39:2817 10.244.1.9:80 0.000 0.001 0.000 502 502 34 366 "POST https://shop.example.com:443/api/cart HTTP/1.1" "curl/7" - - - "-" "-" "-" 1 2026-11-22T17:31:19.990000Z "forward" "-" "-" "10.244.1.9:80" "502" "-" "-"';
  const given = [
    edge,
    { kind: 'log', file: 'alb/alb.log', identity: {}, lines: [alb] } as const,
    containerLog(controller, [error('connect() failed (111: Connection refused) while connecting to upstream'), info(502, '10.244.2.29:8080 0 0.001 502')]),
  ];
  assert.deepEqual(
    hops(given).map(([hop, , family, , count]) => [hop, family, count]),
    [['ingress-nginx-controller-7d9f8c6b5-x2x4z->shop-cart-8080', 'connect', 3]],
  );
});

test('a pod with a proxy of another mesh before its application does not answer for itself alone', () => {
  const meshed = manifest`
    apiVersion: v1
    kind: Pod
    metadata: { name: cart-0, namespace: shop, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
    spec: { containers: [{ name: app, image: cart }, { name: linkerd-proxy, image: cr.l5d.io/linkerd/proxy }] }
    status: { podIP: 10.244.2.29 }
  `;
  const unseen = (pod: Given): readonly boolean[] =>
    factOf(failures, [pod, containerLog(controller, [info(503, '10.244.2.29:8080 19 0.004 503')])]).map(({ unseenBeyond }) => unseenBeyond);
  assert.deepEqual(unseen(meshed), [true]);
  const bare = manifest`
    apiVersion: v1
    kind: Pod
    metadata: { name: cart-0, namespace: shop, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
    spec: { containers: [{ name: app, image: cart }] }
    status: { podIP: 10.244.2.29 }
  `;
  assert.deepEqual(unseen(bare), [false]);
});

test("nginx inside the server's pod is the server of its sidecar's hop", () => {
  const given = [
    cart,
    accessLog('shop/cart-0', [row(502, '-', 'via_upstream')]),
    containerLog('shop/cart-0/nginx', [
      error('connect() failed (111: Connection refused) while connecting to upstream').replaceAll('http://10.244.2.29:8080', 'fastcgi://127.0.0.1:9000'),
      `10.0.0.7 - - [22/Nov/2026:17:31:20 +0000] "POST /api/cart HTTP/1.1" 502 150 "-" "curl/8.5.0"`,
    ]),
  ];
  assert.deepEqual(hops(given), [['cart-nginx->cart', 'cart-nginx', 'connect', false, 3]]);
});

test("an application's own access log behind its sidecar is no second request", () => {
  const given = [
    cart,
    accessLog('shop/cart-0', [row(503, '-', 'via_upstream'), row(200, '-', 'via_upstream', 'inbound|8080||', 'another')]),
    containerLog('shop/cart-0/nginx', [
      '127.0.0.6 - - [22/Nov/2026:17:31:20 +0000] "POST /api/cart HTTP/1.1" 503 19 "-" "curl/8.5.0"',
      '127.0.0.6 - - [22/Nov/2026:17:31:20 +0000] "POST /api/cart HTTP/1.1" 200 19 "-" "curl/8.5.0"',
    ]),
  ];
  const { requests } = factOf(traffic, given);
  assert.deepEqual([requests.seen, requests.failed], [2, 1]);
});

test('a combined log alone shows no request of any hop', () => {
  const given = [containerLog('shop/web-0/web', ['10.0.0.7 - - [22/Nov/2026:17:31:20 +0000] "GET / HTTP/1.1" 503 19 "-" "curl/8.5.0"'])];
  assert.throws(() => factOf(traffic, given), /missing/);
});

test('requests that nginx passed on well are seen, and none failed', () => {
  const { requests, served, observed } = factOf(traffic, [containerLog(controller, [info(200, '10.244.2.29:8080 150 0.004 200')])]);
  assert.deepEqual([requests.seen, requests.failed, [...served.keys()], observed], [1, 0, ['shop-cart-8080'], true]);
});

test('requests that the sidecar logged as well are counted once', () => {
  const given = [cart, containerLog(controller, [info(200, '10.244.2.29:8080 150 0.004 200')]), accessLog('shop/cart-0', [row(200, '-', 'via_upstream')])];
  assert.equal(factOf(traffic, given).requests.seen, 1);
});

test('an attempt that nginx repeated with success is saved, with and without its own line of the request', () => {
  const reset = error('upstream prematurely closed connection while reading response header from upstream');
  const repeated = info(200, '10.244.2.29:8080, 10.244.2.30:8080 0, 150 0.001, 0.004 502, 200');
  const later = info(200, '10.244.2.29:8080 150 0.004 200').replace('17:31:20', '17:31:40');
  const { requests } = factOf(traffic, [containerLog(controller, [reset, repeated, later])]);
  assert.deepEqual([requests.failed, requests.savedByRetry], [0, 1]);
  // the request's line is an ordinary one: every request has a line, and none failed
  const plain = (second: number): string => `10.0.0.7 - - [22/Nov/2026:17:31:${second} +0000] "POST /api/cart HTTP/1.1" 200 150 "-" "curl/8.5.0"`;
  const inPlain = factOf(traffic, [containerLog('shop/edge-0/nginx', [plain(10), reset, plain(20), plain(40)])]);
  assert.deepEqual([inPlain.requests.failed, inPlain.requests.savedByRetry, inPlain.requests.seen], [0, 1, 3]);
});

test('an attempt whose request left no line is a failure: the access log of its host may be off', () => {
  const reset = error('upstream prematurely closed connection while reading response header from upstream');
  const others = [10, 40].map((second) => info(200, '10.244.2.29:8080 150 0.004 200').replace('17:31:20', `17:31:${second}`).replace('/api/cart', '/other'));
  const { requests } = factOf(traffic, [containerLog(controller, [...others, reset])]);
  assert.deepEqual([requests.failed, requests.savedByRetry], [1, 0]);
  const plain = [10, 40].map((second) => `10.0.0.7 - - [22/Nov/2026:17:31:${second} +0000] "POST /other HTTP/1.1" 200 150 "-" "curl/8.5.0"`);
  const inPlain = factOf(traffic, [containerLog('shop/edge-0/nginx', [...plain, reset])]);
  assert.deepEqual([inPlain.requests.failed, inPlain.requests.savedByRetry], [1, 0]);
});

test('a Service is found by its address and by the names that proxies make of it', () => {
  const service = manifest`
    apiVersion: v1
    kind: Service
    metadata: { name: cart, namespace: shop }
    spec: { clusterIP: 10.96.0.7, ports: [{ port: 8080, name: http }] }
  `;
  const targets = (line: string): readonly string[] =>
    factOf(traffic, [service, containerLog('edge/lb-0/proxy', [line])]).incidents.map(({ target }) => target);
  const haproxy = '10.0.1.2:33317 [22/Nov/2026:17:31:19.655] http shop_cart_http/SRV_1 0/0/1/-1/3 502 217 - - SH-- 12/11/3/1/0 0/0 "POST /api/cart HTTP/1.1"';
  assert.deepEqual(targets(info(502, '10.96.0.7:8080 0 0.001 502')), ['cart.shop']);
  assert.deepEqual(targets(info(502, '10.244.2.29:8080 0 0.001 502')), ['cart.shop']);
  assert.deepEqual(targets(haproxy), ['cart.shop']);
});

const tunnel = (side: string, failure: string): string =>
  `2026-11-22T17:31:19.977Z\terror\taccess\tconnection complete\tsrc.addr=10.244.1.5:41234 src.workload="web-7d9f8c6b5-x2x4z" src.namespace="shop" dst.addr=10.244.2.29:15008 dst.hbone_addr=10.244.2.29:8080 dst.service="cart.shop.svc.cluster.local" dst.workload="cart-0" dst.namespace="shop" direction="${side}" bytes_sent=0 bytes_recv=0 duration="2ms" error="${failure}"`;

test('both ends of a connection through an ambient mesh are one failure, at the end that knows why', () => {
  const given = [
    containerLog('istio-system/ztunnel-x2x4z/istio-proxy', [tunnel('outbound', 'http status: 503 Service Unavailable')]),
    containerLog('istio-system/ztunnel-b5c6d/istio-proxy', [tunnel('inbound', 'connection failed: Connection refused (os error 111)')]),
  ];
  assert.deepEqual(
    factOf(failures, given).map(({ hop, family, client, pod, evidence }) => [hop, family, client, pod, evidence.length]),
    [['ztunnel->cart', 'connect', 'web', 'shop/cart-0', 2]],
  );
  assert.deepEqual([factOf(traffic, given).observed, factOf(traffic, given).requests.failed], [false, 1]);
});

test('a ztunnel is of the namespace that its log is from', () => {
  const given = [containerLog('kube-system/ztunnel-b5c6d/istio-proxy', [tunnel('inbound', 'connection failed: Connection refused (os error 111)')])];
  assert.equal(factOf(failures, given)[0]?.writer.workload.namespace, 'kube-system');
});

test("Linkerd's inbound proxy speaks of its own application, its outbound proxy of the next workload", () => {
  const line = (side: string, words: string): string =>
    `2026-11-22T17:31:19.977123456Z [  1589.462218s]  INFO ThreadId(01) ${side}:rescue{client.addr=10.0.1.145:36552}: linkerd_app_core::errors::respond: HTTP/1.1 request failed error=${words} error.sources=[${words}]`;
  const given = [
    containerLog('shop/cart-0/linkerd-proxy', [line('inbound:server{port=8080}', 'error trying to connect: Connection refused (os error 111)')]),
    containerLog('shop/web-0/linkerd-proxy', [
      line(
        'outbound:proxy{addr=10.43.67.169:8080}',
        'logical service 10.43.67.169:8080: route default.http: backend Service.shop.stock:8080: service in fail-fast',
      ),
    ]),
  ];
  assert.deepEqual(
    factOf(failures, given).map(({ hop, family, direction }) => [hop, family, direction]),
    [
      ['cart-sidecar->cart', 'connect', 'inbound'],
      ['web-sidecar->stock', 'no-host', 'outbound'],
    ],
  );
});

test('failing requests whose lines were not all kept are counted all the same', () => {
  const lines = Array.from({ length: 12 }, (_, second) => info(502, '10.244.2.29:8080 0 0.001 502').replace('31:20', `31:${20 + second}`));
  const collector = createLogCollector({ failureLimit: 4 });
  const log = collector.open('a.log', { namespace: 'ingress-nginx', pod: 'ingress-nginx-controller-7d9f8c6b5-x2x4z' });
  for (const [index, line] of lines.entries()) log.line(line, index + 1);
  log.close();
  const { proxyLogs, notes } = collector.finish();
  const value = createResolver({ ...makeSnapshot([]), artifacts: { 'proxy-logs': { status: 'ok', value: proxyLogs } } })(traffic);
  assert.ok(value.status === 'ok');
  const { incidents } = value.value as Traffic; // the fact's own type
  assert.deepEqual([incidents[0]?.total, incidents[0]?.failures.length, notes.map(({ id }) => id)], [12, 4, ['logs/failuresCut']]);
});

test('one log that was collected twice counts once', () => {
  const lines = [error('upstream prematurely closed connection while reading response header from upstream'), info(502, '10.244.2.29:8080 0 0.001 502')];
  const given = [containerLog(controller, lines), { ...containerLog(controller, lines), file: 'copy/controller.log', identity: {} } as Given];
  assert.equal(factOf(failures, given).length, 1);
});
