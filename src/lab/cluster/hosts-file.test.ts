import assert from 'node:assert/strict';
import test from 'node:test';
import { hostsText } from './hosts-file.ts';

const service = (
  name: string,
  clusterIP: string,
): { apiVersion: string; kind: string; metadata: { name: string; namespace: string }; spec: { clusterIP: string } } => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'monitoring' },
  spec: { clusterIP },
});
const slice = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'vmstorage-x', namespace: 'monitoring', labels: { 'kubernetes.io/service-name': 'vmstorage' } },
  endpoints: [{ addresses: ['10.203.1.4'] }, { addresses: ['10.203.1.5'] }],
};

test('a Service has its cluster address under all of its names, a headless one those of its pods', () => {
  assert.equal(
    hostsText([service('vminsert', '10.96.0.7'), service('vmstorage', 'None')], [slice]),
    [
      '127.0.0.1 localhost',
      '10.203.1.4 vmstorage.monitoring.svc.cluster.local vmstorage.monitoring.svc vmstorage.monitoring',
      '10.203.1.5 vmstorage.monitoring.svc.cluster.local vmstorage.monitoring.svc vmstorage.monitoring',
      '10.96.0.7 vminsert.monitoring.svc.cluster.local vminsert.monitoring.svc vminsert.monitoring',
      '',
    ].join('\n'),
  );
});
