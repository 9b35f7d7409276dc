import assert from 'node:assert/strict';
import test from 'node:test';
import { factOf, type Given, manifestOf } from '../testing/index.ts';
import { rootNamespace } from './root-namespace.ts';

const istiod = (namespace: string): Given =>
  manifestOf(`{ apiVersion: v1, kind: Pod, metadata: { name: istiod-${namespace}, namespace: ${namespace}, labels: { app: istiod } }, spec: {}, status: {} }`);
const mesh = (text: string): Given =>
  manifestOf(`{ apiVersion: v1, kind: ConfigMap, metadata: { name: istio, namespace: control }, data: { mesh: ${JSON.stringify(text)} } }`);

test('the root namespace is what the mesh’s configuration names, else that of its istiod, else the usual one', () => {
  assert.equal(factOf(rootNamespace, [mesh('enableTracing: true\nrootNamespace: policies\n'), istiod('control')]), 'policies');
  assert.equal(factOf(rootNamespace, [mesh('enableTracing: true\n'), istiod('control')]), 'control');
  assert.equal(factOf(rootNamespace, []), 'istio-system');
});

test('of two meshes nobody knows whose proxies these are', () => {
  assert.equal(factOf(rootNamespace, [istiod('blue'), istiod('green')]), 'istio-system');
});
