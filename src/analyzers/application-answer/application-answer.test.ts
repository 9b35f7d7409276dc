import test from 'node:test';
import { accessLog, containerLog, manifest, testAnalyzer } from '../../testing/index.ts';
import { applicationAnswer } from './index.ts';

const target = 'cart.shop';
const row = (flag: string, details: string, cluster: string, code = 503): string =>
  `[2026-11-22T17:31:19.977Z] "POST /checkout HTTP/1.1" ${code} ${flag} ${details} - "-" 967 335 158 143 "-" "web/2.4" "5a00e873-4d8f-45c7-9758-fc3a929f3403" "cart.shop.svc.cluster.local:8080" "10.244.2.29:8080" ${cluster} 10.244.2.31:37662 10.96.31.10:8080 10.244.2.31:37438 - default`;
const inbound = row('-', 'via_upstream', 'inbound|8080||');
const outbound = row('-', 'via_upstream', 'outbound|8080||cart.shop.svc.cluster.local');
const services = manifest`{ apiVersion: v1, kind: Service, metadata: { name: cart, namespace: shop }, spec: { selector: { app: cart }, ports: [{ port: 8080 }] } }`;
const quote = (body: string): ReturnType<typeof containerLog> =>
  containerLog('shop/web-0/web', [`2026-11-22T17:31:20.137Z error POST http://cart.shop.svc.cluster.local:8080/checkout failed: HTTP 503 '${body}'`]);
const answered = { count: 1, failures: 1, server: 'cart' };

const vmRow = (path: string): string => outbound.replaceAll('cart.shop', 'vminsert.shop').replace('/checkout', path);
const refused = (time: string, path: string, also = ''): ReturnType<typeof containerLog> =>
  containerLog('shop/vminsert-0/vminsert', [
    `${time}\twarn\tVictoriaMetrics/app/vminsert/main.go:178\tremoteAddr: "127.0.0.6:44110${also}"; requestURI: ${path}; cannot parse path "/x"`,
  ]);

testAnalyzer(test, applicationAnswer, [
  {
    name: 'a row of its own proxy without a flag is the answer of the application',
    given: [accessLog('shop/cart-0', [inbound])],
    expect: [{ message: 'answersItself', data: answered, incident: 'incident-1', explains: [0] }],
  },
  {
    name: 'an answer that nginx passes on from a pod without a proxy is the application’s',
    given: [
      manifest`
        apiVersion: v1
        kind: Pod
        metadata: { name: cart-0, namespace: shop, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
        spec: { containers: [{ name: app, image: cart }] }
        status: { podIP: 10.244.2.29 }
      `,
      containerLog('ingress/ingress-nginx-controller-7d9f8c6b5-x2x4z/controller', [
        '10.0.0.7 - - [22/Nov/2026:17:31:20 +0000] "GET /api HTTP/1.1" 503 19 "-" "curl/8.5.0" 412 0.004 [shop-cart-8080] [] 10.244.2.29:8080 19 0.004 503 8f14e45fceea167a5a36dedd4bea2543',
      ]),
    ],
    expect: [{ message: 'answersThrough', data: { ...answered, proxy: 'nginx' }, explains: [0] }],
  },
  {
    name: 'with the body that the caller quotes there are two witnesses',
    given: [services, accessLog('shop/cart-0', [inbound]), quote('inventory database is read-only')],
    expect: [{ message: 'bodyIsItsOwn', data: { ...answered, body: 'inventory database is read-only' }, explains: [0] }],
  },
  {
    name: 'an answer passed on by the caller’s proxy alone is the application’s when its body is',
    given: [services, accessLog('shop/web-0', [outbound]), quote('inventory database is read-only')],
    expect: [{ message: 'bodyIsItsOwn', data: { ...answered, body: 'inventory database is read-only' }, explains: [0] }],
  },
  {
    name: 'words with a cause of their own are left to it',
    given: [services, accessLog('shop/cart-0', [inbound]), quote('server is shutting down')],
    expect: [{ message: 'bodyNamesReason', data: { ...answered, body: 'server is shutting down' }, explains: [0] }],
  },
  {
    name: 'an answer passed on with the words of Envoy is not of the application',
    given: [
      services,
      accessLog('shop/web-0', [outbound]),
      quote('upstream connect error or disconnect/reset before headers. reset reason: connection termination'),
    ],
    expect: [{ message: 'bodyIsEnvoys', data: { target, body: 'upstream connect error or disconnect/reset before headers' } }],
  },
  {
    name: 'rows with flags are written by proxies',
    given: [accessLog('shop/cart-0', [row('UC', 'upstream_reset_before_response_started{connection_termination}', 'inbound|8080||')])],
    expect: [{ message: 'writtenByProxies', data: { failures: 1, target, server: 'cart', flags: 'UC' } }],
  },
  {
    name: 'an answer passed on that the server logs as its own refusal is the server’s',
    given: [accessLog('shop/web-0', [vmRow('/insert/0/prometheus/api/v1/write')]), refused('2026-11-22T17:31:20.136Z', '/insert/0/prometheus/api/v1/write')],
    expect: [{ message: 'logsItsRefusal', data: { count: 1, failures: 1, server: 'vminsert', error: 'cannot parse path "/x"' }, explains: [0] }],
  },
  {
    name: 'vmselect’s log names the request with its query',
    given: [
      accessLog('shop/web-0', [vmRow('/select/0/prometheus/api/v1/query?query=up')]),
      refused('2026-11-22T17:31:20.136Z', '/select/0/prometheus/api/v1/query?query=up&step=300s'),
    ],
    expect: [{ message: 'logsItsRefusal', data: { count: 1, failures: 1, server: 'vminsert', error: 'cannot parse path "/x"' } }],
  },
  {
    name: 'behind a gateway the log names the caller’s address as well',
    given: [
      accessLog('shop/web-0', [vmRow('/insert/0/prometheus/api/v1/write')]),
      refused('2026-11-22T17:31:20.136Z', '/insert/0/prometheus/api/v1/write', ', X-Forwarded-For: 10.1.0.9'),
    ],
    expect: [{ message: 'logsItsRefusal', data: { count: 1, failures: 1, server: 'vminsert', error: 'cannot parse path "/x"' } }],
  },
  {
    name: 'a refusal of another path is another request’s',
    given: [accessLog('shop/web-0', [vmRow('/insert/0/prometheus/api/v1/write')]), refused('2026-11-22T17:31:20.136Z', '/insert/0/influx/write')],
    expect: [],
  },
  {
    name: 'a refusal a minute later is another request’s',
    given: [accessLog('shop/web-0', [vmRow('/insert/0/prometheus/api/v1/write')]), refused('2026-11-22T17:32:20.136Z', '/insert/0/prometheus/api/v1/write')],
    expect: [],
  },
  { name: 'an answer passed on from beyond, with no body quoted, may be anybody’s', given: [services, accessLog('shop/web-0', [outbound])], expect: [] },
  {
    name: 'an error of the application below 500 is no failure',
    given: [accessLog('shop/cart-0', [row('-', 'via_upstream', 'inbound|8080||', 404)])],
    expect: [],
  },
  { name: 'without any log there is nothing to see', given: [], expect: 'skipped' },
]);
