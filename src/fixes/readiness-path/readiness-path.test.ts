import test from 'node:test';
import { type Given, manifestOf, type NamedHere, testFix } from '../../testing/index.ts';
import { readinessPath } from './index.ts';

const pod = (container: string): Given =>
  manifestOf(`
apiVersion: v1
kind: Pod
metadata: { name: vminsert-0, namespace: monitoring, ownerReferences: [{ kind: Deployment, name: vminsert, controller: true }] }
spec: { containers: [${container}] }
`);
const probed = (path: string, image = 'victoriametrics/vminsert:v1.150.0-cluster', args = '[]'): string =>
  `{ name: vminsert, image: '${image}', args: ${args}, readinessProbe: { httpGet: { path: ${path}, port: 8480 } } }`;
const failing = (message: string): NamedHere => ({
  target: 'vminsert.monitoring',
  findings: [{ message: 'unready-endpoints/probeFails', subject: { kind: 'Pod', namespace: 'monitoring', name: 'vminsert-0' }, data: { message } }],
});
const refused = failing('Readiness probe failed: HTTP probe failed with statuscode: 400');
const asks = (path: string) => ({
  title: 'ask',
  limits: ['meant'],
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'vminsert', namespace: 'monitoring' },
      spec: { template: { spec: { containers: [{ name: 'vminsert', readinessProbe: { httpGet: { path } } }] } } },
    },
  ],
});

testFix(test, readinessPath, [
  { name: 'a path that vminsert does not serve', given: [pod(probed('/readyz'))], named: refused, expect: [asks('/health')] },
  {
    name: 'a probe that injection points at the proxy',
    given: [
      pod(
        `${probed('/app-health/vminsert/readyz')}, { name: istio-proxy, env: [{ name: ISTIO_KUBE_APP_PROBERS, value: '{"/app-health/vminsert/readyz":{"httpGet":{"path":"/readyz","port":8480},"timeoutSeconds":1}}' }] }`,
      ),
    ],
    named: refused,
    expect: [asks('/health')],
  },
  {
    name: 'below the prefix that its flag sets',
    given: [pod(probed('/health', 'docker.io/victoriametrics/vminsert@sha256:0', '["-http.pathPrefix=/vm/"]'))],
    named: refused,
    expect: [asks('/vm/health')],
  },
  { name: 'of another program nobody knows what it serves', given: [pod(probed('/readyz', 'example/orders:1'))], named: refused, expect: [] },
  {
    name: 'an answer of 503 is about the program, not the path',
    given: [pod(probed('/readyz'))],
    named: failing('HTTP probe failed with statuscode: 503'),
    expect: [],
  },
  { name: 'two probes', given: [pod(`${probed('/readyz')}, ${probed('/live')}`)], named: refused, expect: [] },
  { name: 'the right path', given: [pod(probed('/health'))], named: refused, expect: [] },
]);
