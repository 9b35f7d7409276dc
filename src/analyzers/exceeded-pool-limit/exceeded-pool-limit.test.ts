import test from 'node:test';
import { accessLog, document, manifest, testAnalyzer } from '../../testing/index.ts';
import { exceededPoolLimit } from './index.ts';

const row = (flags: string): string =>
  `[2026-11-22T17:28:40.130Z] "POST /insert/0/prometheus/api/v1/import/prometheus HTTP/1.1" 503 ${flags} - "-" 0 81 0 - "-" "metrics-pusher/2.4" "2d448d31-c1c0-4baa-bb15-8eec0657baac" "vminsert.monitoring.svc.cluster.local:8480" "-" outbound|8480||vminsert.monitoring.svc.cluster.local - 10.96.31.10:8480 10.244.1.56:34034 - default`;
const refused = accessLog('monitoring/pusher-0', [row('UO upstream_reset_before_response_started{overflow}')]);
const rule = (host: string) => manifest`
  apiVersion: networking.istio.io/v1
  kind: DestinationRule
  metadata: { name: vminsert, namespace: monitoring }
  spec:
    host: ${host}
    trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } } }
`;
const dump = (thresholds: object) =>
  document(
    'envoy/monitoring/pusher-0/config_dump.json',
    {
      configs: [
        {
          '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
          dynamic_active_clusters: [
            {
              cluster: {
                '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
                name: 'outbound|8480||vminsert.monitoring.svc.cluster.local',
                type: 'EDS',
                circuit_breakers: { thresholds: [thresholds] },
              },
            },
          ],
        },
      ],
    },
    'monitoring/pusher-0',
  );

const counted = document(
  'envoy/monitoring/pusher-0/stats.txt',
  'cluster.outbound|8480||vminsert.monitoring.svc.cluster.local;.upstream_rq_pending_overflow: 283\ncluster.outbound|8480||vminsert.monitoring.svc.cluster.local;.upstream_rq_total: 5\ncluster.x.upstream_rq_total: 5\n',
  'monitoring/pusher-0',
);

testAnalyzer(test, exceededPoolLimit, [
  {
    name: 'a DestinationRule limits the pool that refused',
    given: [refused, rule('vminsert.monitoring.svc.cluster.local')],
    expect: [
      { message: 'limitReached', data: { failures: 1, target: 'vminsert.monitoring', limits: 'http1MaxPendingRequests 1, maxConnections 1' }, explains: [0] },
    ],
  },
  {
    name: 'most refusals are made by the caller’s proxy: the limit is at its hop, though the server’s proxy refused one too',
    given: [
      accessLog('monitoring/pusher-0', [
        row('UO upstream_reset_before_response_started{overflow}'),
        row('UO upstream_reset_before_response_started{overflow}').replace('2d448d31', '2d448d32'),
      ]),
      accessLog('monitoring/vminsert-0', [
        `[2026-11-22T17:28:41.130Z] "POST /insert/0/prometheus/api/v1/import/prometheus HTTP/1.1" 503 UO upstream_reset_before_response_started{overflow} - "-" 0 81 0 - "-" "metrics-pusher/2.4" "2d448d33-c1c0-4baa-bb15-8eec0657baac" "vminsert.monitoring.svc.cluster.local:8480" "-" inbound|8480|| - 10.244.1.57:8480 10.244.1.56:34036 - default`,
      ]),
    ],
    expect: [{ message: 'refusedByPool', hop: 'pusher-sidecar->vminsert-sidecar', data: { failures: 3, target: 'vminsert.monitoring' } }],
  },
  {
    name: 'the effective cluster has the limit',
    given: [refused, dump({ max_pending_requests: 1, max_connections: 4294967295, max_requests: 4294967295, max_retries: 4294967295 })],
    expect: [{ message: 'limitReached', data: { failures: 1, target: 'vminsert.monitoring', limits: 'maxPendingRequests 1' } }],
  },
  {
    name: 'counters of the cluster agree',
    given: [
      refused,
      document(
        'envoy/monitoring/pusher-0/stats.txt',
        'cluster.outbound|8480||vminsert.monitoring.svc.cluster.local;.upstream_rq_pending_overflow: 283\ncluster.outbound|8480||vminsert.monitoring.svc.cluster.local;.upstream_rq_total: 5\ncluster.x.upstream_rq_total: 5\n',
        'monitoring/pusher-0',
      ),
    ],
    expect: [
      {
        message: 'overflowCounted',
        data: { failures: 1, target: 'vminsert.monitoring', pod: 'monitoring/pusher-0', counter: 'upstream_rq_pending_overflow', value: 283 },
        explains: [0],
      },
    ],
  },
  {
    name: 'a rule for another host does not count',
    given: [refused, rule('vmselect.monitoring.svc.cluster.local')],
    expect: [{ message: 'refusedByPool', data: { failures: 1, target: 'vminsert.monitoring' }, explains: [0] }],
  },
  {
    name: 'a cluster without limits speaks against it',
    given: [refused, dump({ max_pending_requests: 4294967295, max_connections: 4294967295, max_requests: 4294967295, max_retries: 4294967295 })],
    expect: [
      { message: 'refusedByPool', data: { failures: 1, target: 'vminsert.monitoring' } },
      { message: 'noLimitConfigured', data: { cluster: 'outbound|8480||vminsert.monitoring.svc.cluster.local', pod: 'monitoring/pusher-0' } },
    ],
  },
  {
    name: 'a limit explains no failure without the flag',
    given: [accessLog('monitoring/pusher-0', [row('UH no_healthy_upstream')]), rule('vminsert')],
    expect: [{ message: 'noOverflow', data: { failures: 1, target: 'vminsert.monitoring' } }],
  },
  {
    name: 'a limit nobody met is nothing',
    given: [accessLog('monitoring/pusher-0', [row('- via_upstream').replace(' 503 ', ' 200 ')]), rule('vminsert')],
    expect: [],
  },
  { name: 'without access logs and counters no refusal is seen', given: [rule('vminsert')], expect: [] },
  {
    name: 'without access logs the counter of a limited pool tells of refusals',
    given: [counted, dump({ max_pending_requests: 1, max_connections: 4294967295, max_requests: 4294967295, max_retries: 4294967295 })],
    expect: [
      {
        message: 'overflowCountedAlone',
        data: {
          pod: 'monitoring/pusher-0',
          counter: 'upstream_rq_pending_overflow',
          value: 283,
          target: 'vminsert.monitoring',
          limits: 'maxPendingRequests 1',
        },
        predicts: 'vminsert.monitoring',
      },
    ],
  },
  {
    name: 'a counter of a pool without limits tells nothing alone',
    given: [counted, dump({ max_pending_requests: 4294967295, max_connections: 4294967295, max_requests: 4294967295, max_retries: 4294967295 })],
    expect: [],
  },
]);
