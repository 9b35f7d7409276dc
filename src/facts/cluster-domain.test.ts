import assert from 'node:assert/strict';
import test from 'node:test';
import { document, factOf, type Given } from '../testing/index.ts';
import { clusterDomain } from './cluster-domain.ts';

const clusters = (...names: readonly string[]): Given =>
  document('config_dump.json', {
    configs: [
      { '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump', dynamic_active_clusters: names.map((name) => ({ cluster: { name, type: 'EDS' } })) },
    ],
  });

test('the domain of most clusters is that of the mesh; hosts outside of it say nothing', () => {
  assert.equal(
    factOf(clusterDomain, [
      clusters(
        'outbound|80||a.shop.svc.mesh.internal',
        'outbound|80||b.shop.svc.mesh.internal',
        'outbound|80||c.shop.svc.cluster.local',
        'outbound|443||api.example.com',
      ),
    ]),
    'mesh.internal',
  );
});

test('where no cluster names one it is the usual one', () => {
  assert.equal(factOf(clusterDomain, []), 'cluster.local');
  assert.equal(factOf(clusterDomain, [clusters('outbound|443||api.example.com')]), 'cluster.local');
});
