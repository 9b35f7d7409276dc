import test from 'node:test';
import { type FixCase, type Given, manifestOf, type NamedHere, testFix } from '../../testing/index.ts';
import { serviceAppProtocol } from './index.ts';

const service = (ports: string): Given =>
  manifestOf(`
apiVersion: v1
kind: Service
metadata: { name: billing, namespace: shop }
spec: { selector: { app: billing }, ports: ${ports} }
`);
const unreadable = (cluster: string): NamedHere => ({
  target: 'billing.shop',
  findings: [{ message: 'protocol-disagreement/declaredOtherwise', subject: { kind: 'Workload', name: 'billing' }, data: { cluster } }],
});
const object = (port: number, appProtocol: string): FixCase['expect'][number]['objects'][number] => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'billing', namespace: 'shop' },
  spec: { ports: [{ port, protocol: 'TCP', appProtocol }] },
});

testFix(test, serviceAppProtocol, [
  {
    name: 'a port that is named grpc and cannot be read as HTTP/2 is declared http',
    given: [service('[{ name: grpc-web, port: 8080, targetPort: 9000 }, { name: http-admin, port: 9901 }]')],
    named: unreadable('inbound|9000||'),
    expect: [{ title: 'speakHttp', limits: ['sameTarget'], objects: [object(8080, 'http')] }],
  },
  {
    name: 'appProtocol goes before the name',
    given: [service('[{ name: http, port: 8080, appProtocol: kubernetes.io/h2c }]')],
    named: unreadable('outbound|8080||billing.shop.svc.cluster.local'),
    expect: [{ title: 'speakHttp', objects: [object(8080, 'http')] }],
  },
  {
    name: 'a port that is declared http and cannot be read so may speak anything',
    given: [service('[{ name: http, port: 8080 }]')],
    named: unreadable('inbound|8080||'),
    expect: [],
  },
  {
    name: 'of several ports none of which the proxy names, none is chosen',
    given: [service('[{ name: http, port: 8080 }, { name: grpc, port: 9000 }]')],
    named: unreadable('inbound|7070||'),
    expect: [],
  },
]);
