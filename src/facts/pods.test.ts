import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factOf, manifest } from '../testing/index.ts';
import { podByIp, pods } from './pods.ts';

const deployed = manifest`
  apiVersion: apps/v1
  kind: ReplicaSet
  metadata:
    name: vminsert-78797c6fb
    namespace: monitoring
    ownerReferences: [{ kind: Deployment, name: vminsert, controller: true }]
  ---
  apiVersion: v1
  kind: Pod
  metadata:
    name: vminsert-78797c6fb-wwrsx
    namespace: monitoring
    ownerReferences: [{ kind: ReplicaSet, name: vminsert-78797c6fb, controller: true }]
  spec:
    initContainers:
    - { name: istio-init, image: istio/proxyv2 }
    - { name: istio-proxy, image: istio/proxyv2, restartPolicy: Always, args: [proxy, sidecar] }
    containers:
    - { name: vminsert, image: "victoriametrics/vminsert:v1.150.0-cluster", args: ["-httpListenAddr=:8480"], ports: [{ name: http, containerPort: 8480 }] }
  status:
    podIP: 10.244.2.9
    conditions: [{ type: Ready, status: "True", lastTransitionTime: "2026-11-22T17:27:50Z" }]
    containerStatuses: [{ name: vminsert, ready: true, restartCount: 2 }]
`;

test('a pod of a ReplicaSet belongs to its Deployment', () => {
  const [pod] = factOf(pods, [deployed]);
  assert.deepEqual(pod?.workload, { kind: 'Deployment', namespace: 'monitoring', name: 'vminsert' });
});

test('a proxy that is an init container with restartPolicy Always is a native sidecar, and no init container', () => {
  const [pod] = factOf(pods, [deployed]);
  assert.equal(pod?.sidecar, 'native');
  assert.deepEqual(
    pod?.containers.filter((container) => container.isInit).map((container) => container.name),
    ['istio-init'],
  );
});

test('status and specification of a container meet by name, each with its path', () => {
  const container = factOf(pods, [deployed])[0]?.containers.find((candidate) => candidate.name === 'vminsert');
  assert.deepEqual(
    [container?.restarts, container?.isReady, container?.specPath, container?.statusPath],
    [2, true, 'spec.containers[0]', 'status.containerStatuses[0]'],
  );
});

test('a pod on the host network does not own its address', () => {
  const onHost = manifest`
    apiVersion: v1
    kind: Pod
    metadata: { name: exporter, namespace: monitoring }
    spec: { hostNetwork: true, containers: [{ name: exporter }] }
    status: { podIP: 192.168.1.10 }
  `;
  assert.equal(podByIp(factOf(pods, [onHost]), '192.168.1.10'), undefined);
});

test('an object without most fields is still a pod', () => {
  const bare = manifest`
    apiVersion: v1
    kind: Pod
    metadata: { name: lonely }
  `;
  const [pod] = factOf(pods, [bare]);
  assert.deepEqual([pod?.key, pod?.workload.name, pod?.sidecar, pod?.isReady], ['default/lonely', 'lonely', 'none', undefined]);
});
