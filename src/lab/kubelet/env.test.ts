import assert from 'node:assert/strict';
import test from 'node:test';
import { ConfigError, containerEnv, dataOf, expand, fieldValue, type PodPlace, type ReadData, resourceValue } from './env.ts';
import { sampleContainer, samplePod } from './sample-pod.ts';

const place: PodPlace = { podIp: '10.203.1.8', hostIp: '10.203.0.1', allocatable: { cpu: 2, memory: 8e9 } };
const read: ReadData = async (kind, name) => (kind === 'configmap' && name === 'settings' ? { level: 'debug', 'a.b': 'x' } : undefined);

test('the environment of an injected proxy comes out as istiod wants it', async () => {
  const proxy = sampleContainer({
    name: 'istio-proxy',
    resources: { limits: { cpu: '2', memory: '1Gi' } },
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'INSTANCE_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
      { name: 'SERVICE_ACCOUNT', valueFrom: { fieldRef: { fieldPath: 'spec.serviceAccountName' } } },
      { name: 'ISTIO_CPU_LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '0' } } },
      { name: 'GOMEMLIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1' } } },
      { name: 'ME', value: '$(POD_NAME).$(NAMESPACE) costs $$5' },
    ],
  });
  const env = await containerEnv(samplePod({ serviceAccountName: 'vmalert' }), proxy, place, read);
  assert.deepEqual(env, {
    POD_NAME: 'web-0',
    INSTANCE_IP: '10.203.1.8',
    HOST_IP: '10.203.0.1',
    SERVICE_ACCOUNT: 'vmalert',
    ISTIO_CPU_LIMIT: '2',
    GOMEMLIMIT: '1073741824',
    ME: 'web-0.$(NAMESPACE) costs $5',
  });
});

test('without a limit a container is told what the node has', () => {
  assert.equal(resourceValue(samplePod(), { resource: 'limits.cpu' }, place, sampleContainer()), '2');
  assert.equal(resourceValue(samplePod(), { resource: 'requests.memory' }, place, sampleContainer()), '0');
});

test('a fraction of a CPU is rounded up in whole CPUs and exact in thousandths', () => {
  const small = sampleContainer({ resources: { limits: { cpu: '250m' } } });
  assert.equal(resourceValue(samplePod(), { resource: 'limits.cpu' }, place, small), '1');
  assert.equal(resourceValue(samplePod(), { resource: 'limits.cpu', divisor: '1m' }, place, small), '250');
});

test('labels as a file are sorted and quoted', () => {
  const pod = samplePod({}, { labels: { b: 'say "x"', a: '1' } });
  assert.equal(fieldValue(pod, { fieldPath: 'metadata.labels' }, place), 'a="1"\nb="say \\"x\\""');
  assert.equal(fieldValue(pod, { fieldPath: "metadata.labels['b']" }, place), 'say "x"');
});

test('a whole ConfigMap becomes variables, with its prefix', async () => {
  const container = sampleContainer({ envFrom: [{ prefix: 'P_', configMapRef: { name: 'settings' } }, { secretRef: { name: 'none', optional: true } }] });
  assert.deepEqual(await containerEnv(samplePod(), container, place, read), { P_level: 'debug', 'P_a.b': 'x' });
});

test('what is missing is named as the kubelet names it, unless it is optional', async () => {
  const wants = (name: string, key: string, optional = false): Promise<unknown> =>
    containerEnv(samplePod(), sampleContainer({ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name, key, optional } } }] }), place, read);
  await assert.rejects(wants('gone', 'k'), new ConfigError('configmap "gone" not found'));
  await assert.rejects(wants('settings', 'k'), new ConfigError("couldn't find key k in ConfigMap settings"));
  assert.deepEqual(await wants('settings', 'k', true), {});
});

test('a doubled dollar escapes', () => {
  assert.equal(expand('$$(A) $(A) $(B', { A: 'x' }), '$(A) x $(B');
});

test('the data of a Secret is decoded, that of a ConfigMap is not', () => {
  assert.deepEqual(dataOf({ kind: 'Secret', data: { a: 'aGk=' } }), { a: 'hi' });
  assert.deepEqual(dataOf({ kind: 'ConfigMap', data: { a: 'aGk=' }, binaryData: { b: 'aGk=' } }), { a: 'aGk=', b: 'hi' });
});
