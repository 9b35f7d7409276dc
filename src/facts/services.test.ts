import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factOf, manifest } from '../testing/index.ts';
import { resolvedTargetPort, services } from './services.ts';

const service = manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: vminsert, namespace: monitoring }
  spec: { clusterIP: 10.96.31.10, selector: { app: vminsert }, ports: [{ name: http, port: 8480, targetPort: web }] }
`;
const pod = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-0, namespace: monitoring, labels: { app: vminsert, extra: yes-sir } }
  spec: { containers: [{ name: vminsert, ports: [{ name: web, containerPort: 8480 }] }] }
`;
const slice = (ready: boolean) => manifest`
  apiVersion: discovery.k8s.io/v1
  kind: EndpointSlice
  metadata: { name: vminsert-abc, namespace: monitoring, labels: { kubernetes.io/service-name: vminsert } }
  endpoints: [{ addresses: [10.244.2.9], conditions: { ready: ${ready} }, targetRef: { kind: Pod, name: vminsert-0 } }]
  ports: [{ port: 8480 }]
`;

test('a Service selects the pods of its namespace that carry all its labels', () => {
  const elsewhere = manifest`
    apiVersion: v1
    kind: Pod
    metadata: { name: vminsert-9, namespace: other, labels: { app: vminsert } }
  `;
  assert.deepEqual(
    factOf(services, [service, pod, elsewhere])[0]?.selected?.map((selected) => selected.key),
    ['monitoring/vminsert-0'],
  );
});

test('without pods nobody can say whom a Service selects', () => {
  assert.equal(factOf(services, [service])[0]?.selected, undefined);
});

test('endpoints come from the slices, with the pod behind each address', () => {
  const [endpoint] = factOf(services, [service, pod, slice(false)])[0]?.endpoints ?? [];
  assert.deepEqual([endpoint?.address, endpoint?.isReady, endpoint?.pod, endpoint?.ports], ['10.244.2.9', false, 'monitoring/vminsert-0', [8480]]);
});

test('no slices and no Endpoints collected is not the same as no endpoints', () => {
  assert.equal(factOf(services, [service, pod])[0]?.endpoints, undefined);
  const other = manifest`
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: { name: other-abc, namespace: monitoring, labels: { kubernetes.io/service-name: other } }
    endpoints: []
  `;
  assert.deepEqual(factOf(services, [service, pod, other])[0]?.endpoints, []);
});

test('a named target port is the number that the pod declares under that name', () => {
  const [found] = factOf(services, [service, pod]);
  const [port] = found?.ports ?? [];
  const [selected] = found?.selected ?? [];
  assert.equal(port === undefined || selected === undefined ? undefined : resolvedTargetPort(port, selected), 8480);
});
