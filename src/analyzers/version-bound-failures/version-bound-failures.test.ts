import test from 'node:test';
import { accessLog, type Given, manifestOf, testAnalyzer } from '../../testing/index.ts';
import { versionBoundFailures } from './index.ts';

const target = 'cart.shop';
const ended = '503 UC upstream_reset_before_response_started{connection_termination}';
const ok = '200 - via_upstream';
/** `count` requests that one pod got, one a second. */
const rows = (ip: string, answer: string, count: number, client = '10.1.0.9', host = `${ip}:8080`): readonly string[] =>
  Array.from({ length: count }, (_, second) => {
    const time = new Date(Date.UTC(2026, 10, 22, 17, 30, second)).toISOString();
    const id = `${ip.split('.').at(-1) ?? ''}${answer.slice(0, 3)}${client.split('.').at(-1) ?? ''}${second}`.padStart(12, '0');
    return `[${time}] "GET /cart HTTP/1.1" ${answer} - "-" 0 95 1 - "-" "web" "5a00e873-4d8f-45c7-9758-${id}" "cart.shop.svc:8080" "${host}" outbound|8080||cart.shop.svc.cluster.local ${client}:4${String(second).padStart(4, '0')} 10.96.0.4:8080 ${client}:51234 - default`;
  });
const pod = (name: string, ip: string, app: string, proxy: string, workload = 'cart'): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, ownerReferences: [{ kind: StatefulSet, name: ${workload}, controller: true }] }
spec: { containers: [{ name: app, image: '${app}' }, { name: istio-proxy, image: '${proxy}' }] }
status: { podIP: ${ip} }
`;
const objects = (...all: readonly string[]): Given => manifestOf(all.join('---'));
const old = pod('cart-0', '10.1.0.7', 'cart:1', 'proxyv2:1.30.1');
const newer = pod('cart-1', '10.1.0.8', 'cart:2', 'proxyv2:1.30.1');
const web = (...lines: readonly string[]): Given => accessLog('shop/web-0', lines);
const split = web(...rows('10.1.0.8', ended, 6), ...rows('10.1.0.8', ok, 6), ...rows('10.1.0.7', ok, 20));

testAnalyzer(test, versionBoundFailures, [
  {
    name: 'only pods with the new application fail',
    given: [split, objects(old, newer)],
    expect: [{ message: 'onlyOneApplicationFails', data: { failed: 6, target, image: 'cart:2', served: 20 }, explains: [0, 1, 2, 3, 4, 5] }],
  },
  {
    name: 'only pods with the new proxy fail',
    given: [split, objects(old, pod('cart-1', '10.1.0.8', 'cart:1', 'proxyv2:1.31.0'))],
    expect: [{ message: 'onlyOneProxyFails', data: { failed: 6, target, image: 'proxyv2:1.31.0', served: 20 } }],
  },
  {
    name: 'an ambient release with a confirmed defect, and a tunnel that ended',
    given: [
      web(...rows('10.1.0.8', ended, 2, '10.1.0.9', 'envoy://connect_originate/10.1.0.8:8080')),
      objects(pod('cart-1', '10.1.0.8', 'cart:1', 'proxyv2:1.27.3')),
    ],
    expect: [{ message: 'tunnelMayBeStale', data: { version: '1.27.3', failed: 2, failures: 2, target }, explains: [0, 1] }],
  },
  {
    name: 'near miss: the same rows with a release that has it no longer',
    given: [
      web(...rows('10.1.0.8', ended, 2, '10.1.0.9', 'envoy://connect_originate/10.1.0.8:8080')),
      objects(pod('cart-1', '10.1.0.8', 'cart:1', 'proxyv2:1.29.0')),
    ],
    expect: [],
  },
  {
    name: 'near miss: the other version served too little to tell',
    given: [web(...rows('10.1.0.8', ended, 6), ...rows('10.1.0.8', ok, 20), ...rows('10.1.0.7', ok, 5)), objects(old, newer)],
    expect: [],
  },
  {
    name: 'near miss: pods of both versions fail',
    given: [web(...rows('10.1.0.8', ended, 6), ...rows('10.1.0.7', ended, 6), ...rows('10.1.0.7', ok, 20)), objects(old, newer)],
    expect: [],
  },
  {
    name: 'every version of every program on the way fails',
    given: [
      web(...rows('10.1.0.8', ended, 6)),
      accessLog('shop/api-0', rows('10.1.0.7', ended, 6, '10.1.0.10')),
      objects(
        old,
        pod('cart-1', '10.1.0.8', 'cart:2', 'proxyv2:1.31.0'),
        pod('web-0', '10.1.0.9', 'web:1', 'proxyv2:1.30.1', 'web'),
        pod('api-0', '10.1.0.10', 'api:1', 'proxyv2:1.31.0', 'api'),
      ),
    ],
    expect: [{ message: 'everyVersionFails', data: { target, applications: 2, proxies: 2, clients: 2 } }],
  },
  { name: 'healthy: two versions that both serve', given: [web(...rows('10.1.0.8', ok, 6), ...rows('10.1.0.7', ok, 20)), objects(old, newer)], expect: [] },
  { name: 'without request evidence nothing is judged', given: [objects(old, newer)], expect: 'skipped' },
]);
