import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { created, differing, updated, withoutNew } from './change.ts';

const existing = (object: { readonly [key: string]: unknown }): KubernetesObject => ({
  ref: { kind: String(object['kind']), namespace: 'shop', name: 'catalog' },
  at: { artifact: 'services', file: 'services.yaml' },
  object,
});

test('a patch names the fields it sets and nothing else; what is undone is what was there', () => {
  const rule = existing({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'catalog', namespace: 'shop', resourceVersion: '7', managedFields: [{}] },
    spec: { host: 'catalog', trafficPolicy: { connectionPool: { http: { idleTimeout: '1h', maxRetries: 3 } } } },
    status: { observed: true },
  });
  const change = updated(rule, { spec: { trafficPolicy: { connectionPool: { http: { idleTimeout: '4s', maxRequestsPerConnection: 10 } } } } });
  const head = { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'catalog', namespace: 'shop' } };
  assert.deepEqual(change?.object, { ...head, spec: { trafficPolicy: { connectionPool: { http: { idleTimeout: '4s', maxRequestsPerConnection: 10 } } } } });
  assert.deepEqual(change?.undo, { ...head, spec: { trafficPolicy: { connectionPool: { http: { idleTimeout: '1h' } } } } });
  assert.deepEqual(change?.result['spec'], {
    host: 'catalog',
    trafficPolicy: { connectionPool: { http: { idleTimeout: '4s', maxRetries: 3, maxRequestsPerConnection: 10 } } },
  });
  assert.equal(change?.result['status'], undefined);
  assert.deepEqual(change?.fields, [
    { path: 'spec.trafficPolicy.connectionPool.http.idleTimeout', from: '1h', to: '4s' },
    { path: 'spec.trafficPolicy.connectionPool.http.maxRequestsPerConnection', from: null, to: 10 },
  ]);
});

test('members of a list that Kubernetes merges by key keep their other fields and their neighbours', () => {
  const service = existing({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'catalog', namespace: 'shop' },
    spec: {
      ports: [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'admin', port: 81 },
      ],
    },
  });
  const change = updated(service, { spec: { ports: [{ port: 80, targetPort: 9090 }] } });
  assert.deepEqual(change?.result['spec'], {
    ports: [
      { name: 'http', port: 80, targetPort: 9090 },
      { name: 'admin', port: 81 },
    ],
  });
  assert.deepEqual(change?.undo?.['spec'], { ports: [{ port: 80, targetPort: 8080 }] });
  assert.deepEqual(change?.fields, [{ path: 'spec.ports[80].targetPort', from: 8080, to: 9090 }]);
});

test('a selector is replaced as a whole, as the API server does', () => {
  const service = existing({ apiVersion: 'v1', kind: 'Service', metadata: {}, spec: { selector: { app: 'a', tier: 'b' } } });
  const change = updated(service, { spec: { selector: { app: 'c' } } });
  assert.deepEqual(change?.result['spec'], { selector: { app: 'c' } });
  assert.deepEqual(change?.undo?.['spec'], { selector: { app: 'a', tier: 'b' } });
});

test('an object of which only a table row is known is not changed', () => {
  assert.equal(updated({ ...existing({ apiVersion: 'v1', kind: 'Service' }), partial: true }, { spec: {} }), undefined);
});

test('a new object has nothing to be put back', () => {
  const change = created({ apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: { name: 'x', namespace: 'shop' }, spec: { egress: [] } });
  assert.deepEqual([change.verb, change.undo, change.target], ['create', undefined, { kind: 'Sidecar', namespace: 'shop', name: 'x' }]);
});

test('what a patch made and left behind is deleted with all that was made for it, and nothing else', () => {
  const container = { name: 'catalog', image: 'a', lifecycle: { preStop: { sleep: { seconds: 0 } } } };
  const patch = {
    spec: { template: { spec: { terminationGracePeriodSeconds: 45, containers: [{ name: 'catalog', lifecycle: { preStop: { sleep: { seconds: 15 } } } }] } } },
  };
  const former = { spec: { template: { spec: { terminationGracePeriodSeconds: 30, containers: [{ name: 'catalog' }] } } } };
  const now = (own: object): object => ({ spec: { template: { spec: { terminationGracePeriodSeconds: 30, containers: [{ name: 'proxy' }, own] } } } });
  const cleared = (lifecycle: object | null): object => ({ spec: { template: { spec: { containers: [{ lifecycle, name: 'catalog' }] } } } });
  assert.deepEqual(withoutNew({ ...now(container) }, patch, former), cleared(null));
  const shared = { ...container, lifecycle: { ...container.lifecycle, postStart: { exec: {} } } };
  assert.deepEqual(withoutNew({ ...now(shared) }, patch, former), cleared({ preStop: null }));
  assert.equal(withoutNew({ ...now({ name: 'catalog', image: 'a' }) }, patch, former), undefined);
  assert.deepEqual(differing(former, { spec: { template: { spec: { terminationGracePeriodSeconds: 45, containers: [{ name: 'catalog' }] } } } }), [
    'spec.template.spec.terminationGracePeriodSeconds',
  ]);
});
