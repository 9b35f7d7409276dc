import test from 'node:test';
import { type Given, manifestOf, testFix } from '../../testing/index.ts';
import { stopDelay } from './index.ts';

interface Options {
  readonly kubelet?: string;
  readonly native?: boolean;
  readonly annotations?: string;
  readonly lifecycle?: string;
  readonly labels?: string;
}

const evidence = ({ kubelet, native = false, annotations = '{}', lifecycle = '{}', labels = '{ app: catalog }' }: Options): Given => {
  const proxy = '{ name: istio-proxy, image: istio/proxyv2, restartPolicy: Always }';
  return manifestOf(`
apiVersion: v1
kind: Pod
metadata: { name: catalog-0, namespace: shop, labels: ${labels}, annotations: ${annotations}, ownerReferences: [{ kind: StatefulSet, name: catalog, controller: true }] }
spec:
  nodeName: node-1
  terminationGracePeriodSeconds: 40
  initContainers: [${native ? proxy : ''}]
  containers: [{ name: catalog, image: catalog:1, lifecycle: ${lifecycle} }${native ? '' : `, ${proxy}`}]
${kubelet === undefined ? '' : `---\napiVersion: v1\nkind: Node\nmetadata: { name: node-1 }\nstatus: { nodeInfo: { kubeletVersion: ${kubelet} } }`}
`);
};
const named = { target: 'catalog.shop' };
const head = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'catalog', namespace: 'shop' } };

testFix(test, stopDelay, [
  {
    name: 'the kubelet sleeps where it can; a native sidecar outlasts the application anyway',
    given: [evidence({ kubelet: 'v1.34.4', native: true })],
    named,
    expect: [
      {
        title: 'sleepFirst',
        limits: ['longRequests', 'oneMoreRollOut'],
        objects: [
          {
            ...head,
            spec: {
              template: {
                spec: { terminationGracePeriodSeconds: 55, containers: [{ name: 'catalog', lifecycle: { preStop: { sleep: { seconds: 15 } } } }] },
              },
            },
          },
        ],
      },
    ],
  },
  {
    name: 'before Kubernetes 1.30 the image must sleep; a classic sidecar is told to drain for longer',
    given: [evidence({ kubelet: 'v1.28.9' })],
    named,
    expect: [
      {
        title: 'sleepFirst',
        limits: ['needsSleep', 'longRequests', 'oneMoreRollOut'],
        objects: [
          {
            ...head,
            spec: {
              template: {
                metadata: { annotations: { 'proxy.istio.io/config': '{"terminationDrainDuration":"20s"}' } },
                spec: { terminationGracePeriodSeconds: 55, containers: [{ name: 'catalog', lifecycle: { preStop: { exec: { command: ['sleep', '15'] } } } }] },
              },
            },
          },
        ],
      },
    ],
  },
  { name: 'a hook that is there is left to its owner', given: [evidence({ lifecycle: '{ preStop: { exec: { command: [x] } } }' })], named, expect: [] },
  {
    name: 'the operator of VictoriaMetrics would put its template back',
    given: [evidence({ labels: '{ managed-by: vm-operator, app.kubernetes.io/name: vminsert, app.kubernetes.io/instance: a }' })],
    named,
    expect: [],
  },
]);
