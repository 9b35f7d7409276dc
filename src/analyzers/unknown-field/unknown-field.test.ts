import test from 'node:test';
import { accessLog, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { unknownField } from './index.ts';

const range = { from: '1.22', to: '1.31' };
const row = (time: string, id: number, answer: string): string =>
  `[2026-01-01T00:00:${time}Z] "POST /write HTTP/1.1" ${answer} 4 - "-" "vmalert" "00000000-0000-4000-8000-00000000000${id}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:40001 10.244.2.9:8480 10.244.1.10:54752 - default`;
const race = accessLog('monitoring/vminsert-0', [
  row('00.000', 1, '204 - via_upstream - "-" 265 0'),
  row('05.001', 2, '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95'),
]);
const noRules = manifest`{ apiVersion: networking.istio.io/v1, kind: DestinationRuleList, items: [] }`;
const pod = (proxy = 'istio/proxyv2:1.26.0'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-0, namespace: monitoring, ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }] }
  spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster', args: ['-http.idleConnTimeout=5s'] }, { name: istio-proxy, image: '${proxy}' }] }
  status: { podIP: 10.244.2.9 }
`;
const sidecar = (spec: string, app = 'vminsert'): Given => manifest`
  apiVersion: networking.istio.io/v1beta1
  kind: Sidecar
  metadata: { name: vminsert, namespace: monitoring }
  spec: { workloadSelector: { labels: { app: ${app} } }, ${spec} }
`;
const inbound = 'inbound: { port: 8480, httpProtocolOptions: { idleTimeout: 180s } }';
const said = { kind: 'Sidecar', object: 'monitoring/vminsert', fields: 'spec.inbound', ...range };

testAnalyzer(test, unknownField, [
  {
    name: 'a Sidecar has no inbound, and requests are lost on the hop it was meant for',
    given: [race, noRules, pod(), sidecar(inbound)],
    expect: [{ message: 'inNoVersion', data: said, subject: { kind: 'Sidecar', namespace: 'monitoring', name: 'vminsert' }, incident: 'incident-1' }],
  },
  {
    name: 'the same is said of a file alone',
    given: [sidecar(inbound)],
    expect: [{ message: 'inNoVersion', data: said }],
  },
  {
    name: 'an option of Envoy is none of a DestinationRule',
    given: [
      manifest`
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: vminsert, namespace: monitoring }
        spec: { host: vminsert, trafficPolicy: { connectionPool: { http: { commonHttpProtocolOptions: { idleTimeout: 50s } } } } }
      `,
    ],
    expect: [
      {
        message: 'inNoVersion',
        data: { kind: 'DestinationRule', object: 'monitoring/vminsert', fields: 'spec.trafficPolicy.connectionPool.http.commonHttpProtocolOptions', ...range },
      },
    ],
  },
  {
    name: 'what was applied and is gone from the object was dropped',
    given: [
      manifest`
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata:
          name: vminsert
          namespace: monitoring
          annotations:
            kubectl.kubernetes.io/last-applied-configuration: '{"kind":"Sidecar","spec":{"egress":[{"hosts":["./*"]}],"inbound":{"port":8480}}}'
        spec: { egress: [{ hosts: ['./*'] }] }
      `,
    ],
    expect: [{ message: 'droppedWhenApplied', data: said }],
  },
  {
    name: 'a field of Istio 1.31 is none of 1.26',
    given: [pod(), sidecar('inboundConnectionPool: { http: { idleTimeout: 50s, http2KeepAlive: { interval: 10s } } }')],
    expect: [
      {
        message: 'inLaterVersions',
        data: { kind: 'Sidecar', object: 'monitoring/vminsert', fields: 'spec.inboundConnectionPool.http.http2KeepAlive (1.31)', version: '1.26.0' },
      },
    ],
  },
  {
    name: 'with the version unknown it says which versions have it',
    given: [sidecar('inboundConnectionPool: { http: { http2KeepAlive: { interval: 10s } } }')],
    expect: [
      {
        message: 'maybeInLaterVersions',
        data: { kind: 'Sidecar', object: 'monitoring/vminsert', fields: 'spec.inboundConnectionPool.http.http2KeepAlive (1.31)' },
      },
    ],
  },
  {
    name: 'a Sidecar for another workload was not meant for this hop',
    given: [race, noRules, pod(), sidecar(inbound, 'vmselect')],
    expect: [{ message: 'inNoVersion', data: said }],
  },
  {
    name: 'the field of 1.31 is there in 1.31',
    given: [pod('istio/proxyv2:1.31.0'), sidecar('inboundConnectionPool: { http: { http2KeepAlive: { interval: 10s } } }')],
    expect: [],
  },
  {
    name: 'of an Istio newer than the definitions it is said that its definitions are not known, and what the newest known one says',
    given: [pod('istio/proxyv2:1.33.0'), sidecar(inbound)],
    expect: [{ message: 'notInNewestKnown', data: { kind: 'Sidecar', object: 'monitoring/vminsert', fields: 'spec.inbound', to: '1.31', version: '1.33.0' } }],
  },
  {
    name: 'what the newest known definitions have is nothing to speak of on a newer Istio',
    given: [pod('istio/proxyv2:1.33.0'), sidecar('inboundConnectionPool: { http: { idleTimeout: 50s } }')],
    expect: [],
  },
  {
    name: 'all fields of these objects exist',
    given: [
      race,
      noRules,
      pod(),
      sidecar('inboundConnectionPool: { http: { idleTimeout: 4s } }'),
      manifest`
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: vminsert, namespace: monitoring }
        spec: { hosts: [vminsert], http: [{ retries: { attempts: 2, retryOn: gateway-error }, route: [{ destination: { host: vminsert } }] }] }
        ---
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: { name: default, namespace: monitoring }
        spec: { mtls: { mode: STRICT }, selector: { matchLabels: { app: x } }, portLevelMtls: { 8480: { mode: DISABLE } } }
        ---
        apiVersion: networking.istio.io/v1alpha3
        kind: EnvoyFilter
        metadata: { name: any, namespace: monitoring }
        spec: { configPatches: [{ applyTo: CLUSTER, match: { context: SIDECAR_INBOUND }, patch: { operation: MERGE, value: { anything: true } } }] }
      `,
    ],
    expect: [],
  },
]);
