import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessLog, containerLog } from '../testing/index.ts';
import { factOf } from '../testing/fact-of.ts';
import { failures } from './failures.ts';
import { traffic } from './traffic.ts';

const id = 'ab1e4da7-5f1d-45ea-bb4a-fa1ccd03b82b';
const json = (fields: { readonly [key: string]: unknown }): string =>
  JSON.stringify({
    start_time: '2026-11-22T17:31:19.977Z',
    method: 'POST',
    path: '/shop.Cart/Get',
    protocol: 'HTTP/2',
    duration: 3,
    bytes_received: 0,
    bytes_sent: 0,
    authority: 'shop.example.com',
    request_id: id,
    response_code_details: 'via_upstream',
    response_flags: '-',
    response_code: 200,
    upstream_host: '10.244.0.13:8080',
    upstream_local_address: '10.244.0.14:58822',
    downstream_local_address: '10.244.0.14:8080',
    downstream_remote_address: '10.0.0.9:34805',
    ...fields,
  });
const lost = { response_code: 503, response_flags: 'UC', response_code_details: 'upstream_reset_before_response_started{connection_termination}' };

test('the proxies of Contour and Envoy Gateway are gateways, and Contour names the Service', () => {
  const hops = (pod: string, cluster: string): readonly unknown[] =>
    factOf(failures, [accessLog(pod, [json({ ...lost, upstream_cluster: cluster })])]).map(({ hop, writer, server, direction }) => [
      hop,
      writer.role,
      server.workload.namespace,
      direction,
    ]);
  assert.deepEqual(hops('projectcontour/envoy-x2x4z', 'shop/cart/8080/da39a3ee5e'), [['envoy->cart', 'gateway', 'shop', 'gateway']]);
  assert.deepEqual(hops('envoy-gateway-system/envoy-shop-eg-7d9f8c6b5-x2x4z', 'httproute/shop/cart/rule/0'), [
    ['envoy-shop-eg->shop.example.com', 'gateway', undefined, 'gateway'],
  ]);
});

test('a waypoint is a gateway before the Service that its cluster names', () => {
  const rows = factOf(failures, [
    accessLog('shop/waypoint-7d9f8c6b5-x2x4z', [json({ ...lost, upstream_cluster: 'inbound-vip|8080|http|cart.shop.svc.cluster.local' })]),
  ]);
  assert.deepEqual(
    rows.map(({ hop, direction }) => [hop, direction]),
    [['waypoint->cart', 'gateway']],
  );
});

test('UNAVAILABLE over HTTP 200 is a failure that the next one answered', () => {
  const row = json({ upstream_cluster: 'inbound|8080||', grpc_status: 'Unavailable' });
  assert.deepEqual(
    factOf(failures, [accessLog('shop/cart-0', [row])]).map(({ family, code, hop }) => [family, code, hop]),
    [['answered', 503, 'cart']],
  );
});

test('NOT_FOUND over HTTP 200 is an answer, and so is a row without the status', () => {
  const rows = [json({ upstream_cluster: 'inbound|8080||', grpc_status: 'NotFound' }), json({ upstream_cluster: 'inbound|8080||', request_id: 'other' })];
  const { requests } = factOf(traffic, [accessLog('shop/cart-0', rows)]);
  assert.deepEqual([requests.seen, requests.failed], [2, 0]);
});

test("a gRPC client's words quote what an Envoy wrote into grpc-message", () => {
  const line =
    '2026-11-22T17:31:20.137Z error get cart from http://cart.shop.svc.cluster.local:8080: rpc error: code = Unavailable desc = upstream connect error or disconnect/reset before headers. reset reason: connection termination';
  const { incidents } = factOf(traffic, [containerLog('shop/web-0/web', [line])]);
  assert.deepEqual(
    incidents.map(({ target, families }) => [target, families]),
    [['cart.shop', ['reset']]],
  );
});
