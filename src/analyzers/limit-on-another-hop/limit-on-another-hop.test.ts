import test from 'node:test';
import { accessLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { limitOnAnotherHop } from './index.ts';

const hop = 'vminsert-sidecar->vminsert';
const service = 'vminsert.monitoring';
const row = (time: string, id: number, answer: string): string =>
  `[2026-01-01T00:00:${time}Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${answer} 4 - "-" "vmalert" "00000000-0000-4000-8000-00000000000${id}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:40001 10.244.2.9:8480 10.244.1.10:54752 - default`;
const race = accessLog('monitoring/vminsert-78797c6fb-wwrsx', [
  row('00.000', 1, '204 - via_upstream - "-" 265 0'),
  row('05.001', 2, '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95'),
]);
const pod = (argument = '-http.idleConnTimeout=5s'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-78797c6fb-wwrsx, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: vminsert-78797c6fb, controller: true }] }
  spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster', args: ['${argument}'] }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.2.9 }
`;
const rule = (namespace: string, spec: string): Given => manifest`
  apiVersion: networking.istio.io/v1
  kind: DestinationRule
  metadata: { name: vminsert, namespace: ${namespace} }
  spec: { host: vminsert.monitoring.svc.cluster.local, ${spec} }
`;
const idle = 'trafficPolicy: { connectionPool: { http: { idleTimeout: 4s } } }';
const dump = document(
  'envoy/monitoring/vminsert-78797c6fb-wwrsx/config_dump.json',
  {
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
        dynamic_active_clusters: [{ cluster: { name: 'inbound|8480||', type: 'ORIGINAL_DST' } }],
      },
    ],
  },
  'monitoring/vminsert-78797c6fb-wwrsx',
);

// the hop between two sidecars: the client's row, and the listener of the server's proxy
const between = accessLog('alerting/vmalert-0', [
  '[2026-01-01T00:00:00.000Z] "POST /api/v1/write HTTP/1.1" 204 - via_upstream - "-" 265 0 4 - "-" "vmalert" "00000000-0000-4000-8000-000000000001" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.10:54752 10.96.0.9:8480 10.244.1.10:40000 - default',
  '[2026-01-01T01:00:06.000Z] "POST /api/v1/write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95 4 - "-" "vmalert" "00000000-0000-4000-8000-000000000002" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.10:54752 10.96.0.9:8480 10.244.1.10:40000 - default',
]);
const vmalert = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vmalert-0, namespace: alerting, ownerReferences: [{ kind: StatefulSet, name: vmalert, controller: true }] }
  spec: { containers: [{ name: vmalert, image: 'victoriametrics/vmalert:v1.131.0' }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.1.10 }
`;
const listener = document(
  'envoy/monitoring/vminsert-78797c6fb-wwrsx/config_dump.json',
  {
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ListenersConfigDump',
        dynamic_listeners: [
          {
            name: 'virtualInbound',
            active_state: {
              listener: {
                name: 'virtualInbound',
                traffic_direction: 'INBOUND',
                address: { socket_address: { address: '0.0.0.0', port_value: 15006 } },
                filter_chains: [
                  {
                    filter_chain_match: { destination_port: 8480 },
                    filters: [
                      {
                        name: 'envoy.filters.network.http_connection_manager',
                        typed_config: {
                          '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
                          stat_prefix: 'in',
                        },
                      },
                    ],
                  },
                ],
              },
            },
          },
        ],
      },
    ],
  },
  'monitoring/vminsert-78797c6fb-wwrsx',
);

