import test from 'node:test';
import { type Given, manifestOf, type NamedHere, testFix } from '../../testing/index.ts';
import { startOrder } from './index.ts';

const pod = (container: string, annotations = '{}'): Given =>
  manifestOf(`
apiVersion: v1
kind: Pod
metadata: { name: catalog-0, namespace: shop, annotations: ${annotations}, ownerReferences: [{ kind: StatefulSet, name: catalog, controller: true }] }
spec: { containers: [${container}, { name: istio-proxy, image: istio/proxyv2 }] }
`);
const said = (message: string): NamedHere => ({
  target: 'catalog.shop',
  findings: [{ message: `pod-start/${message}`, subject: { kind: 'Pod', namespace: 'shop', name: 'catalog-0' }, data: {} }],
});
const head = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'catalog', namespace: 'shop' } };

testFix(test, startOrder, [
  {
    name: 'a server without a readiness probe gets one on the port it declares',
    given: [pod('{ name: catalog, image: catalog:1, ports: [{ containerPort: 8080 }] }')],
    named: said('refusedBeforeListening'),
    expect: [
      {
        title: 'probe',
        limits: ['opensOnly'],
        objects: [
          {
            ...head,
            spec: {
              template: {
                spec: { containers: [{ name: 'catalog', readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 2, failureThreshold: 2 } }] },
              },
            },
          },
        ],
      },
    ],
  },
  {
    name: 'a client whose first requests find no way out waits for its sidecar',
    given: [pod('{ name: catalog, image: catalog:1 }')],
    named: said('failsWhileClientStarts'),
    expect: [
      {
        title: 'hold',
        limits: ['slower'],
        objects: [{ ...head, spec: { template: { metadata: { annotations: { 'proxy.istio.io/config': '{"holdApplicationUntilProxyStarts":true}' } } } } }],
      },
    ],
  },
  {
    name: 'settings of the proxy that are there are not written over',
    given: [pod('{ name: catalog, image: catalog:1 }', "{ proxy.istio.io/config: 'concurrency: 2' }")],
    named: said('failsWhileClientStarts'),
    expect: [],
  },
  {
    name: 'a probe that is there is left to its owner',
    given: [pod('{ name: catalog, image: catalog:1, ports: [{ containerPort: 8080 }], readinessProbe: { httpGet: { port: 8080 } } }')],
    named: said('refusedBeforeListening'),
    expect: [],
  },
]);
