import test from 'node:test';
import { type Given, manifestOf, type NamedHere, testFix } from '../../testing/index.ts';
import { cpuLimit } from './index.ts';

const pod = (resources: string, labels = '{}'): Given =>
  manifestOf(`
apiVersion: v1
kind: Pod
metadata: { name: catalog-0, namespace: shop, labels: ${labels}, ownerReferences: [{ kind: Deployment, name: catalog, controller: true }] }
spec: { containers: [{ name: other, image: other }, { name: catalog, image: catalog, resources: ${resources} }] }
`);
const told = (message: string): NamedHere => ({
  target: 'catalog.shop',
  findings: [{ message: `cpu-throttling/${message}`, subject: { kind: 'Pod', namespace: 'shop', name: 'catalog-0' }, data: { container: 'catalog' } }],
});
const raised = (cpu: string, ...limits: readonly string[]) => ({
  title: 'raise',
  limits: [...limits, 'oneStep', 'request'],
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'catalog', namespace: 'shop' },
      spec: { template: { spec: { containers: [{ name: 'catalog', resources: { limits: { cpu } } }] } } },
    },
  ],
});

testFix(test, cpuLimit, [
  {
    name: 'the container that was throttled gets twice its limit',
    given: [pod('{ limits: { cpu: 75m } }')],
    named: told('throttled'),
    expect: [raised('150m')],
  },
  { name: 'cores are written as thousandths', given: [pod('{ limits: { cpu: 1.5 } }')], named: told('atLimit'), expect: [raised('3000m')] },
  {
    name: 'of a workload that a chart writes it is said where its values are',
    given: [pod('{ limits: { cpu: 1 } }', '{ app.kubernetes.io/name: victoria-metrics-agent, app.kubernetes.io/instance: metrics }')],
    named: told('atLimit'),
    expect: [raised('2000m', 'belongsInValues')],
  },
  { name: 'without a limit the node is full, which no limit mends', given: [pod('{}')], named: told('throttled'), expect: [] },
  { name: 'a figure from later names no container', given: [pod('{ limits: { cpu: 75m } }')], named: told('atLimitLater'), expect: [] },
]);
