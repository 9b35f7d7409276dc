import assert from 'node:assert/strict';
import test from 'node:test';
import { accessLog, factOf, type Given, manifest } from '../testing/index.ts';
import { type HttpsPort, httpsPorts } from './https-ports.ts';
import { traffic } from './traffic.ts';

const row =
  '[2026-11-22T23:17:02.066Z] "GET /invoices HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 12 - "-" "lab-client/1.0" "3f0e4c27" "billing.shop.svc:8080" "10.203.1.3:8080" inbound|8080|| 127.0.0.6:56762 10.203.1.3:8080 10.203.1.4:46188 outbound_.8080_._.billing.shop.svc.cluster.local default';
const portOfFirst = (...objects: readonly Given[]): HttpsPort | undefined => {
  const given = [accessLog('shop/billing-6997cd95d5-mxg62', [row]), ...objects];
  const failure = factOf(traffic, given).incidents[0]?.failures[0];
  assert.ok(failure !== undefined);
  return factOf(httpsPorts, given)(failure);
};
const pathsOf = (found: HttpsPort | undefined): readonly (string | undefined)[] => found?.from.map(({ at }) => at.path) ?? [];

test('a port that answers HTTPS cites the probe in the proxy’s environment and the readiness that it gives', () => {
  const list = manifest`
    apiVersion: v1
    kind: List
    items:
      - apiVersion: v1
        kind: Pod
        metadata: { name: billing-6997cd95d5-mxg62, namespace: shop }
        spec:
          containers:
            - { name: billing, readinessProbe: { httpGet: { path: /app-health/billing/readyz, port: 15020, scheme: HTTP } } }
            - name: istio-proxy
              env:
                - { name: POD_NAME, value: billing }
                - name: ISTIO_KUBE_APP_PROBERS
                  value: '{"/app-health/billing/readyz":{"httpGet":{"path":"/ready","port":8080,"scheme":"HTTPS"},"timeoutSeconds":2}}'
        status: { podIP: 10.203.1.3, containerStatuses: [{ name: billing, ready: true }] }
  `;
  assert.deepEqual(pathsOf(portOfFirst(list)), ['items[0].spec.containers[1].env[1].value', 'items[0].status.containerStatuses[0].ready']);
});

const workload = (probe: string, status: string): Given => manifest`
  apiVersion: apps/v1
  kind: Deployment
  metadata: { name: billing, namespace: shop }
  spec: { template: { spec: { containers: [{ name: billing, ${probe}: { httpGet: { port: 8080, scheme: HTTPS } } }] } } }
  status: { ${status} }
`;

test('a workload whose pods were not collected cites its template and its count of ready pods', () => {
  assert.deepEqual(pathsOf(portOfFirst(workload('readinessProbe', 'readyReplicas: 2'))), [
    'spec.template.spec.containers[0].readinessProbe.httpGet.scheme',
    'status.readyReplicas',
  ]);
});

test('a liveness probe, and a workload without a ready pod, show nothing', () => {
  assert.equal(portOfFirst(workload('livenessProbe', 'readyReplicas: 2')), undefined);
  assert.equal(portOfFirst(workload('readinessProbe', 'replicas: 2')), undefined);
});
