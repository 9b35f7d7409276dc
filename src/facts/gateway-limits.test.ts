import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gateways } from '../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { type Given, manifest } from '../testing/index.ts';
import { makeSnapshot } from '../testing/make-snapshot.ts';
import { gatewayPoolIdle, gatewayTimeouts } from './gateway-limits.ts';

function objects(...given: readonly Given[]): readonly KubernetesObject[] {
  const gathered = makeSnapshot(given).artifacts[gateways.id];
  return gathered?.status === 'ok' ? (gathered.value as readonly KubernetesObject[]) : []; // the artifact's own type
}
const httpProxy = (policy: string, name = 'shop'): Given => manifest`
  apiVersion: projectcontour.io/v1
  kind: HTTPProxy
  metadata: { name: ${name}, namespace: shop }
  spec: { routes: [{ services: [{ name: cart, port: 8080 }], timeoutPolicy: ${policy} }] }
`;
const contour = 'shop/cart/8080/da39a3ee5e';
const gateway = 'httproute/shop/cart/rule/1';
const route = manifest`
  apiVersion: gateway.networking.k8s.io/v1
  kind: HTTPRoute
  metadata: { name: cart, namespace: shop }
  spec:
    parentRefs: [{ name: eg }]
    rules: [{ timeouts: { request: 1s } }, { timeouts: { request: 4s, backendRequest: 2s } }]
`;
const policy = (target: string, http: string, name = 'p'): Given => manifest`
  apiVersion: gateway.envoyproxy.io/v1alpha1
  kind: BackendTrafficPolicy
  metadata: { name: ${name}, namespace: shop }
  spec: { ${target}, timeout: { http: ${http} } }
`;
const idle = (cluster: string, ...given: readonly Given[]): number | undefined => gatewayPoolIdle(cluster, objects(...given))?.value;

test("Contour's idle limit is that of the route to the Service, and an hour where it has none", () => {
  assert.equal(idle(contour, httpProxy('{ idleConnection: 50s }')), 50_000);
  assert.equal(idle(contour, httpProxy('{ response: 5s }')), 3_600_000);
  assert.equal(idle('shop/cart/9090/da39a3ee5e', httpProxy('{ idleConnection: 50s }')), undefined);
  assert.equal(idle(contour), undefined);
});

test('routes to one Service that differ leave it open', () => {
  assert.equal(idle(contour, httpProxy('{ idleConnection: 50s }'), httpProxy('{ idleConnection: 5s }', 'other')), undefined);
  assert.equal(idle(contour, httpProxy('{ idleConnection: 50s }'), httpProxy('{}', 'other')), undefined);
});

test("Envoy Gateway's idle limit is that of the policy for the route, before the one for its Gateway", () => {
  const own = policy('targetRefs: [{ kind: HTTPRoute, name: cart }]', '{ connectionIdleTimeout: 50s }');
  const wide = policy('targetRef: { kind: Gateway, name: eg }', '{ connectionIdleTimeout: 90s }', 'wide');
  assert.equal(idle(gateway, route, own, wide), 50_000);
  assert.equal(idle(gateway, route, wide), 90_000);
  assert.equal(idle(gateway, wide), undefined);
  assert.equal(idle(gateway, route, policy('targetRef: { kind: HTTPRoute, name: other }', '{ connectionIdleTimeout: 50s }')), undefined);
});

test('time limits are those of the rule that the cluster is named after, and of the policy', () => {
  const values = (cluster: string, ...given: readonly Given[]): readonly number[] => gatewayTimeouts(cluster, objects(...given)).map(({ value }) => value);
  assert.deepEqual(values(gateway, route), [4_000, 2_000]);
  assert.deepEqual(values(gateway, policy('targetRef: { kind: HTTPRoute, name: cart }', '{ requestTimeout: 7s }')), [7_000]);
  assert.deepEqual(values(contour, httpProxy('{ response: 5s }')), [5_000]);
  assert.deepEqual(values('outbound|8080||cart.shop.svc.cluster.local', route, httpProxy('{ response: 5s }')), []);
});

test('the places of a limit and of its absence are named', () => {
  assert.deepEqual(gatewayPoolIdle(contour, objects(httpProxy('{ idleConnection: 50s }')))?.from[0].at.path, 'spec.routes[0].timeoutPolicy.idleConnection');
  assert.deepEqual(
    gatewayPoolIdle(contour, objects(httpProxy('{}')))?.from.map(({ kind }) => kind),
    ['absence', 'default'],
  );
});
