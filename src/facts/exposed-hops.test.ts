import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessLog, type Given, manifest } from '../testing/index.ts';
import { factOf } from '../testing/fact-of.ts';
import { exposedHops } from './exposed-hops.ts';
import { meshUse } from './mesh-use.ts';

const row = (time: string, id: number, answer: string): string =>
  `[2026-01-01T00:00:${time}Z] "POST /write HTTP/1.1" ${answer} 4 - "-" "vmalert" "00000000-0000-4000-8000-00000000000${id}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:40001 10.244.2.9:8480 10.244.1.10:54752 - default`;
const race = accessLog('monitoring/vminsert-0', [
  row('00.000', 1, '204 - via_upstream - "-" 265 0'),
  row('05.001', 2, '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95'),
]);
const pods = manifest`
  apiVersion: v1
  kind: Pod
  metadata:
    { name: vminsert-0, namespace: monitoring, labels: { app: vminsert }, ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }] }
  spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster', args: ['-http.idleConnTimeout=5s'] }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.2.9 }
  ---
  apiVersion: v1
  kind: Pod
  metadata: { name: vmalert-0, namespace: alerting, ownerReferences: [{ kind: StatefulSet, name: vmalert, controller: true }] }
  spec: { containers: [{ name: vmalert, image: 'victoriametrics/vmalert:v1.131.0' }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.1.10 }
  ---
  apiVersion: v1
  kind: Service
  metadata: { name: writes, namespace: monitoring }
  spec: { selector: { app: vminsert }, clusterIP: 10.96.0.9, ports: [{ name: http, port: 8480 }] }
`;
const rules = (idle?: string): Given =>
  idle === undefined
    ? manifest`{ apiVersion: networking.istio.io/v1, kind: DestinationRuleList, items: [] }`
    : manifest`
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: vminsert, namespace: monitoring }
        spec: { host: vminsert, trafficPolicy: { connectionPool: { http: { idleTimeout: ${idle} } } } }
      `;

test('a hop with resets is exposed, with its incident, its callers, and every Service that leads to it', () => {
  const [hop, ...others] = factOf(exposedHops, [race, pods, rules()]);
  assert.deepEqual(others, []);
  assert.deepEqual(
    {
      hop: hop?.hop,
      incident: hop?.incident,
      isOwn: hop?.isOwn,
      services: hop?.services,
      callers: hop?.callers,
      pool: hop?.pool.value,
      server: hop?.server?.value,
    },
    {
      hop: 'vminsert-sidecar->vminsert',
      incident: 'incident-1',
      isOwn: true,
      services: ['vminsert.monitoring', 'writes.monitoring'],
      callers: [{ name: 'vmalert', namespace: 'alerting' }],
      pool: 3_600_000,
      server: 5_000,
    },
  );
});

test('where the sender gives up in time no limit is missing', () => assert.deepEqual(factOf(exposedHops, [race, pods, rules('4s')]), []));

test('who uses a Service is told by the requests, the receiving proxy among them', () => {
  const uses = factOf(meshUse, [race, pods]).map(({ service, clientNamespace, isReceiver, incident }) => ({ service, clientNamespace, isReceiver, incident }));
  assert.deepEqual(uses, [
    { service: 'writes.monitoring', clientNamespace: 'monitoring', isReceiver: true, incident: 'incident-1' },
    { service: 'writes.monitoring', clientNamespace: 'alerting', isReceiver: false, incident: undefined },
  ]);
});
