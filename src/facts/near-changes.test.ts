import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessLog, factOf, type Given, manifest } from '../testing/index.ts';
import { nearChanges } from './near-changes.ts';
import { traffic } from './traffic.ts';

const failing = (...seconds: readonly number[]): Given =>
  accessLog(
    'shop/orders-0',
    seconds.map(
      (second) =>
        `[${new Date(Date.UTC(2026, 10, 22, 10) + second * 1_000).toISOString()}] "GET / HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 1 - "-" "web" "id-${second}" "orders.shop.svc:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default`,
    ),
  );
const scaled = (name: string, time: string, namespace = 'shop'): Given => manifest`
  apiVersion: v1
  kind: Event
  metadata: { name: e-${name}-${time.replaceAll(':', '-')}, namespace: ${namespace} }
  involvedObject: { kind: Deployment, namespace: ${namespace}, name: ${name} }
  reason: ScalingReplicaSet
  message: Scaled down replica set
  lastTimestamp: "2026-11-22T${time}Z"
`;
const near = (given: readonly Given[]): unknown => {
  const [incident] = factOf(traffic, given).incidents;
  assert.ok(incident !== undefined);
  return factOf(nearChanges, given)(incident).map(({ change, burst, beforeMs }) => [change.subject.name, burst, beforeMs]);
};

test('a change is measured against the burst that it lies nearest to', () =>
  assert.deepEqual(near([failing(0, 1, 600, 601), scaled('orders', '10:09:55')]), [['orders', 1, 5_000]]));

test('a change that came after the failures had begun is told as that', () =>
  assert.deepEqual(near([failing(0, 1, 2), scaled('orders', '10:00:10')]), [['orders', 0, -10_000]]));

test('what concerns others, or lies far off, is left out', () =>
  assert.deepEqual(near([failing(0, 1, 2), scaled('payments', '10:00:00'), scaled('orders', '10:00:00', 'other'), scaled('orders', '09:00:00')]), []));
