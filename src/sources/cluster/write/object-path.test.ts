import assert from 'node:assert/strict';
import test from 'node:test';
import { isBuiltInPath, objectPath } from './object-path.ts';

const object = (apiVersion: string, kind: string) => ({ apiVersion, kind, metadata: { namespace: 'shop', name: 'vminsert' } });

test('an object is found where the API serves its group, version and kind', () => {
  assert.equal(objectPath(object('v1', 'Service')), '/api/v1/namespaces/shop/services/vminsert');
  assert.equal(objectPath(object('apps/v1', 'Deployment')), '/apis/apps/v1/namespaces/shop/deployments/vminsert');
  assert.equal(objectPath(object('networking.istio.io/v1beta1', 'Sidecar')), '/apis/networking.istio.io/v1beta1/namespaces/shop/sidecars/vminsert');
});

test('kinds that nothing changes, names of other groups and objects without a name have no path', () => {
  assert.equal(objectPath(object('v1', 'Secret')), undefined);
  assert.equal(objectPath(object('example.com/v1', 'Service')), undefined);
  assert.equal(objectPath({ apiVersion: 'v1', kind: 'Service' }), undefined);
});

test('a name cannot lead out of its place', () => {
  assert.equal(
    objectPath({ apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'a/b', name: '../x?y' } }),
    '/api/v1/namespaces/a%2Fb/services/..%2Fx%3Fy',
  );
});

test('kinds of Kubernetes itself have lists with keys, custom ones do not', () => {
  for (const path of ['/api/v1/x', '/apis/apps/v1/x', '/apis/networking.k8s.io/v1/x', '/apis/policy/v1/x']) assert.ok(isBuiltInPath(path), path);
  for (const path of ['/apis/networking.istio.io/v1/x', '/apis/gateway.networking.k8s.io/v1/x', '/apis/operator.victoriametrics.com/v1beta1/x'])
    assert.ok(!isBuiltInPath(path), path);
});
