import test from 'node:test';
import { containerLog, manifest, testAnalyzer } from '../../testing/index.ts';
import { otherProxyFailures } from './index.ts';

const controller = 'ingress-nginx/ingress-nginx-controller-7d9f8c6b5-x2x4z/controller';
const request = (second: number, method: string, status: string, upstream: string): string =>
  `10.0.0.7 - - [22/Nov/2026:17:31:${String(second).padStart(2, '0')} +0000] "${method} /api/cart/${second} HTTP/1.1" ${status} 150 "-" "curl/8.5.0" 412 0.004 [shop-cart-8080] [] ${upstream} ${String(second).padStart(32, '0')}`;
const reset = (second: number, method: string): string =>
  `2026/11/22 17:31:${String(second).padStart(2, '0')} [error] 31#31: *${second} upstream prematurely closed connection while reading response header from upstream, client: 10.0.0.7, server: shop.example.com, request: "${method} /api/cart/${second} HTTP/1.1", upstream: "http://10.244.2.29:8080/api/cart/${second}", host: "shop.example.com"`;
const lost = (second: number, method: string): readonly string[] => [reset(second, method), request(second, method, '502', '10.244.2.29:8080 0 0.004 502')];
const saved = (second: number): readonly string[] => [
  reset(second, 'GET'),
  request(second, 'GET', '200', '10.244.2.29:8080, 10.244.2.30:8080 0, 150 0.001, 0.003 502, 200'),
];
const bare = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: cart-0, namespace: shop }
  spec: { containers: [{ name: app, image: cart }] }
  status: { podIP: 10.244.2.29 }
`;
const target = 'shop-cart-8080';
const proxy = 'ingress-nginx-controller';

testAnalyzer(test, otherProxyFailures, [
  {
    name: 'a 502 without a byte of an answer has several possible reasons',
    given: [containerLog(controller, [request(20, 'POST', '502', '10.244.2.29:8080 0 0.004 502')])],
    expect: [{ message: 'reasonNotTold', data: { proxy, count: 1, failures: 1, target }, explains: [0] }],
  },
  {
    name: 'with the error log beside it the reason is known and nothing is said',
    given: [containerLog(controller, lost(20, 'POST'))],
    expect: [],
  },
  {
    name: 'a 504 may be late to connect or late to answer',
    given: [containerLog(controller, [request(20, 'GET', '504', '10.244.2.29:8080 0 60.001 504')])],
    expect: [{ message: 'lateReasonNotTold', data: { proxy, count: 1, failures: 1, target } }],
  },
  {
    name: 'a plain line beside an error log does not tell who made its 503',
    given: [
      containerLog(controller, [
        reset(10, 'POST'),
        '10.0.0.7 - - [22/Nov/2026:17:31:10 +0000] "POST /api/cart/10 HTTP/1.1" 502 150 "-" "curl/8.5.0"',
        '10.0.0.7 - - [22/Nov/2026:17:31:20 +0000] "GET /api/cart/20 HTTP/1.1" 503 19 "-" "curl/8.5.0"',
      ]),
    ],
    expect: [{ message: 'makerNotTold', data: { proxy, count: 1, failures: 2, target: 'shop.example.com' }, explains: [1] }],
  },
  {
    name: "Linkerd's access log does not tell whether the proxy or its application made a 5xx",
    given: [
      containerLog('shop/cart-0/linkerd-proxy', [
        '10.0.1.145:36552 web.shop.serviceaccount.identity.linkerd.cluster.local - [2026-11-22T17:31:19.977123456Z] "GET http://cart:8080/ HTTP/2.0" 503',
      ]),
    ],
    expect: [{ message: 'makerNotTold', data: { proxy: 'cart-sidecar', count: 1, failures: 1, target: 'cart.shop' } }],
  },
  {
    name: 'a 503 without an upstream asked nobody',
    given: [containerLog(controller, [request(20, 'GET', '503', '- - - -')])],
    expect: [{ message: 'nobodyAsked', data: { proxy, count: 1, failures: 1, target } }],
  },
  {
    name: 'only POST is lost while GET is repeated: connections from the cache',
    given: [
      containerLog(controller, [
        ...lost(10, 'POST'),
        ...lost(20, 'POST'),
        ...lost(30, 'POST'),
        ...saved(40),
        request(50, 'GET', '200', '10.244.2.29:8080 9 0.001 200'),
      ]),
    ],
    expect: [{ message: 'onlyUnrepeatable', data: { count: 3, target, methods: 'POST', saved: 1 }, explains: [0, 1, 2] }],
  },
  {
    name: 'GET that is lost at the first try was on a new connection',
    given: [
      containerLog(controller, [
        ...lost(10, 'GET'),
        ...lost(20, 'GET'),
        ...lost(30, 'HEAD'),
        ...saved(40),
        request(50, 'GET', '200', '10.244.2.29:8080 9 0.001 200'),
      ]),
    ],
    expect: [{ message: 'repeatable', data: { count: 3, target, methods: 'GET, HEAD', saved: 1 } }],
  },
  {
    name: 'without any repeat in the log nginx may be set up not to repeat, and nothing is said',
    given: [containerLog(controller, [...lost(10, 'GET'), ...lost(20, 'GET'), ...lost(30, 'GET')])],
    expect: [],
  },
  {
    name: 'an answer that is passed on from an unseen side names one side only',
    given: [containerLog(controller, [request(20, 'GET', '503', '10.244.2.29:8080 19 0.004 503')])],
    expect: [{ message: 'oneSideOnly', data: { count: 1, failures: 1, target, proxy } }],
  },
  {
    name: 'an answer of a pod that is known to have no proxy is its own',
    given: [containerLog(controller, [request(20, 'GET', '503', '10.244.2.29:8080 19 0.004 503')]), bare],
    expect: [],
  },
  {
    name: 'requests that went well say nothing',
    given: [containerLog(controller, [request(20, 'GET', '200', '10.244.2.29:8080 150 0.004 200')])],
    expect: [],
  },
  { name: 'without request evidence nothing can be observed', given: [], expect: 'skipped' },
]);
