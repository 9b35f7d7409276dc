import test from 'node:test';
import { accessLog, manifest, testFix } from '../../testing/index.ts';
import { poolLimits } from './index.ts';

const row = (index: number, answer: string): string =>
  `[2026-01-01T00:00:0${Math.floor(index / 3)}.${index}00Z] "GET /items HTTP/1.1" ${answer} - "-" 0 0 1 - "-" "frontend" "00000000-0000-4000-8000-00000000000${index}" "catalog.shop:8080" "10.244.2.9:8080" outbound|8080||catalog.shop.svc.cluster.local 10.244.1.10:54752 10.96.0.9:8080 10.244.1.10:40000 - default`;
const refused = accessLog(
  'shop/frontend-0',
  [0, 1, 2, 3].map((index) => row(index, '503 UO upstream_reset_before_response_started{overflow}')),
);
const named = { target: 'catalog.shop' };

testFix(test, poolLimits, [
  {
    name: 'each limit of the rule gets room for twice the worst second',
    given: [
      refused,
      manifest`
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: catalog, namespace: shop }
        spec: { host: catalog, trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1, idleTimeout: 50s } } } }
      `,
    ],
    named,
    expect: [
      {
        title: 'raise',
        limits: ['moves', 'perProxy'],
        objects: [
          {
            apiVersion: 'networking.istio.io/v1',
            kind: 'DestinationRule',
            metadata: { name: 'catalog', namespace: 'shop' },
            spec: { trafficPolicy: { connectionPool: { tcp: { maxConnections: 8 }, http: { http1MaxPendingRequests: 8 } } } },
          },
        ],
      },
    ],
  },
  {
    name: 'a rule that limits nothing is not the one that refused',
    given: [
      refused,
      manifest`
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: catalog, namespace: shop }
        spec: { host: catalog, trafficPolicy: { connectionPool: { http: { idleTimeout: 50s } } } }
      `,
    ],
    named,
    expect: [],
  },
]);
