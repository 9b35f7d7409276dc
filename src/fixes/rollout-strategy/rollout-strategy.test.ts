import test from 'node:test';
import { type Given, manifestOf, testFix } from '../../testing/index.ts';
import { rolloutStrategy } from './index.ts';

const evidence = (strategy: string, labels = '{}'): Given =>
  manifestOf(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: catalog, namespace: shop, labels: ${labels} }
spec: { replicas: 3, selector: { matchLabels: { app: catalog } }, strategy: ${strategy} }
---
apiVersion: v1
kind: Pod
metadata: { name: catalog-0, namespace: shop, labels: { app: catalog }, ownerReferences: [{ kind: Deployment, name: catalog, controller: true }] }
spec: { containers: [{ name: catalog, image: catalog }] }
`);
const named = { target: 'catalog.shop' };
const strategy = (maxSurge: number | string) => ({
  title: 'surge',
  limits: ['room', 'ready', 'othersLeave'],
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'catalog', namespace: 'shop' },
      spec: { strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge } } },
    },
  ],
});

testFix(test, rolloutStrategy, [
  {
    name: 'what is added first stays as it is',
    given: [evidence('{ type: RollingUpdate, rollingUpdate: { maxUnavailable: 25%, maxSurge: 25% } }')],
    named,
    expect: [strategy('25%')],
  },
  {
    name: 'where nothing is added, one is',
    given: [evidence('{ type: RollingUpdate, rollingUpdate: { maxUnavailable: 2, maxSurge: 0 } }')],
    named,
    expect: [strategy(1)],
  },
  { name: 'what is not set is 25 % by default', given: [evidence('{}')], named, expect: [strategy(1)] },
  { name: 'a roll-out that takes nothing away first is well', given: [evidence('{ rollingUpdate: { maxUnavailable: 0 } }')], named, expect: [] },
  { name: 'one that replaces all at once is meant so', given: [evidence('{ type: Recreate }')], named, expect: [] },
  { name: 'an operator would put its own back', given: [evidence('{}', '{ managed-by: vm-operator }')], named, expect: [] },
]);
