import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawDocument } from '../../model/source.ts';
import { proxySync } from './index.ts';

const text = (body: string): RawDocument => ({ file: 'proxy-status.txt', identity: {}, hints: [], body: { kind: 'text', text: body }, line: 1 });
const json = (value: unknown): RawDocument => ({ file: 'syncz.json', identity: {}, hints: [], body: { kind: 'json', value }, line: 1 });
const states = (document: RawDocument) =>
  proxySync.parse([document]).map(({ proxy, types }) => [proxy, Object.fromEntries(Object.entries(types).map(([type, { state }]) => [type, state]))]);

test('syncz tells synced, stale, never acknowledged and not sent apart', () => {
  const row = {
    cluster_id: 'Kubernetes',
    proxy: 'vminsert-1.monitoring',
    proxy_type: 'sidecar',
    istio_version: '1.32-dev',
    cluster_sent: '2026-11-22T17:40:23Z/691130969',
    cluster_acked: '2026-11-22T17:40:23Z/691130969',
    listener_sent: '2026-11-22T17:40:23Z/6ef2',
    endpoint_sent: '2026-11-22T17:40:42Z/1047',
    endpoint_acked: '2026-11-22T17:40:30Z/0b11',
  };
  const document = json([row]);
  assert.equal(proxySync.recognises(document), true);
  assert.deepEqual(states(document), [['vminsert-1.monitoring', { CDS: 'synced', LDS: 'never-acked', EDS: 'stale', RDS: 'not-sent' }]]);
  const [sync] = proxySync.parse([document]);
  assert.equal(sync?.types['EDS']?.sentAt, Date.UTC(2026, 10, 22, 17, 40, 42));
  assert.equal(sync?.types['EDS']?.ackedAt, Date.UTC(2026, 10, 22, 17, 40, 30));
  assert.equal(sync?.at.path, '[0]');
});

test('the push time of resources is preferred, and nonces without a time are compared all the same', () => {
  const [sync] = proxySync.parse([
    json([
      {
        proxy: 'a.b',
        proxy_type: 'sidecar',
        cluster_sent: '4f5c',
        cluster_acked: '4f5c',
        resources: {
          'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment': { sent: 'x', acked: 'x', sentTime: '2026-11-22T17:40:42.963674793Z' },
        },
      },
    ]),
  ]);
  assert.deepEqual(sync?.types['CDS'], { state: 'synced' });
  assert.deepEqual(sync?.types['EDS'], { state: 'synced', sentAt: Date.UTC(2026, 10, 22, 17, 40, 42, 963) });
});

test('the table up to Istio 1.26 has a column per type', () => {
  const document = text(
    `NAME                         CLUSTER        CDS        LDS        EDS                        RDS          ECDS         ISTIOD                      VERSION
vminsert-1.monitoring        Kubernetes     SYNCED     SYNCED     STALE (Never Acknowledged) NOT SENT     IGNORED      istiod-7d9c5b6f4c-x2k8p     1.22.3
`.replace('STALE (Never Acknowledged) NOT', 'STALE (Never Acknowledged)  NOT'),
  );
  assert.equal(proxySync.recognises(document), true);
  assert.deepEqual(states(document), [['vminsert-1.monitoring', { CDS: 'synced', LDS: 'synced', EDS: 'never-acked', RDS: 'not-sent', ECDS: 'unknown' }]]);
  assert.equal(proxySync.parse([document])[0]?.istioVersion, '1.22.3');
  assert.equal(proxySync.parse([document])[0]?.at.line, 2);
});

test('the table from Istio 1.27 on lists types without their state', () => {
  const document = text(`NAME                         CLUSTER        ISTIOD                      VERSION     SUBSCRIBED TYPES
vminsert-1.monitoring        Kubernetes     istiod-7d9c5b6f4c-x2k8p     1.27.1      4 (CDS,LDS,EDS,RDS)
`);
  assert.deepEqual(states(document), [['vminsert-1.monitoring', { CDS: 'unknown', LDS: 'unknown', EDS: 'unknown', RDS: 'unknown' }]]);
});

test('a kubectl table is no proxy status', () => {
  assert.equal(proxySync.recognises(text('NAME     READY   STATUS    RESTARTS   AGE\nx.y   2/2     Running   0          5m\n')), false);
  assert.equal(proxySync.recognises(json({ items: [{ proxy: 'x' }] })), false);
});
