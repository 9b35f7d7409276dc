import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listAt } from '../../formats/json.ts';
import { readRole, readRules } from './read-role.ts';
import { collectedResources, furtherResources } from './resources.ts';

test('the role only reads, and reads no Secrets', () => {
  for (const rule of readRules()) {
    assert.ok(!listAt(rule, 'resources').includes('secrets'));
    assert.ok(!listAt(rule, 'apiGroups').includes('*') && !listAt(rule, 'resources').includes('*') && !listAt(rule, 'verbs').includes('*'));
    const more = listAt(rule, 'verbs').filter((verb) => verb !== 'get' && verb !== 'list');
    assert.ok(more.length === 0 || listAt(rule, 'resources').join() === 'pods/portforward', JSON.stringify(rule));
  }
});

test('every kind that is collected is allowed', () => {
  for (const { api, resource } of [...collectedResources, ...furtherResources]) {
    const group = api === '/api/v1' ? '' : api.split('/')[2];
    const rules = readRules().filter((rule) => listAt(rule, 'apiGroups').includes(group) && listAt(rule, 'resources').includes(resource));
    assert.ok(rules.length === 1, `${group}/${resource}`);
  }
});

test('of definitions only those that patches are held against may be read, each by its name', () => {
  const rules = readRules().filter((rule) => listAt(rule, 'resources').includes('customresourcedefinitions'));
  assert.deepEqual(rules, [
    {
      apiGroups: ['apiextensions.k8s.io'],
      resources: ['customresourcedefinitions'],
      resourceNames: [
        'authorizationpolicies.security.istio.io',
        'destinationrules.networking.istio.io',
        'peerauthentications.security.istio.io',
        'sidecars.networking.istio.io',
        'virtualservices.networking.istio.io',
      ],
      verbs: ['get'],
    },
  ]);
});

test('a service account comes with its binding', () => {
  assert.deepEqual(
    readRole('r', false).map(({ kind }) => kind),
    ['ClusterRole'],
  );
  assert.deepEqual(
    readRole('r', false, { namespace: 'shop', name: 'why503' }).map(({ kind }) => kind),
    ['ClusterRole', 'ServiceAccount', 'ClusterRoleBinding'],
  );
});
