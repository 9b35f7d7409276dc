import test from 'node:test';
import { accessLog, document, type Given, manifest, manifestOf, testAnalyzer } from '../../testing/index.ts';
import { settingWithoutTarget } from './index.ts';

const row = (time: string, id: number, answer: string): string =>
  `[2026-01-01T00:00:${time}Z] "POST /write HTTP/1.1" ${answer} 4 - "-" "vmalert" "00000000-0000-4000-8000-00000000000${id}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:40001 10.244.2.9:8480 10.244.1.10:54752 - default`;
const race = accessLog('monitoring/vminsert-0', [
  row('00.000', 1, '204 - via_upstream - "-" 265 0'),
  row('05.001', 2, '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95'),
]);
const single = (args = '[proxy, sidecar]'): string => `
  apiVersion: v1
  kind: Pod
  metadata:
    { name: vminsert-0, namespace: monitoring, labels: { app: vminsert }, ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }] }
  spec:
    containers:
    - { name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster', args: ['-http.idleConnTimeout=5s'] }
    - { name: istio-proxy, image: 'istio/proxyv2:1.26.0', args: ${args} }
  status: { podIP: 10.244.2.9 }
`;
/** All pods of the namespace, as `kubectl get pods -o yaml` lists them. */
const pod = (args?: string): Given => manifestOf(`kind: List\napiVersion: v1\nitems:\n-${single(args).replace(/^\n /, '')}`);
const filter = (app: string, match: string, namespace = 'monitoring'): Given => manifest`
  apiVersion: networking.istio.io/v1alpha3
  kind: EnvoyFilter
  metadata: { name: idle, namespace: ${namespace} }
  spec:
    workloadSelector: { labels: { app: ${app} } }
    configPatches:
    - applyTo: CLUSTER
      match: { ${match} }
      patch: { operation: MERGE, value: { common_http_protocol_options: { idle_timeout: 4s } } }
`;
const dump = document(
  'envoy/monitoring/vminsert-0/config_dump.json',
  {
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
        dynamic_active_clusters: [{ cluster: { name: 'inbound|8480||', type: 'ORIGINAL_DST' } }],
      },
    ],
  },
  'monitoring/vminsert-0',
);
const inbound = 'context: SIDECAR_INBOUND';
const peer = (spec: string): Given => manifest`
  apiVersion: security.istio.io/v1
  kind: PeerAuthentication
  metadata: { name: default, namespace: monitoring }
  spec: { ${spec} }
`;
const rule = (label: string): Given => manifest`
  apiVersion: networking.istio.io/v1
  kind: DestinationRule
  metadata: { name: vminsert, namespace: monitoring }
  spec: { host: vminsert, workloadSelector: { matchLabels: { app: ${label} } }, trafficPolicy: { tls: { mode: DISABLE } } }
`;
/** All Services of the namespace, as they are listed. */
const listed = manifest`
  apiVersion: v1
  kind: List
  items:
  - { apiVersion: v1, kind: Service, metadata: { name: vminsert, namespace: monitoring }, spec: { clusterIP: 10.96.0.9, ports: [{ name: http, port: 8480 }] } }
`;
const ruleFor = (host: string, namespace = 'monitoring'): Given => manifest`
  apiVersion: networking.istio.io/v1
  kind: DestinationRule
  metadata: { name: limits, namespace: ${namespace} }
  spec: { host: "${host}", trafficPolicy: { connectionPool: { http: { idleTimeout: 4s } } } }
`;

