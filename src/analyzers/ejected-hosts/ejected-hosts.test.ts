import test from 'node:test';
import { accessLog, document, manifest, testAnalyzer } from '../../testing/index.ts';
import { ejectedHosts } from './index.ts';

const cluster = 'outbound|8080||cart.shop.svc.cluster.local';
const row = (second: string, status: string, upstream: string): string =>
  `[2026-11-22T17:22:${second}Z] "GET /cart HTTP/1.1" ${status} - "-" 0 19 0 - "-" "curl/8" "6f28162c-78dd-4dca-a89a-2788${second.replace('.', '')}91b" "cart.shop.svc.cluster.local:8080" "${upstream}" ${cluster} - 10.96.31.10:8080 10.244.2.25:51050 - default`;
const noHost = row('05.691', '503 UH no_healthy_upstream', '-');
const lost = accessLog('shop/web-0', [noHost]);
const errors = ['01.100', '01.200', '01.300', '01.400', '01.500'].map((second) =>
  row(second, '503 UC upstream_reset_before_response_started{connection_termination}', '10.244.1.9:8080'),
);
const rule = manifest`
  apiVersion: networking.istio.io/v1
  kind: DestinationRule
  metadata: { name: cart, namespace: shop }
  spec: { host: cart, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5, baseEjectionTime: 30s, maxEjectionPercent: 100 } } }
`;
const service = manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: cart, namespace: shop }
  spec: { selector: { app: cart }, ports: [{ port: 8080 }] }
`;
const pod = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: cart-0, namespace: shop, labels: { app: cart }, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
  spec: { containers: [{ name: cart }] }
  status: { phase: Running, podIP: 10.244.1.9, conditions: [{ type: Ready, status: 'True', lastTransitionTime: '2026-11-22T10:00:00Z' }] }
`;
const dump = (extra: object) =>
  document(
    'envoy/shop/web-0/config_dump.json',
    {
      configs: [
        {
          '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
          dynamic_active_clusters: [{ cluster: { '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster', name: cluster, type: 'EDS', ...extra } }],
        },
      ],
    },
    'shop/web-0',
  );

testAnalyzer(test, ejectedHosts, [
  {
    name: 'the proxy holds the only host as ejected',
    given: [
      lost,
      document(
        'envoy/shop/web-0/clusters.txt',
        `${cluster}::10.244.1.9:8080::cx_active::0\n${cluster}::10.244.1.9:8080::health_flags::/failed_outlier_check\n`,
        'shop/web-0',
      ),
    ],
    expect: [{ message: 'ejectedNow', data: { pod: 'shop/web-0', hosts: 1, cluster, failures: 1 }, explains: [0] }],
  },
  {
    name: 'ejections were counted',
    given: [
      lost,
      document(
        'envoy/shop/web-0/stats.txt',
        `cluster.${cluster};.outlier_detection.ejections_enforced_total: 4\ncluster.${cluster};.upstream_rq_total: 9\ncluster.${cluster};.membership_total: 1\n`,
        'shop/web-0',
      ),
    ],
    expect: [{ message: 'ejectionsCounted', data: { pod: 'shop/web-0', value: 4, cluster, failures: 1 }, explains: [0] }],
  },
  {
    name: 'ejection stops at a share of the hosts, so it leaves one of two by default',
    given: [
      accessLog('shop/web-0', [...errors, noHost]),
      manifest`{ apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: { name: cart, namespace: shop }, spec: { host: cart, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } } }`,
      service,
      pod,
      manifest`
        apiVersion: v1
        kind: Pod
        metadata: { name: cart-1, namespace: shop, labels: { app: cart }, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
        spec: { containers: [{ name: cart }] }
        status: { phase: Running, podIP: 10.244.1.10, conditions: [{ type: Ready, status: 'True', lastTransitionTime: '2026-11-22T10:00:00Z' }] }
      `,
    ],
    expect: [{ message: 'ejectionConfigured', data: { rule: 'shop/cart', target: 'cart.shop', failures: 1 }, explains: [5] }],
  },
  {
    name: 'errors in a row came before, and the pod stayed ready',
    given: [accessLog('shop/web-0', [...errors, noHost]), rule, service, pod],
    expect: [{ message: 'errorsBeforeNoHost', data: { rule: 'shop/cart', limit: 5, errors: 5, failures: 1, ready: 'cart-0' }, explains: [5] }],
  },
  {
    name: 'a rule alone is a hint',
    given: [lost, rule],
    expect: [{ message: 'ejectionConfigured', data: { rule: 'shop/cart', failures: 1, target: 'cart.shop' } }],
  },
  {
    name: 'a cluster without outlier detection ejects nobody',
    given: [lost, dump({})],
    expect: [{ message: 'noOutlierDetection', data: { cluster, pod: 'shop/web-0' } }],
  },
  {
    name: 'rules without outlier detection speak against it',
    given: [
      lost,
      service,
      manifest`{ apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: { name: cart, namespace: shop }, spec: { host: cart, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } } }`,
    ],
    expect: [{ message: 'noRuleEjects', data: { target: 'cart.shop' } }],
  },
  {
    name: 'a broken connection had a host',
    given: [accessLog('shop/web-0', errors.slice(0, 1)), rule],
    expect: [{ message: 'hostsWereThere', data: { failures: 1, target: 'cart.shop' } }],
  },
  {
    name: 'ejection that nobody felt is nothing',
    given: [accessLog('shop/web-0', [row('01.100', '200 - via_upstream', '10.244.1.9:8080')]), rule],
    expect: [],
  },
  { name: 'without access logs nothing is seen', given: [rule], expect: 'skipped' },
]);
