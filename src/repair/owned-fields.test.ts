import assert from 'node:assert/strict';
import test from 'node:test';
import { appliedBy, ownedParts, ownersOf } from './owned-fields.ts';

/** As an API server of Kubernetes 1.34 answered, shortened. */
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'vminsert',
    labels: { app: 'vminsert' },
    managedFields: [
      {
        manager: 'helm',
        operation: 'Apply',
        fieldsV1: {
          'f:metadata': { 'f:labels': { 'f:app': {} } },
          'f:spec': { 'f:ports': { 'k:{"port":8480,"protocol":"TCP"}': { '.': {}, 'f:name': {}, 'f:port': {} } }, 'f:selector': {} },
        },
      },
      {
        manager: 'kubectl-edit',
        operation: 'Update',
        fieldsV1: { 'f:spec': { 'f:ports': { 'k:{"port":8480,"protocol":"TCP"}': { 'f:targetPort': {} } } } },
      },
      { manager: 'kubelet', operation: 'Update', subresource: 'status', fieldsV1: { 'f:spec': { 'f:selector': {} } } },
    ],
  },
  spec: { clusterIP: '10.96.0.9', selector: { app: 'vminsert' }, ports: [{ name: 'http', port: 8480, protocol: 'TCP', targetPort: 8400 }] },
};

test('the owner of a field is found in a list by the keys of its member, and status is nobody’s', () => {
  const port = { spec: { ports: [{ port: 8480, protocol: 'TCP', targetPort: 8400 }] } };
  assert.deepEqual(ownersOf(service, port), [{ manager: 'kubectl-edit', operation: 'Update' }]);
  assert.deepEqual(ownersOf(service, { spec: { selector: { app: 'vminsert' } } }), [{ manager: 'helm', operation: 'Apply' }]);
  assert.deepEqual(ownersOf(service, { spec: { clusterIP: '10.96.0.9' } }), []);
  assert.deepEqual(ownersOf(service, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'vminsert' } }), []);
});

test('of several fields each is its own manager’s, and what the server filled in is nobody’s', () => {
  const former = { spec: { clusterIP: '10.96.0.9', ports: [{ port: 8480, protocol: 'TCP', name: 'http', targetPort: 8400 }] } };
  assert.deepEqual(ownedParts(service, former), [
    { manager: 'helm', operation: 'Apply', fields: { spec: { ports: [{ port: 8480, protocol: 'TCP', name: 'http' }] } } },
    { manager: 'kubectl-edit', operation: 'Update', fields: { spec: { ports: [{ port: 8480, protocol: 'TCP', targetPort: 8400 }] } } },
  ]);
  assert.deepEqual(ownedParts(service, { spec: { clusterIP: '10.96.0.9' } }), []);
});

test('what a manager applied comes with the values as they are, and with nothing of others', () => {
  assert.deepEqual(appliedBy(service, 'helm'), {
    metadata: { labels: { app: 'vminsert' } },
    spec: { ports: [{ port: 8480, protocol: 'TCP', name: 'http' }], selector: { app: 'vminsert' } },
  });
  assert.deepEqual(appliedBy(service, 'kubectl-edit'), {}); // it wrote, but did not apply
  assert.deepEqual(appliedBy({}, 'helm'), {});
});

test('of a map that was applied empty nothing is its manager’s that others have put in since', () => {
  const template = (fields: object): object => ({ 'f:spec': { 'f:containers': { 'k:{"name":"catalog"}': { '.': {}, 'f:name': {}, ...fields } } } });
  const pod = {
    metadata: {
      managedFields: [
        { manager: 'helm', operation: 'Apply', fieldsV1: template({ 'f:resources': {}, 'f:lifecycle': {} }) },
        { manager: 'why503-a', operation: 'Apply', fieldsV1: template({ 'f:resources': { 'f:limits': { 'f:memory': {} } } }) },
      ],
    },
    spec: { containers: [{ name: 'catalog', resources: { limits: { memory: '2Gi' } }, lifecycle: {} }] },
  };
  assert.deepEqual(appliedBy(pod, 'helm'), { spec: { containers: [{ name: 'catalog', resources: {}, lifecycle: {} }] } });
  assert.deepEqual(
    ownedParts(pod, { spec: { containers: [{ name: 'catalog', resources: { limits: { memory: '2Gi' } } }] } }).map(({ manager, fields }) => [manager, fields]),
    [
      ['helm', { spec: { containers: [{ name: 'catalog', resources: {} }] } }],
      ['why503-a', { spec: { containers: [{ name: 'catalog', resources: { limits: { memory: '2Gi' } } }] } }],
    ],
  );
});
