import test from 'node:test';
import { accessLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { refusedUpgrade } from './index.ts';

const target = 'chat.shop';
const cluster = 'outbound|8080||chat.shop.svc.cluster.local';
const row = (second: string, answer: string, ms = 1): string =>
  `[2026-11-30T23:55:${second}.780Z] "GET /ws HTTP/1.1" ${answer} - "-" 0 0 ${ms} - "-" "web/2.4" "5a00e873-4d8f-45c7-9758-fc3a929f34${second}" "chat.shop:8080" "10.1.0.7:8080" ${cluster} 10.1.0.9:400${second} 10.96.0.4:8080 10.1.0.9:51234 - default`;
const client = (...rows: readonly string[]): Given => accessLog('shop/web-0', rows);
/** The server's proxy knows no address of the application for a request that it does not pass: Envoy 1.40.0. */
const inbound = row('38', '403 - upgrade_failed').replace(`"10.1.0.7:8080" ${cluster} 10.1.0.9:40038 10.96.0.4:8080`, '"-" inbound|8080|| - 10.1.0.7:8080');
const switched = '101 - via_upstream';
const ended = '503 UC upstream_reset_before_response_started{connection_termination}';
const broken = '502 UPE upstream_reset_before_response_started{protocol_error}';
const filter = manifest`
  apiVersion: networking.istio.io/v1alpha3
  kind: EnvoyFilter
  metadata: { name: upgrades, namespace: shop }
  spec:
    configPatches:
      - applyTo: NETWORK_FILTER
        patch: { operation: MERGE, value: { typed_config: { upgrade_configs: [{ upgrade_type: spdy/3.1 }] } } }
`;
const rule = (policy: string): Given => manifest`
  apiVersion: networking.istio.io/v1
  kind: DestinationRule
  metadata: { name: chat, namespace: shop }
  spec:
    host: chat
    trafficPolicy: { connectionPool: { http: { h2UpgradePolicy: ${policy} } } }
`;
const dump = document(
  'envoy/shop/web-0/config_dump.json',
  {
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
        dynamic_active_clusters: [
          {
            cluster: {
              '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
              name: cluster,
              type: 'EDS',
              typed_extension_protocol_options: {
                'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
                  '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
                  explicit_http_config: { http2_protocol_options: {} },
                },
              },
            },
          },
        ],
      },
    ],
  },
  'shop/web-0',
);
const pod = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: chat-0, namespace: shop, labels: { app: chat }, ownerReferences: [{ kind: StatefulSet, name: chat, controller: true }] }
  spec: { containers: [{ name: chat }, { name: istio-proxy }] }
  status: { podIP: 10.1.0.7 }
`;
const since = { before: 1, cluster, time: '2026-11-30T23:55:10Z', failed: 2 };

testAnalyzer(test, refusedUpgrade, [
  {
    name: "the server's proxy does not pass the upgrade",
    given: [accessLog('shop/chat-0', [inbound])],
    expect: [{ message: 'refuses', data: { proxy: 'chat-sidecar', failed: 1, target, details: 'upgrade_failed' }, explains: [0] }],
  },
  {
    name: 'an EnvoyFilter says which upgrades are allowed',
    given: [accessLog('shop/chat-0', [inbound]), pod, filter],
    expect: [
      {
        message: 'refusesByFilter',
        data: { proxy: 'chat-sidecar', failed: 1, target, details: 'upgrade_failed', filter: 'shop/upgrades', field: 'upgrade_type spdy/3.1' },
      },
    ],
  },
  {
    name: 'upgrades passed until a DestinationRule made the way HTTP/2',
    given: [client(row('10', switched), row('41', ended), row('43', broken)), rule('UPGRADE')],
    expect: [{ message: 'noneSwitchesSince', data: { ...since, source: 'DestinationRule shop/chat h2UpgradePolicy UPGRADE' }, explains: [0, 1] }],
  },
  {
    name: 'the effective cluster is HTTP/2',
    given: [client(row('10', switched), row('41', ended), row('43', broken)), dump],
    expect: [{ message: 'noneSwitchesSince', data: { ...since, source: 'shop/web-0 http2_protocol_options' }, explains: [0, 1] }],
  },
  {
    name: 'streams that had switched are cut after the same time',
    given: [client(row('10', '101 SI stream_idle_timeout', 60_000), row('41', '101 SI stream_idle_timeout', 60_010))],
    expect: [{ message: 'cutAfterSwitch', data: { failed: 2, target, after: '60 s' }, explains: [0, 1] }],
  },
  {
    name: 'near miss: upgrades still pass while others fail',
    given: [client(row('41', ended), row('43', broken), row('50', switched)), rule('UPGRADE')],
    expect: [{ message: 'upgradesPass', data: { ok: 1, cluster } }],
  },
  {
    name: 'near miss: no upgrade was seen before, so the failures may be of anything',
    given: [client(row('41', ended), row('43', broken)), rule('UPGRADE')],
    expect: [],
  },
  {
    name: 'near miss: nothing makes the way HTTP/2',
    given: [client(row('10', switched), row('41', ended), row('43', broken)), rule('DO_NOT_UPGRADE')],
    expect: [],
  },
  {
    name: 'near miss: streams end after times of their own',
    given: [client(row('10', '101 SI stream_idle_timeout', 60_000), row('41', '101 SI stream_idle_timeout', 5_000))],
    expect: [],
  },
  {
    name: 'near miss: a policy refuses with the same status',
    given: [accessLog('shop/chat-0', [inbound.replace('upgrade_failed', 'rbac_access_denied_matched_policy[none]')])],
    expect: [],
  },
  { name: 'healthy: upgrades that pass', given: [client(row('10', switched)), rule('UPGRADE')], expect: [] },
  { name: 'without request evidence nothing is judged', given: [filter], expect: 'skipped' },
]);
