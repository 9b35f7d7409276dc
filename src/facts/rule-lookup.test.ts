import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import type { JsonObject } from '../model/json.ts';
import { coversService, ruleHost } from './rule-host.ts';
import { lookUp } from './rule-lookup.ts';

function rule(namespace: string, name: string, host: string, more: JsonObject = {}, made?: string): KubernetesObject {
  const ref = { kind: 'DestinationRule', namespace, name };
  const metadata = { namespace, name, ...(made === undefined ? {} : { creationTimestamp: made }) };
  return { ref, at: { artifact: 'destination-rules', file: 'rules.yaml', object: ref }, object: { metadata, spec: { host, ...more } } };
}
const service = 'vminsert.monitoring';
const full = 'vminsert.monitoring.svc.cluster.local';
const names = (rules: readonly KubernetesObject[], client: string, root = 'istio-system'): string =>
  (lookUp(rules, service, 'monitoring', client, root)?.rules ?? []).map(({ ref }) => `${ref.namespace ?? ''}/${ref.name}`).join(' ');

test('a host without a dot is completed by the namespace of its rule, and one with a single dot by nothing', () => {
  assert.deepEqual(ruleHost(rule('alerting', 'a', 'vminsert')), { kind: 'service', key: 'vminsert.alerting' });
  assert.deepEqual(ruleHost(rule('alerting', 'a', 'vminsert.monitoring')), { kind: 'partial', key: service });
  assert.deepEqual(ruleHost(rule('alerting', 'a', 'vminsert.monitoring.svc')), { kind: 'partial', key: service });
  assert.deepEqual(ruleHost(rule('alerting', 'a', 'api.example.com')), { kind: 'other', host: 'api.example.com' });
  assert.equal(ruleHost(rule('alerting', 'a', '')), undefined);
  assert.ok(coversService(rule('monitoring', 'a', 'vminsert'), service));
  assert.ok(coversService(rule('x', 'a', '*.monitoring.svc.cluster.local'), service));
  assert.ok(!coversService(rule('x', 'a', '*.alerting.svc.cluster.local'), service));
  assert.ok(!coversService(rule('x', 'a', 'vminsert.monitoring'), service));
});

test('the namespace of the client comes first, then that of the Service, then the root namespace', () => {
  const all = [rule('istio-system', 'root', '*'), rule('monitoring', 'own', full), rule('alerting', 'client', '*.local')];
  assert.equal(names(all, 'alerting'), 'alerting/client');
  assert.equal(names(all, 'elsewhere'), 'monitoring/own');
  assert.equal(names(all.slice(0, 1), 'elsewhere'), 'istio-system/root');
  assert.equal(names(all, 'istio-system'), 'monitoring/own');
});

test('what is not exported is found in its own namespace only', () => {
  const all = [rule('monitoring', 'own', full, { exportTo: ['.'] })];
  assert.equal(names(all, 'alerting'), '');
  assert.equal(names(all, 'monitoring'), 'monitoring/own');
  assert.equal(names([rule('monitoring', 'own', full, { exportTo: ['alerting'] })], 'alerting'), 'monitoring/own');
});

test('a full name goes before a wild one, and equals come by age', () => {
  const all = [
    rule('monitoring', 'wild', '*.local'),
    rule('monitoring', 'b', full, {}, '2026-01-01T00:00:00Z'),
    rule('monitoring', 'a', 'vminsert', {}, '2026-01-02T00:00:00Z'),
  ];
  assert.equal(names(all, 'alerting'), 'monitoring/b monitoring/a');
  assert.equal(names(all.toReversed(), 'alerting'), 'monitoring/b monitoring/a');
});

test('a workloadSelector leaves it unsure', () => {
  assert.equal(lookUp([rule('alerting', 'a', full, { workloadSelector: {} })], service, 'monitoring', 'alerting', 'istio-system')?.isUnsure, true);
  assert.equal(lookUp([rule('alerting', 'a', full)], service, 'monitoring', 'alerting', 'istio-system')?.isUnsure, false);
});

test('the root namespace is the mesh’s own', () => {
  const rules = [rule('istio-system', 'usual', full), rule('mesh', 'own', full)];
  assert.equal(names(rules, 'alerting', 'mesh'), 'mesh/own');
});
