import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foreignFields, knownVersions } from './istio-fields.ts';

test('fields that no version has are found where they stand, the outermost of each branch', () => {
  assert.deepEqual(foreignFields('Sidecar', { spec: { inbound: { port: 8480, httpProtocolOptions: {} }, egress: [{ hosts: ['./*'], hostz: [] }] } }), [
    { path: 'spec.inbound' },
    { path: 'spec.egress[0].hostz' },
  ]);
});

test('a field that came later tells since when', () =>
  assert.deepEqual(foreignFields('DestinationRule', { spec: { trafficPolicy: { connectionPool: { http: { http2KeepAlive: { interval: '10s' } } } } } }), [
    { path: 'spec.trafficPolicy.connectionPool.http.http2KeepAlive', since: '1.31' },
  ]));

test('maps take any name, and free-form values take anything', () => {
  assert.deepEqual(foreignFields('Sidecar', { spec: { workloadSelector: { labels: { whatever: 'x' } } } }), []);
  assert.deepEqual(
    foreignFields('EnvoyFilter', { spec: { configPatches: [{ applyTo: 'CLUSTER', patch: { operation: 'MERGE', value: { any: { thing: 1 } } } }] } }),
    [],
  );
  assert.deepEqual(foreignFields('PeerAuthentication', { spec: { portLevelMtls: { 8480: { mode: 'DISABLE' } } } }), []);
});

test('a field beside spec is misplaced, null is no field, other kinds are not judged', () => {
  assert.deepEqual(foreignFields('Sidecar', { apiVersion: 'x', kind: 'Sidecar', metadata: {}, egress: [], spec: { inbound: null } }), [{ path: 'egress' }]);
  assert.deepEqual(foreignFields('Pod', { spec: { anything: 1 } }), []);
  assert.deepEqual(foreignFields('constructor', { spec: { anything: 1 } }), []);
});

test('names of the language itself are fields like others', () => {
  const spec: unknown = JSON.parse('{"__proto__": {"a": 1}, "constructor": 1, "toString": 1}');
  assert.equal(foreignFields('Sidecar', { spec: spec as never }).length, 3); // JSON from outside
});

test('the definitions are those of ten minors', () => assert.deepEqual(knownVersions, { from: '1.22', to: '1.31' }));

test('many unknown fields are cut short', () =>
  assert.equal(foreignFields('Sidecar', { spec: Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, 1])) }).length, 20));
