import test from 'node:test';
import { accessLog, manifestOf, testFix } from '../../testing/index.ts';
import { routeDestination } from './index.ts';

const lost = accessLog('shop/web-0', [
  '[2026-11-22T17:24:05.103Z] "GET /cart HTTP/1.1" 503 NC cluster_not_found - "-" 0 0 0 - "-" "curl/8" "21c74546-cf04-486f-bb59-e9256cabd425" "cart.shop.svc.cluster.local:8080" "-" - - 10.96.31.10:8080 10.244.1.34:55670 - -',
]);
const service = (name: string) =>
  manifestOf(`
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ port: 8080 }] }
`);
const stable = manifestOf(`
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec: { host: cart.shop.svc.cluster.local, subsets: [{ name: stable, labels: { version: v1 } }, { name: next, labels: { version: v2 } }] }
`);
const rule = (route: readonly object[]) =>
  manifestOf(`
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec: { hosts: [cart], http: [{ name: all, route: ${JSON.stringify(route)} }] }
`);
const to = (host: string, subset?: string, weight?: number) => ({
  destination: { host, ...(subset === undefined ? {} : { subset }) },
  ...(weight === undefined ? {} : { weight }),
});
const patched = (route: readonly object[]) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'cart', namespace: 'shop' },
  spec: { http: [{ name: 'all', route: route.map((each) => ({ ...each })) }] },
});
const named = { target: 'cart.shop' };

testFix(test, routeDestination, [
  {
    name: 'a host with one letter wrong is the Service that is like it',
    given: [lost, service('cart'), service('web'), rule([to('cort.shop.svc.cluster.local')])],
    named,
    expect: [{ title: 'correct', limits: ['spelling'], objects: [patched([to('cart.shop.svc.cluster.local')])] }],
  },
  {
    name: 'a host that is like two Services is neither',
    given: [lost, service('cart'), service('carb'), rule([to('carx')])],
    named,
    expect: [],
  },
  {
    name: 'the share of a subset that nobody defined goes to the other',
    given: [lost, service('cart'), stable, rule([to('cart', 'stable', 50), to('cart', 'canary', 50)])],
    named,
    expect: [{ title: 'takeOut', limits: ['meant'], objects: [patched([to('cart', 'stable')])] }],
  },
  {
    name: 'of several others the first gets it, and shares make a whole',
    given: [lost, service('cart'), stable, rule([to('cart', 'stable', 50), to('cart', 'canary', 20), to('cart', 'next', 30)])],
    named,
    expect: [{ title: 'takeOut', objects: [patched([to('cart', 'stable', 70), to('cart', 'next', 30)])] }],
  },
  { name: 'a route with no other destination is left to a person', given: [lost, service('cart'), stable, rule([to('cart', 'canary')])], named, expect: [] },
  { name: 'destinations that exist are not the reason', given: [lost, service('cart'), stable, rule([to('cart', 'stable')])], named, expect: [] },
]);
