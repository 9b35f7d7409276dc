import test from 'node:test';
import { accessLog, containerLog, document, type Given, testAnalyzer } from '../../testing/index.ts';
import { rejectedConfiguration } from './index.ts';

const cluster = 'outbound|8080||catalog.shop.svc.cluster.local';
const proxy = 'shop/frontend-0';
const row = (answer: string): string =>
  `[2026-01-01T00:10:01.000Z] "GET /items HTTP/1.1" ${answer} 0 95 0 - "-" "curl" "00000000-0000-4000-8000-000000000001" "catalog.shop.svc.cluster.local:8080" "-" ${cluster} - 10.96.0.9:8080 10.1.0.9:51234 - default`;
const caller = (answer: string): Given => accessLog(proxy, [row(answer)]);
const noHost = '503 UH no_healthy_upstream - "-"';
const dump = (name: string | undefined, time = '2026-01-01T00:05:00Z'): Given =>
  document(
    'envoy/shop/frontend-0/config_dump.json',
    {
      configs: [
        {
          '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
          dynamic_active_clusters:
            name === undefined
              ? [{ cluster: { name: cluster, type: 'EDS' } }]
              : [
                  {
                    cluster: { name: cluster, type: 'EDS' },
                    error_state: {
                      failed_configuration: { '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster', name },
                      last_update_attempt: time,
                      details: 'Proto constraint validation failed',
                    },
                  },
                ],
        },
      ],
    },
    `${proxy}/istio-proxy`,
  );
const nack = containerLog(`${proxy}/istio-proxy`, [
  '2026-01-01T00:05:00.000000Z\twarning\tenvoy config external/envoy/source/extensions/config_subscription/grpc/delta_subscription_state.cc:277\tdelta config for type.googleapis.com/envoy.config.cluster.v3.Cluster rejected: Error adding/updating cluster(s) outbound|9999||other.shop.svc.cluster.local: invalid\tthread=20',
]);

testAnalyzer(test, rejectedConfiguration, [
  {
    name: 'the cluster that fails is the one that is rejected',
    given: [caller(noHost), dump(cluster)],
    expect: [{ message: 'rejectsWhatFails', data: { proxy, resource: cluster, failed: 1 }, explains: [0] }],
  },
  {
    name: 'something else is rejected and requests find no host',
    given: [caller(noHost), nack],
    expect: [{ message: 'rejects', data: { proxy, resource: 'envoy.config.cluster.v3.Cluster', failed: 1 }, explains: [0] }],
  },
  { name: 'nothing is rejected', given: [caller(noHost), dump(undefined)], expect: [{ message: 'nothingRejected', data: { proxies: 1 } }] },
  { name: 'a rejection after the failures explains none of them', given: [caller(noHost), dump(cluster, '2026-01-01T00:20:00Z')], expect: [] },
  { name: 'a rejection without an effect on requests', given: [caller('200 - via_upstream - "-"'), dump(cluster)], expect: [] },
]);
