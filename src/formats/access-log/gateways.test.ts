import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOfGrpcStatus, grpcStatusOf } from './grpc-status.ts';
import { parseAccessRow } from './parse-access-row.ts';
import type { AccessRow } from './row.ts';

const read = (object: { readonly [key: string]: unknown }): AccessRow | 'damaged' | undefined => parseAccessRow(JSON.stringify(object));
const field = <K extends keyof AccessRow>(row: AccessRow | 'damaged' | undefined, name: K): AccessRow[K] | undefined =>
  row === undefined || row === 'damaged' ? undefined : row[name];

/** The default JSON of Envoy Gateway (docs, Proxy Access Logs, v1.4). */
const envoyGateway = {
  ':authority': 'backend:3000',
  bytes_received: 0,
  bytes_sent: 95,
  connection_termination_details: null,
  downstream_local_address: '10.244.0.14:3000',
  downstream_remote_address: '10.244.0.12:34805',
  duration: 3000,
  method: 'GET',
  protocol: 'HTTP/1.1',
  requested_server_name: null,
  response_code: 503,
  response_code_details: 'upstream_reset_before_response_started{connection_termination}',
  response_flags: 'UC',
  route_name: 'httproute/shop/cart/rule/0/match/0/backend',
  start_time: '2026-11-22T17:31:19.977Z',
  upstream_cluster: 'httproute/shop/cart/rule/0',
  upstream_host: '10.244.0.13:3000',
  upstream_local_address: '10.244.0.14:58822',
  upstream_transport_failure_reason: null,
  'user-agent': 'curl/7.88.1',
  'x-envoy-origin-path': '/api',
  'x-envoy-upstream-service-time': null,
  'x-forwarded-for': '10.244.0.12',
  'x-request-id': 'ab1e4da7-5f1d-45ea-bb4a-fa1ccd03b82b',
};

/** The default JSON of Contour (accesslog-format: json, 1.30), where `@timestamp` is the start. */
const contour = {
  '@timestamp': '2026-11-22T17:31:19.977Z',
  authority: 'shop.example.com',
  bytes_received: 0,
  bytes_sent: 95,
  downstream_local_address: '10.244.0.14:8080',
  downstream_remote_address: '10.0.0.9:34805',
  duration: 3000,
  method: 'GET',
  path: '/api',
  protocol: 'HTTP/1.1',
  request_id: 'ab1e4da7-5f1d-45ea-bb4a-fa1ccd03b82b',
  requested_server_name: null,
  response_code: 503,
  response_flags: 'UC',
  uber_trace_id: null,
  upstream_cluster: 'shop/cart/8080/da39a3ee5e',
  upstream_host: '10.244.0.13:8080',
  upstream_local_address: '10.244.0.14:58822',
  upstream_service_time: null,
  user_agent: 'curl/7.88.1',
  x_forwarded_for: '10.0.0.9',
};

test("Envoy Gateway's names for the path, the host and the id are understood", () => {
  const row = read(envoyGateway);
  assert.deepEqual(
    [field(row, 'path'), field(row, 'authority'), field(row, 'requestId'), field(row, 'upstreamCluster'), field(row, 'flags')],
    ['/api', 'backend:3000', 'ab1e4da7-5f1d-45ea-bb4a-fa1ccd03b82b', 'httproute/shop/cart/rule/0', ['UC']],
  );
});

test("Contour's @timestamp is when the request began, a shipper's is when the line was written", () => {
  const at = Date.UTC(2026, 10, 22, 17, 31, 19, 977);
  assert.equal(field(read(contour), 'start'), at);
  assert.equal(field(read({ ...contour, upstream_cluster: 'outbound|8080||cart.shop.svc.cluster.local' }), 'start'), at - 3_000);
});

test('the status of a gRPC answer is read in each of its spellings', () => {
  assert.deepEqual(['14', 14, 'Unavailable', 'UNAVAILABLE', 'DEADLINE_EXCEEDED', 'DeadlineExceeded', 'OK', '-', '99', null, 'none'].map(grpcStatusOf), [
    14,
    14,
    14,
    14,
    4,
    4,
    0,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  assert.equal(field(read({ ...envoyGateway, response_code: 200, response_flags: '-', grpc_status: 'Unavailable' }), 'grpcStatus'), 14);
  assert.equal(field(read(envoyGateway), 'grpcStatus'), undefined);
});

test("only the server's own failures are failures over gRPC", () => {
  assert.deepEqual(
    [0, 1, 3, 5, 7, 8, 12, 16].map(failureOfGrpcStatus),
    Array.from({ length: 8 }, () => undefined),
  );
  assert.deepEqual([14, 4, 2, 13, 15].map(failureOfGrpcStatus), [503, 504, 500, 500, 500]);
});
