import assert from 'node:assert/strict';
import test from 'node:test';
import type { Identity, RawDocument } from '../../model/source.ts';
import { hintsOf, identityFromPath } from './identity-from-path.ts';
import { takeInventory } from './inventory.ts';

const pod = (namespace: string, name: string, ...containers: readonly string[]): unknown => ({
  kind: 'Pod',
  metadata: { namespace, name },
  spec: { containers: containers.map((container) => ({ name: container })) },
});
const document: RawDocument = {
  file: 'pods.yaml',
  identity: {},
  hints: [],
  line: 1,
  body: {
    kind: 'json',
    value: {
      kind: 'List',
      items: [
        pod('monitoring', 'vmalert-66467cfcc9-kcp8c', 'vmalert', 'istio-proxy'),
        pod('monitoring', 'vmstorage-0', 'vmstorage'),
        pod('monitoring', 'vmstorage-01', 'vmstorage'),
        pod('shop', 'web', 'app', 'istio-proxy'),
        pod('blue', 'api-0', 'api'),
        pod('green', 'api-0', 'api'),
        pod('istio-system', 'istiod-7d9c5b6f4c-x2k8p', 'discovery'),
      ],
    },
  },
};
const known = takeInventory([document]);
const unknown = takeInventory([]);

const VMALERT = { namespace: 'monitoring', pod: 'vmalert-66467cfcc9-kcp8c' };
const cases: readonly (readonly [string, Identity, Identity])[] = [
  // path, with pods known, without
  ['logs/monitoring/vmalert-66467cfcc9-kcp8c/vmalert.log.gz', { ...VMALERT, container: 'vmalert' }, { ...VMALERT, container: 'vmalert' }],
  [
    'logs/monitoring/vmalert-66467cfcc9-kcp8c/vmalert.previous.log',
    { ...VMALERT, container: 'vmalert', previous: true },
    { ...VMALERT, container: 'vmalert', previous: true },
  ],
  ['monitoring_vmalert-66467cfcc9-kcp8c_istio-proxy.log', { ...VMALERT, container: 'istio-proxy' }, { ...VMALERT, container: 'istio-proxy' }],
  ['vmalert-66467cfcc9-kcp8c_istio-proxy.log', { ...VMALERT, container: 'istio-proxy' }, { pod: 'vmalert-66467cfcc9-kcp8c', container: 'istio-proxy' }],
  ['monitoring/vmalert-66467cfcc9-kcp8c/logs.txt', VMALERT, VMALERT],
  [
    'monitoring/vmalert-66467cfcc9-kcp8c/vmalert-previous-logs.txt',
    { ...VMALERT, container: 'vmalert', previous: true },
    { ...VMALERT, container: 'vmalert', previous: true },
  ],
  ['envoy/monitoring/vmalert-66467cfcc9-kcp8c/config_dump.json', VMALERT, VMALERT],
  [
    'x.tgz!/bug-report/proxies/monitoring/vmalert-66467cfcc9-kcp8c/istio-proxy.log',
    { ...VMALERT, container: 'istio-proxy' },
    { ...VMALERT, container: 'istio-proxy' },
  ],
  ['x.tgz!/bug-report/proxies/monitoring/vmalert-66467cfcc9-kcp8c/stats/prometheus', VMALERT, VMALERT],
  [
    'namespaces/monitoring/pods/vmalert-66467cfcc9-kcp8c/vmalert/vmalert/logs/previous.log',
    { ...VMALERT, container: 'vmalert', previous: true },
    { ...VMALERT, container: 'vmalert', previous: true },
  ],
  ['pod-logs/monitoring/vmalert-66467cfcc9-kcp8c-istio-proxy.log', { ...VMALERT, container: 'istio-proxy' }, { ...VMALERT, container: 'istio-proxy' }],
  [
    'var/log/pods/monitoring_vmalert-66467cfcc9-kcp8c_987783db-5040-423b-a33e-3de9ef2200a8/vmalert/0.log',
    { ...VMALERT, container: 'vmalert' },
    { ...VMALERT, container: 'vmalert' },
  ],
  ['extra/proxy/vmalert-66467cfcc9-kcp8c.monitoring.certs', VMALERT, VMALERT],
  ['metrics/monitoring/vmalert-66467cfcc9-kcp8c.txt', VMALERT, VMALERT],
  ['config_dump.vmalert-66467cfcc9-kcp8c.json', VMALERT, { pod: 'vmalert-66467cfcc9-kcp8c' }],
  ['monitoring/probe.vmalert-66467cfcc9-kcp8c.json', VMALERT, VMALERT],
  ['vmalert-66467cfcc9-kcp8c.log', VMALERT, { pod: 'vmalert-66467cfcc9-kcp8c' }],
  ['vmalert.log', { ...VMALERT, container: 'vmalert' }, {}],
  ['vmalert-proxy.log', { ...VMALERT, container: 'istio-proxy' }, {}],
  ['vmalert_app.log', { ...VMALERT, container: 'vmalert' }, {}],
  ['logs/vmalert/istio-proxy.log', { ...VMALERT, container: 'istio-proxy' }, {}],
  ['api-proxy.log', {}, {}],
  ['istiod/istiod.log', { namespace: 'istio-system', pod: 'istiod-7d9c5b6f4c-x2k8p' }, {}],
  ['logs/shop/web/app.log', { namespace: 'shop', pod: 'web', container: 'app' }, {}],
  [
    'logs/monitoring/vmstorage-01/vmstorage.log',
    { namespace: 'monitoring', pod: 'vmstorage-01', container: 'vmstorage' },
    { namespace: 'monitoring', pod: 'vmstorage-01', container: 'vmstorage' },
  ],
  ['green/api-0/api.log', { namespace: 'green', pod: 'api-0', container: 'api' }, { namespace: 'green', pod: 'api-0', container: 'api' }],
  ['istio-proxy.log', {}, {}],
  ['notes.txt', {}, {}],
];

for (const [path, withPods, without] of cases) {
  test(`${path} is told whose it is`, () => {
    assert.deepEqual(identityFromPath(path, known), withPods);
    assert.deepEqual(identityFromPath(path, unknown), without);
  });
}

test("hints hold the names of a path, the file's own last", () => {
  const hints = hintsOf('bug-report/cluster/istio-system_pods.yaml');
  assert.equal(hints.at(-1), 'istio-system_pods');
  assert.ok(hints.includes('pods') && hints.includes('cluster'));
});

test('a name of ten thousand letters is dealt with at once', () => {
  const start = performance.now();
  identityFromPath(`${'a-'.repeat(5_000)}!.log`, known);
  identityFromPath(`${'a.'.repeat(5_000)}_${'0'.repeat(5_000)}/x`, unknown);
  assert.ok(performance.now() - start < 500);
});
