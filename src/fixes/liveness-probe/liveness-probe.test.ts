import test from 'node:test';
import { type Given, manifestOf, type NamedHere, testFix } from '../../testing/index.ts';
import { livenessProbe } from './index.ts';

const pod = (probes: string, name = 'catalog-0'): Given =>
  manifestOf(`
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, ownerReferences: [{ kind: Deployment, name: catalog, controller: true }] }
spec: { containers: [{ name: catalog, image: catalog, ${probes} }] }
`);
const both = (name: string): Given => pod('livenessProbe: { httpGet: { port: 8080 } }, readinessProbe: { httpGet: { port: 8080 } }', name);
const told = (message: string): NamedHere => ({
  target: 'catalog.shop',
  findings: [{ message: `liveness-kill/${message}`, subject: { kind: 'Pod', namespace: 'shop', name: 'catalog-0' }, data: { container: 'catalog' } }],
});
const killed = told('killedDuringFailures');
const threshold = (failureThreshold: number, limits: readonly string[], more: object = {}) => ({
  title: 'patience',
  limits,
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'catalog', namespace: 'shop' },
      spec: { template: { spec: { containers: [{ name: 'catalog', livenessProbe: { failureThreshold }, ...more }] } } },
    },
  ],
});

testFix(test, livenessProbe, [
  {
    name: 'one that bears less than the defaults bears as much as they do',
    given: [pod('livenessProbe: { httpGet: { port: 8080 }, periodSeconds: 2, failureThreshold: 3 }')],
    named: killed,
    expect: [threshold(15, ['oneStep', 'stuck', 'waits'])],
  },
  {
    name: 'one that bears as much bears twice as much',
    given: [pod('livenessProbe: { httpGet: { port: 8080 } }, readinessProbe: { httpGet: { port: 8080 } }')],
    named: killed,
    expect: [threshold(6, ['oneStep', 'stuck', 'alone'], { readinessProbe: { failureThreshold: 6 } })],
  },
  {
    name: 'where another replica serves, the silent one is taken out as before',
    given: [both('catalog-0'), both('catalog-1')],
    named: killed,
    expect: [threshold(6, ['oneStep', 'stuck', 'takenOut'])],
  },
  {
    name: 'a readiness probe that bears as much is left alone',
    given: [pod('livenessProbe: { httpGet: { port: 8080 } }, readinessProbe: { httpGet: { port: 8080 }, failureThreshold: 30 }')],
    named: killed,
    expect: [threshold(6, ['oneStep', 'stuck', 'alone'])],
  },
  {
    name: 'with a start-up probe it is not known which of them failed',
    given: [pod('livenessProbe: { httpGet: { port: 8080 } }, startupProbe: { httpGet: { port: 8080 } }')],
    named: killed,
    expect: [],
  },
  {
    name: 'where nobody says that a probe was the reason, no probe is changed',
    given: [pod('livenessProbe: { httpGet: { port: 8080 } }')],
    named: told('endsForUnknownReason'),
    expect: [],
  },
]);
