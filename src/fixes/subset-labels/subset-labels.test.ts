import test from 'node:test';
import { type FixCase, type Given, manifestOf, type NamedHere, testFix } from '../../testing/index.ts';
import { subsetLabels } from './index.ts';

const service = `
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ port: 8080 }] }
`;
const pods = (...versions: readonly string[]): Given =>
  manifestOf(
    [
      service,
      ...versions.map(
        (version, index) => `
apiVersion: v1
kind: Pod
metadata: { name: cart-${index}, namespace: shop, labels: { app: cart, version: ${version} }, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
spec: { containers: [{ name: cart }] }
`,
      ),
    ].join('---'),
  );
const rule = (subsets: readonly object[], name = 'cart'): Given =>
  manifestOf(`
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: shop }
spec: { host: cart, subsets: ${JSON.stringify(subsets)} }
`);
const subset = (name: string, version: string) => ({ name, labels: { version } });
const named: NamedHere = {
  target: 'cart.shop',
  findings: [{ message: 'selector-without-pods/subsetSelectsNobody', subject: { kind: 'Service', namespace: 'shop', name: 'cart' }, data: { subset: 'next' } }],
};
const expected: FixCase['expect'][number] = {
  title: 'select',
  limits: ['otherWay'],
  objects: [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: { subsets: [subset('stable', 'v1'), subset('next', 'v3')] },
    },
  ],
};

testFix(test, subsetLabels, [
  {
    name: 'the pods that are left over are meant',
    given: [pods('v1', 'v3', 'v3'), rule([subset('stable', 'v1'), subset('next', 'v2')])],
    named,
    expect: [expected],
  },
  { name: 'pods of two kinds are not', given: [pods('v1', 'v3', 'v4'), rule([subset('stable', 'v1'), subset('next', 'v2')])], named, expect: [] },
  { name: 'where other subsets have all pods, none is left', given: [pods('v1'), rule([subset('stable', 'v1'), subset('next', 'v2')])], named, expect: [] },
  {
    name: 'of two rules for the host it is not known which acts',
    given: [pods('v3'), rule([subset('next', 'v2')]), rule([], 'other')],
    named,
    expect: [],
  },
]);
