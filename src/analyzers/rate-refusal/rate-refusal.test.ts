import test from 'node:test';
import { accessLog, containerLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { rateRefusal } from './index.ts';

const key = 'shop/cart-0';
const target = 'cart.shop';
const proxy = 'cart-sidecar';
const row = (answer: string): string =>
  `[2026-11-30T23:55:43.601Z] "GET /cart HTTP/1.1" ${answer} - "-" 0 18 0 - "-" "web/2.4" "5a00e873-4d8f-45c7-9758-fc3a929f3403" "cart.shop:8080" "-" inbound|8080|| - 10.1.0.7:8080 10.1.0.9:51234 - default`;
const server = (answer: string): Given => accessLog(key, [row(answer)]);
const client = (answer: string): Given =>
  accessLog('shop/web-0', [
    `[2026-11-30T23:55:43.601Z] "GET /cart HTTP/1.1" ${answer} - "-" 0 95 1 - "-" "web/2.4" "5a00e873-4d8f-45c7-9758-fc3a929f3403" "cart.shop:8080" "10.1.0.7:8080" outbound|8080||cart.shop.svc.cluster.local 10.1.0.9:40001 10.96.0.4:8080 10.1.0.9:51234 - default`,
  ]);
const filter = (name: string): Given => manifest`
  apiVersion: networking.istio.io/v1alpha3
  kind: EnvoyFilter
  metadata: { name: limits, namespace: shop }
  spec:
    workloadSelector: { labels: { app: cart } }
    configPatches:
      - applyTo: HTTP_FILTER
        patch: { operation: INSERT_BEFORE, value: { name: ${name} } }
`;
const pod = (app: string): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: cart-0, namespace: shop, labels: { app: ${app} }, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
  spec: { containers: [{ name: cart }, { name: istio-proxy }] }
  status: { podIP: 10.1.0.7 }
`;
const stats = (text: string): Given => document('envoy/shop/cart-0/stats.txt', `server.live: 1\n${text}\n`, key);
const local = { proxy, failed: 1, target, details: 'local_rate_limited' };
const ended = '503 UC upstream_reset_before_response_started{connection_termination}';

testAnalyzer(test, rateRefusal, [
  {
    name: 'nginx refuses for its rate in words of its own',
    given: [
      containerLog('shop/edge-0/nginx', [
        '2026/11/30 23:55:43 [error] 31#31: *7 limiting requests, excess: 20.400 by zone "one", client: 10.1.0.9, server: shop.example.com, request: "GET /cart HTTP/1.1", host: "cart.shop.svc"',
      ]),
    ],
    expect: [
      {
        message: 'refusedForRate',
        data: { proxy: 'edge', failed: 1, target, details: 'limiting requests, excess: 20.400 by zone "one"' },
        explains: [0],
      },
    ],
  },
  {
    name: 'the local limit of a sidecar refuses',
    given: [server('429 RL local_rate_limited')],
    expect: [{ message: 'refusedForRate', data: local, explains: [0] }],
  },
  {
    name: 'the EnvoyFilter that put the limit there is in the evidence',
    given: [server('429 RL local_rate_limited'), pod('cart'), filter('envoy.filters.http.local_ratelimit')],
    expect: [{ message: 'limitInEvidence', data: { ...local, source: 'EnvoyFilter shop/limits', limit: 'envoy.filters.http.local_ratelimit' } }],
  },
  {
    name: 'an EnvoyFilter for other pods put no limit here; the counter tells',
    given: [
      server('429 RL local_rate_limited'),
      pod('shelf'),
      filter('envoy.filters.http.local_ratelimit'),
      stats('http_local_rate_limiter.http_local_rate_limit.rate_limited: 7'),
    ],
    expect: [
      {
        message: 'limitInEvidence',
        data: { ...local, source: key, limit: 'http_local_rate_limiter.http_local_rate_limit.rate_limited = 7' },
      },
    ],
  },
  {
    name: 'the global limit refuses with a status of its own choice',
    given: [server('503 RL request_rate_limited')],
    expect: [{ message: 'refusedForRate', data: { ...local, details: 'request_rate_limited' } }],
  },
  {
    name: 'the rate-limit service cannot be asked and the filter is told to refuse then',
    given: [server('500 RLSE rate_limiter_error')],
    expect: [{ message: 'serviceFails', data: { ...local, details: 'rate_limiter_error' }, explains: [0] }],
  },
  {
    name: 'a limit of connections closes them before a byte is read',
    given: [client(ended), pod('cart'), stats('local_rate_limit.inbound.rate_limited: 12')],
    expect: [
      { message: 'connectionsRefused', data: { pod: key, counter: 'local_rate_limit.inbound.rate_limited', value: 12, failed: 1, target }, explains: [0] },
    ],
  },
  {
    name: 'near miss: a connection that ended at once, where nothing is counted',
    given: [client(ended), pod('cart'), stats('local_rate_limit.inbound.rate_limited: 0')],
    expect: [],
  },
  {
    name: 'near miss: a refusal by policy is none for the rate',
    given: [server('403 - rbac_access_denied_matched_policy[none]'), filter('envoy.filters.http.local_ratelimit')],
    expect: [{ message: 'nobodyLimits', data: { total: 1, target } }],
  },
  {
    name: 'near miss: 429 is the answer of the application itself',
    given: [server('429 - via_upstream'), filter('envoy.filters.http.local_ratelimit')],
    expect: [],
  },
  { name: 'healthy: a limit that nobody meets', given: [server('200 - via_upstream'), filter('envoy.filters.http.local_ratelimit')], expect: [] },
  { name: 'without request evidence nothing is judged', given: [pod('cart')], expect: 'skipped' },
]);
