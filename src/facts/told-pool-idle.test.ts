import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containerLog, type Given, manifest } from '../testing/index.ts';
import { factOf } from '../testing/fact-of.ts';
import { failures } from './failures.ts';
import { hopIdle } from './hop-idle.ts';

const line =
  '10.0.0.7 - - [22/Nov/2026:17:31:20 +0000] "POST /a HTTP/1.1" 502 150 "-" "curl/8.5.0" 412 0.004 [shop-cart-8080] [] 10.244.2.29:8080 0 0.004 502 -';
const controller = containerLog('ingress/ingress-nginx-controller-7d9f8c6b5-x2x4z/controller', [line]);
const settings = (data: string, namespace = 'ingress'): Given => manifest`
  { apiVersion: v1, kind: ConfigMap, metadata: { name: ingress-nginx-controller, namespace: ${namespace} }, data: ${data} }
`;
function poolOf(...given: readonly Given[]) {
  const [failure] = factOf(failures, given);
  assert.ok(failure !== undefined);
  return factOf(hopIdle, given)(failure).pool;
}

test('an ingress-nginx controller keeps connections for its documented 60 s, or as its ConfigMap says', () => {
  assert.deepEqual([poolOf(controller)?.value, poolOf(controller)?.from[0].kind], [60_000, 'default']);
  assert.deepEqual(poolOf(controller, settings('{ upstream-keepalive-timeout: "4" }'))?.value, 4_000);
  assert.equal(poolOf(controller, settings('{ upstream-keepalive-timeout: "4" }', 'elsewhere'))?.value, 60_000);
});

test('a load balancer has its idle limit, a plain nginx and HAProxy have one that nobody sees', () => {
  const alb =
    'https 2026-11-22T17:31:20.186641Z app/my-lb/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.001 -1 -1 502 - 34 366 "GET https://a:443/ HTTP/1.1" "curl/7" - - - "-" "-" "-" 1 2026-11-22T17:31:20.184000Z "forward" "-" "-" "10.0.0.1:80" "-" "-" "-"';
  assert.equal(poolOf(containerLog('x/lb/log', [alb]))?.value, 60_000);
  assert.equal(poolOf(containerLog('shop/edge-0/nginx', [line])), undefined);
});

test('a default that may have been changed out of sight clears no hop of the race', () => {
  const server = (idle: string): Given => manifest`
    apiVersion: v1
    kind: Pod
    metadata: { name: cart-0, namespace: shop, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
    spec: { containers: [{ name: app, image: 'victoriametrics/vminsert:v1.131.0-cluster', args: ['-http.idleConnTimeout=${idle}'] }] }
    status: { podIP: 10.244.2.29 }
  `;
  assert.equal(poolOf(controller, server('5s'))?.value, 60_000);
  assert.equal(poolOf(controller, server('65s')), undefined);
  assert.equal(poolOf(controller, server('65s'), settings('{ enable-brotli: "true" }'))?.value, 60_000);
});