testAnalyzer(test, limitOnAnotherHop, [
  {
    name: 'a rule beside the caller does not reach the sidecar of the receiver, where the request was lost',
    given: [race, pod(), rule('alerting', idle)],
    expect: [
      {
        message: 'callersOnly',
        data: { rule: 'alerting/vminsert', limit: '4s', service, workload: 'vminsert', ruleNamespace: 'alerting', hop, kept: '1h' },
        subject: { kind: 'DestinationRule', namespace: 'alerting', name: 'vminsert' },
        incident: 'incident-1',
        hop,
      },
    ],
  },
  {
    name: 'without a failure the same is said of a hop whose limits are the wrong way round',
    given: [pod(), dump, rule('alerting', idle)],
    expect: [
      { message: 'callersOnly', data: { rule: 'alerting/vminsert', limit: '4s', service, workload: 'vminsert', ruleNamespace: 'alerting', hop, kept: '1h' } },
    ],
  },
  {
    name: 'a limit in a subset stays with the callers',
    given: [race, pod(), rule('monitoring', 'subsets: [{ name: v1, labels: { v: "1" }, trafficPolicy: { connectionPool: { http: { idleTimeout: 4s } } } }]')],
    expect: [{ message: 'subsetOnly', data: { rule: 'monitoring/vminsert', limit: '4s', service, hop, kept: '1h' } }],
  },
  {
    name: 'a rule with a workloadSelector acts on the clients it selects',
    given: [race, pod(), dump, rule('monitoring', `workloadSelector: { matchLabels: { app: vmalert } }, ${idle}`)],
    expect: [{ message: 'selectedClientsOnly', data: { rule: 'monitoring/vminsert', limit: '4s', service, hop, kept: '1h' } }],
  },
  {
    name: 'TCP keepalive is no idle limit of HTTP',
    given: [race, pod(), rule('monitoring', 'trafficPolicy: { connectionPool: { tcp: { tcpKeepalive: { time: 30s, interval: 10s } } } }')],
    expect: [{ message: 'keepaliveProbes', data: { rule: 'monitoring/vminsert', service, hop, server: '5s', kept: '1h' } }],
  },
  {
    name: 'the idle limit of TCP proxying does not count for HTTP',
    given: [race, pod(), rule('monitoring', 'trafficPolicy: { connectionPool: { tcp: { idleTimeout: 4s } } }')],
    expect: [{ message: 'tcpLimitOnHttp', data: { rule: 'monitoring/vminsert', limit: '4s', service, hop, kept: '1h', since: '1.21' } }],
  },
  {
    name: 'a pool told to wait for four hours meets a listener that closes after one',
    given: [between, vmalert, pod(), listener, rule('alerting', 'trafficPolicy: { connectionPool: { http: { idleTimeout: 4h } } }')],
    expect: [
      {
        message: 'beyondListener',
        data: { rule: 'alerting/vminsert', limit: '4h', service, hop: 'vmalert-sidecar->vminsert-sidecar', server: '1h' },
        hop: 'vmalert-sidecar->vminsert-sidecar',
      },
    ],
  },
  {
    name: 'a rule that reaches the receiver and is not in its proxy has not been taken, for whatever reason',
    given: [race, pod(), dump, rule('monitoring', idle)],
    expect: [{ message: 'absentFromProxy', data: { rule: 'monitoring/vminsert', limit: '4s', service, hop, kept: '1h' } }],
  },
  {
    name: 'with two rules it is for their order to say which one the proxy took',
    given: [
      race,
      pod(),
      dump,
      rule('monitoring', idle),
      manifest`
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: other, namespace: monitoring }
        spec: { host: vminsert, trafficPolicy: { connectionPool: { tcp: { maxConnections: 10 } } } }
      `,
    ],
    expect: [],
  },
  {
    name: 'a rule in the namespace of the receiver acts on its pool, and the order is right',
    given: [race, pod(), rule('monitoring', idle)],
    expect: [],
  },
  {
    name: 'TCP keepalive beside an HTTP limit is nobody’s remedy for idleness',
    given: [race, pod(), rule('monitoring', 'trafficPolicy: { connectionPool: { tcp: { tcpKeepalive: { time: 30s } }, http: { idleTimeout: 10s } } }')],
    expect: [],
  },
  {
    name: 'a rule for another service says nothing of this hop',
    given: [
      race,
      pod(),
      manifest`
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: vmselect, namespace: alerting }
        spec: { host: vmselect.monitoring.svc.cluster.local, trafficPolicy: { connectionPool: { http: { idleTimeout: 4s } } } }
      `,
    ],
    expect: [],
  },
  { name: 'a server that outlives the pool needs no limit', given: [pod('-http.idleConnTimeout=65m'), dump, rule('alerting', idle)], expect: [] },
  { name: 'no rules collected', given: [race, pod()], expect: 'skipped' },
]);
