import test from 'node:test';
import { accessLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { strainedProxy } from './index.ts';

const key = 'shop/cart-0';
const target = 'cart.shop';
const proxy = 'cart-sidecar';
const head = '[2026-11-30T23:55:49.750Z] "GET /cart HTTP/1.1"';
const ids = '"web/2.4" "5a00e873-4d8f-45c7-9758-fc3a929f3403" "cart.shop:8080"';
/** A load shed point answers before a route is chosen: Envoy 1.40.0. */
const shed = (answer = '503 - overload'): string => `${head} ${answer} - "-" 0 16 0 - "-" ${ids} "-" - - 10.1.0.7:8080 10.1.0.9:51234 - -`;
const inbound = (answer: string, ms = 1): string =>
  `${head} ${answer} 0 91 ${ms} - "-" ${ids} "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40001 10.1.0.7:8080 10.1.0.9:51234 - default`;
const outbound = (answer: string): string =>
  `${head} ${answer} 0 91 1 - "-" ${ids} "10.1.0.7:8080" outbound|8080||cart.shop.svc.cluster.local 10.1.0.9:40001 10.96.0.4:8080 10.1.0.9:51234 - default`;
/** Another request: the same one again would be a retry that saved it. */
const other = (text: string): string => text.replace('fc3a929f3403', 'fc3a929f3400');
const served = other(inbound('200 - via_upstream - "-"'));
const refused = '503 UF upstream_reset_before_response_started{remote_connection_failure} - "-"';
const pod = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: cart-0, namespace: shop, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
  spec: { containers: [{ name: cart, resources: { limits: { cpu: 500m } } }, { name: istio-proxy, resources: { limits: { cpu: 200m } } }] }
  status: { podIP: 10.1.0.7 }
`;
const top = (app: string, own: string): Given =>
  document(
    'top/pods.txt',
    `NAMESPACE   POD      NAME          CPU(cores)   MEMORY(bytes)\nshop        cart-0   cart          ${app}         83Mi\nshop        cart-0   istio-proxy   ${own}         83Mi\n`,
  );
const stats = (text: string): Given => document('envoy/shop/cart-0/stats.txt', `server.live: 1\n${text}\n`, key);
const cadvisor = (container: string): Given =>
  document(
    'metrics/cadvisor.txt',
    `container_cpu_cfs_periods_total{container="${container}",namespace="shop",pod="cart-0"} 1000
container_cpu_cfs_throttled_periods_total{container="${container}",namespace="shop",pod="cart-0"} 800
container_cpu_usage_seconds_total{container="${container}",namespace="shop",pod="cart-0"} 50
`,
  );
const slow = accessLog(key, [served, inbound('504 UT response_timeout - "-"', 15_000)]);

testAnalyzer(test, strainedProxy, [
  {
    name: 'a load shed point turns a request away, without a flag',
    given: [accessLog(key, [served, shed()])],
    expect: [{ message: 'shedsLoad', data: { proxy, failed: 1, target }, explains: [0] }],
  },
  {
    name: 'the overload manager resets a stream',
    given: [accessLog(key, [served, inbound('503 OM upstream_reset_before_response_started{overload_manager_reset} - "-"')])],
    expect: [{ message: 'shedsLoad', data: { proxy, failed: 1, target }, explains: [0] }],
  },
  {
    name: 'it counts what it turns away',
    given: [accessLog(key, [served, shed()]), stats('overload.envoy.load_shed_points.http_connection_manager_decode_headers.shed_load_count: 2')],
    expect: [
      {
        message: 'shedsLoadCounted',
        data: {
          proxy,
          failed: 1,
          target,
          pod: key,
          counter: 'overload.envoy.load_shed_points.http_connection_manager_decode_headers.shed_load_count',
          value: 2,
        },
      },
    ],
  },
  {
    name: 'no local port is left towards the application',
    given: [accessLog(key, [served, inbound('503 UF upstream_reset_before_response_started{local_connection_failure} - "delayed_connect_error:_99"')])],
    expect: [{ message: 'outOfLocalPorts', data: { proxy, failed: 1 }, explains: [0] }],
  },
  {
    name: 'a listener at its limit of connections',
    given: [accessLog('shop/web-0', [outbound(refused)]), pod, stats('listener.0.0.0.0_15006.downstream_cx_overflow: 40')],
    expect: [
      {
        message: 'refusesConnections',
        data: { pod: key, counter: 'listener.0.0.0.0_15006.downstream_cx_overflow', value: 40, failed: 1, target },
        explains: [0],
      },
    ],
  },
  {
    name: 'a proxy at its CPU limit and requests that ran out of time',
    given: [slow, pod, top('100m', '199m')],
    expect: [{ message: 'proxyAtCpuLimit', data: { pod: 'cart-0', used: 199, limit: 200, count: 1, failures: 1 }, explains: [0] }],
  },
  {
    name: 'a proxy that the kernel stops again and again',
    given: [slow, pod, cadvisor('istio-proxy')],
    expect: [{ message: 'proxyThrottled', data: { pod: 'cart-0', percent: 80, count: 1, failures: 1 }, explains: [0] }],
  },
  {
    name: 'near miss: the application is at its limit too, and slow by itself',
    given: [slow, pod, top('499m', '199m')],
    expect: [],
  },
  { name: 'near miss: the application is throttled, the proxy is not', given: [slow, pod, cadvisor('cart')], expect: [] },
  {
    name: 'near miss: a proxy with room',
    given: [slow, pod, top('100m', '10m')],
    expect: [{ message: 'proxyHasRoom', data: { target, percent: 5 } }],
  },
  {
    name: 'near miss: an application that refuses is no lack of ports',
    given: [accessLog(key, [inbound('503 UF upstream_reset_before_response_started{remote_connection_failure} - "delayed_connect_error:_111"')])],
    expect: [],
  },
  {
    name: 'near miss: more connections failed than were ever turned away',
    given: [accessLog('shop/web-0', [outbound(refused), other(outbound(refused))]), pod, stats('listener.0.0.0.0_15006.downstream_cx_overflow: 1')],
    expect: [],
  },
  {
    name: 'near miss: a limit of connections that was met explains no reset of a connection in use',
    given: [
      accessLog('shop/web-0', [
        other(outbound('200 - via_upstream - "-"')),
        outbound('503 UC upstream_reset_before_response_started{connection_termination} - "-"'),
      ]),
      pod,
      stats('listener.0.0.0.0_15006.downstream_cx_overflow: 40'),
    ],
    expect: [],
  },
  { name: 'healthy: a busy proxy whose requests go well', given: [accessLog(key, [served]), pod, top('100m', '199m')], expect: [] },
  { name: 'without request evidence nothing is judged', given: [pod], expect: 'skipped' },
]);