testAnalyzer(test, settingWithoutTarget, [
  {
    name: 'an idle limit for pods that carry another label, where requests are lost for idleness',
    given: [race, pod(), dump, filter('vm-insert', inbound)],
    expect: [
      {
        message: 'selectsNoPod',
        data: { kind: 'EnvoyFilter', object: 'monitoring/idle', selector: 'app=vm-insert', pods: 1 },
        subject: { kind: 'EnvoyFilter', namespace: 'monitoring', name: 'idle' },
        incident: 'incident-1',
      },
    ],
  },
  {
    name: 'a Sidecar and a DestinationRule have selectors too',
    given: [
      pod(),
      rule('vmalert'),
      manifest`
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: { name: s, namespace: monitoring }
        spec: { workloadSelector: { labels: { app.kubernetes.io/name: vminsert } }, egress: [{ hosts: ['./*'] }] }
      `,
    ],
    expect: [
      { message: 'selectsNoPod', data: { kind: 'DestinationRule', object: 'monitoring/vminsert', selector: 'app=vmalert', pods: 1 } },
      { message: 'selectsNoPod', data: { kind: 'Sidecar', object: 'monitoring/s', selector: 'app.kubernetes.io/name=vminsert', pods: 1 } },
    ],
  },
  {
    name: 'a patch for gateways does nothing to a sidecar',
    given: [race, pod(), dump, filter('vminsert', 'context: GATEWAY')],
    expect: [{ message: 'contextOfOthers', data: { object: 'monitoring/idle', context: 'GATEWAY', pods: 1 }, incident: 'incident-1' }],
  },
  {
    name: 'a patch of inbound sidecars does nothing to a gateway',
    given: [pod('[proxy, router]'), filter('vminsert', inbound)],
    expect: [{ message: 'contextOfOthers', data: { object: 'monitoring/idle', context: 'SIDECAR_INBOUND', pods: 1 } }],
  },
  {
    name: 'a name of a cluster that the sidecar does not have changes nothing',
    given: [race, pod(), dump, filter('vminsert', `${inbound}, cluster: { name: "inbound|8480|http|vminsert.monitoring.svc.cluster.local" }`)],
    expect: [
      {
        message: 'matchesNoCluster',
        data: { object: 'monitoring/idle', cluster: 'inbound|8480|http|vminsert.monitoring.svc.cluster.local', pod: 'monitoring/vminsert-0' },
      },
    ],
  },
  {
    name: 'modes of ports need a selector',
    given: [peer('mtls: { mode: STRICT }, portLevelMtls: { 8480: { mode: DISABLE } }')],
    expect: [{ message: 'portLevelWithoutSelector', data: { object: 'monitoring/default', ports: '8480' } }],
  },
  {
    name: 'the modes that do not count were meant for the connections that are refused',
    given: [
      pod(),
      accessLog('alerting/vmalert-0', [
        '[2026-01-01T00:00:05.001Z] "POST /write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95 4 - "-" "vmalert" "00000000-0000-4000-8000-000000000002" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.10:54752 10.96.0.9:8480 10.244.1.10:40000 - default',
      ]),
      peer('portLevelMtls: { 8480: { mode: PERMISSIVE } }'),
    ],
    expect: [{ message: 'portLevelWithoutSelector', data: { object: 'monitoring/default', ports: '8480' }, incident: 'incident-1' }],
  },
  {
    name: 'a patch that meets a cluster of a selected sidecar has its target',
    given: [race, pod(), dump, filter('vminsert', `${inbound}, cluster: { name: "inbound|8480||" }`)],
    expect: [],
  },
  { name: 'a pod that was collected alone says nothing of the others', given: [manifestOf(single()), filter('vm-insert', inbound)], expect: [] },
  {
    name: 'a filter that names its targets is not for the pods of its namespace',
    given: [
      pod(),
      manifest`
        apiVersion: networking.istio.io/v1alpha3
        kind: EnvoyFilter
        metadata: { name: idle, namespace: monitoring }
        spec: { targetRefs: [{ kind: Gateway, name: public }], configPatches: [{ applyTo: CLUSTER, match: { context: GATEWAY }, patch: { operation: MERGE } }] }
      `,
    ],
    expect: [],
  },
  { name: 'a filter of the root namespace is for the pods of all', given: [pod(), filter('vminsert', inbound, 'istio-system')], expect: [] },
  { name: 'pods of another namespace only say nothing', given: [pod(), filter('vm-insert', inbound, 'elsewhere')], expect: [] },
  {
    name: 'without a dump the name of a cluster is not judged',
    given: [pod(), filter('vminsert', 'context: SIDECAR_INBOUND, cluster: { name: "inbound|1||" }')],
    expect: [],
  },
  {
    name: 'modes of ports with a selector count',
    given: [pod(), peer('selector: { matchLabels: { app: vminsert } }, portLevelMtls: { 8480: { mode: DISABLE } }')],
    expect: [],
  },
  {
    name: 'a rule for a name that no Service of the namespace has is for nobody',
    given: [race, pod(), listed, ruleFor('vm-insert.monitoring.svc.cluster.local')],
    expect: [
      { message: 'hostOfNone', data: { object: 'monitoring/limits', host: 'vm-insert.monitoring.svc.cluster.local', services: 1, namespace: 'monitoring' } },
    ],
  },
  {
    name: 'a rule for what is no name of a host is for nobody, whatever was collected',
    given: [race, pod(), ruleFor('/*')],
    expect: [{ message: 'hostIsNoName', data: { object: 'monitoring/limits', host: '/*' } }],
  },
  { name: 'a rule for the Service, for all of them or for another domain has its host', given: [listed, ruleFor('vminsert'), race], expect: [] },
  { name: 'a wild rule covers what is there', given: [listed, ruleFor('*.monitoring.svc.cluster.local'), race], expect: [] },
  { name: 'a name outside the cluster is not looked for among Services', given: [listed, ruleFor('api.example.com'), race], expect: [] },
  { name: 'a Service of a namespace that was not collected may be there', given: [listed, ruleFor('gone.elsewhere.svc.cluster.local'), race], expect: [] },
  {
    name: 'a ServiceEntry may have the name',
    given: [
      race,
      listed,
      ruleFor('remote.monitoring.svc.cluster.local'),
      manifest`
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: remote, namespace: monitoring }
        spec: { hosts: [remote.monitoring.svc.cluster.local], ports: [{ number: 80, name: http }] }
      `,
    ],
    expect: [],
  },
]);
