import test from 'node:test';
import { accessLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { uncoveringRetry } from './index.ts';

const row = (answer: string, tail: string, id = 2): string =>
  `[2026-01-01T00:00:05.001Z] "POST /write HTTP/1.1" ${answer} 4 - "-" "vmalert" "00000000-0000-4000-8000-00000000000${id}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" ${tail}`;
const reset = '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95';
const inbound = 'inbound|8480|| 127.0.0.6:40001 10.244.2.9:8480 10.244.1.10:54752 - default';
const outbound = 'outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.10:54752 10.96.0.9:8480 10.244.1.10:40000 - default';
const atReceiver = accessLog('monitoring/vminsert-0', [row(reset, inbound)]);
const atCaller = accessLog('alerting/vmalert-0', [row(reset, outbound)]);
const pods = (proxy = 'istio/proxyv2:1.26.0'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vmalert-0, namespace: alerting, ownerReferences: [{ kind: StatefulSet, name: vmalert, controller: true }] }
  spec: { containers: [{ name: vmalert, image: 'victoriametrics/vmalert:v1.131.0' }, { name: istio-proxy, image: '${proxy}' }] }
  status: { podIP: 10.244.1.10 }
  ---
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-0, namespace: monitoring, ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }] }
  spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster' }, { name: istio-proxy, image: '${proxy}' }] }
  status: { podIP: 10.244.2.9 }
`;
const rule = (retries: string, more = ''): Given => manifest`
  apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: { name: vminsert, namespace: monitoring }
  spec: { hosts: [vminsert.monitoring.svc.cluster.local], ${more}http: [{ retries: ${retries}, route: [{ destination: { host: vminsert } }] }] }
`;
const dump = document(
  'envoy/alerting/vmalert-0/config_dump.json',
  {
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.RoutesConfigDump',
        dynamic_route_configs: [
          {
            route_config: {
              name: '8480',
              virtual_hosts: [
                {
                  name: 'vminsert.monitoring.svc.cluster.local:8480',
                  domains: ['*'],
                  routes: [
                    {
                      match: { prefix: '/' },
                      route: { cluster: 'outbound|8480||vminsert.monitoring.svc.cluster.local', retry_policy: { retry_on: 'gateway-error', num_retries: 2 } },
                      metadata: {
                        filter_metadata: { istio: { config: '/apis/networking.istio.io/v1/namespaces/monitoring/virtual-service/vminsert' } },
                      },
                    },
                  ],
                },
              ],
            },
          },
        ],
      },
    ],
  },
  'alerting/vmalert-0',
);
const base = { rule: 'monitoring/vminsert', service: 'vminsert.monitoring', failures: 1 };

testAnalyzer(test, uncoveringRetry, [
  {
    name: 'the caller gets a 503 of the next sidecar, which words for resets do not see',
    given: [atReceiver, pods(), rule('{ attempts: 3, retryOn: "reset,connect-failure,reset-before-request" }')],
    expect: [
      {
        message: 'wordsMissAnswer',
        data: { ...base, words: 'reset, connect-failure, reset-before-request' },
        subject: { kind: 'VirtualService', namespace: 'monitoring', name: 'vminsert' },
        incident: 'incident-1',
      },
    ],
  },
  {
    name: 'a reset of the own connection is neither a failed connect nor an answer with a status',
    given: [atCaller, pods(), rule('{ attempts: 3, retryOn: "connect-failure,refused-stream,503" }')],
    expect: [{ message: 'wordsMissReset', data: { ...base, words: 'connect-failure, refused-stream, 503' } }],
  },
  {
    name: 'from Istio 1.24 on the words that are filled in take no 503',
    given: [atReceiver, pods(), rule('{ attempts: 5 }')],
    expect: [{ message: 'defaultsMiss', data: { ...base, words: 'connect-failure, refused-stream, unavailable, cancelled' } }],
  },
  {
    name: 'with the version unknown both are possible, and it says so',
    given: [atReceiver, pods('registry.example/proxy@sha256:00'), rule('{ attempts: 5 }')],
    expect: [{ message: 'defaultsMayMiss', data: { ...base, since: '1.24' } }],
  },
  {
    name: 'no version fills in a word that takes a reset of the own connection',
    given: [atCaller, pods('registry.example/proxy@sha256:00'), rule('{ attempts: 5 }')],
    expect: [{ message: 'defaultsMiss', data: { ...base, words: 'connect-failure, refused-stream, unavailable, cancelled, resource-exhausted, 503' } }],
  },
  {
    name: 'retries for a gateway alone are none between sidecars',
    given: [atReceiver, pods(), rule('{ attempts: 3, retryOn: gateway-error }', 'gateways: [istio-system/public], ')],
    expect: [{ message: 'gatewaysOnly', data: { ...base, gateways: 'istio-system/public' } }],
  },
  { name: 'a retry on gateway errors takes the 503', given: [atReceiver, pods(), rule('{ attempts: 3, retryOn: "gateway-error" }')], expect: [] },
  { name: 'a retry on reset takes the own reset', given: [atCaller, pods(), rule('{ attempts: 3, retryOn: "reset,connect-failure" }')], expect: [] },
  { name: 'up to Istio 1.23 the words that are filled in take a 503', given: [atReceiver, pods('istio/proxyv2:1.23.0'), rule('{ attempts: 5 }')], expect: [] },
  { name: 'what the proxy was told goes before what Istio fills in', given: [atReceiver, pods(), rule('{ attempts: 5 }'), dump], expect: [] },
  {
    name: 'retries for gateways and mesh are for sidecars too',
    given: [atReceiver, pods(), rule('{ attempts: 3, retryOn: "5xx" }', 'gateways: [public, mesh], ')],
    expect: [],
  },
  { name: 'attempts of none ask for no retry', given: [atReceiver, pods(), rule('{ attempts: 0 }')], expect: [] },
  { name: 'no VirtualServices collected', given: [atReceiver, pods()], expect: 'skipped' },
]);
