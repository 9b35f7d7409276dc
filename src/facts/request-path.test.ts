import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessLog, document, factOf, lines, manifest } from '../testing/index.ts';
import { raceScenarios } from '../testing/race-scenarios.ts';
import { requestLines } from '../testing/request-lines.ts';
import { requestPath } from './request-path.ts';
import { traffic } from './traffic.ts';

const rows = lines`
  [2026-11-22T17:28:13.362Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 204 - via_upstream - "-" 265 0 3 2 "-" "vmalert" "6c56e689-235e-495d-b791-934798d52f91" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:42460 10.244.2.9:8480 10.244.1.10:54752 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default
  [2026-11-22T17:28:18.362Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95 53 - "-" "vmalert" "6c56e689-235e-495d-b791-934798d52f90" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:42460 10.244.2.9:8480 10.244.1.10:54752 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default
`;
const pod = (name: string, ip: string, args: string) => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: ${name}-0, namespace: monitoring, ownerReferences: [{ kind: StatefulSet, name: ${name}, controller: true }] }
  spec:
    containers:
    - { name: ${name}, image: "victoriametrics/${name}:v1.150.0", args: ${args} }
    - { name: istio-proxy, image: "istio/proxyv2:1.26.0", args: [proxy, sidecar] }
  status: { podIP: ${ip} }
`;
const dump = document(
  'envoy/monitoring/vminsert-0/config_dump.json',
  {
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
        dynamic_active_clusters: [{ cluster: { name: 'inbound|8480||', type: 'ORIGINAL_DST' } }],
      },
    ],
  },
  'monitoring/vminsert-0',
);

const pathOf = (args: string) => {
  const given = [accessLog('monitoring/vminsert-0', rows), pod('vminsert', '10.244.2.9', args), pod('vmalert', '10.244.1.10', '[]'), dump];
  return factOf(requestPath, given)(factOf(traffic, given).incidents[0]);
};

test('the path of an incident goes through both sidecars to the application', () => {
  assert.deepEqual(
    pathOf('[]').map((hop) => hop.id),
    ['vmalert->vmalert-sidecar', 'vmalert-sidecar->vminsert-sidecar', 'vminsert-sidecar->vminsert'],
  );
});

test('a limit on the command line is the limit of the hop, with its place', () => {
  const last = pathOf('["-http.idleConnTimeout=5s"]').at(-1);
  assert.equal(last?.idleTimeout.server?.value, 5_000);
  assert.deepEqual(
    last?.idleTimeout.server?.from.map((evidence) => [evidence.kind, evidence.at.path]),
    [['field', 'spec.containers[0].args[0]']],
  );
});

test('where nothing is set the documented default holds, and the look that found nothing is told', () => {
  const last = pathOf('[]').at(-1);
  assert.equal(last?.idleTimeout.server?.value, 60_000);
  assert.equal(last?.idleTimeout.client?.value, 3_600_000);
  assert.deepEqual(
    last?.idleTimeout.client?.from.map((evidence) => evidence.kind),
    ['absence', 'default'],
  );
});

test('a limit that nothing else tells is what the reset requests of the hop tell, with the interval and some of them', () => {
  const given = [accessLog('shop/catalog-7ccd69cb6b-4t89s', requestLines(raceScenarios[0]?.rows(1, 6) ?? []))];
  const [hop] = factOf(requestPath, given)(factOf(traffic, given).incidents[0]).slice(-1);
  const { inferred, server } = hop?.idleTimeout ?? {};
  assert.deepEqual([hop?.id, server, inferred?.estimate, inferred?.resets, inferred?.from.length], ['catalog-sidecar->catalog', undefined, 5_000, 6, 3]);
  assert.ok((inferred?.low ?? 0) <= 5_000 && (inferred?.high ?? 0) >= 5_000);
});
