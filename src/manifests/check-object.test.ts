import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asObjects } from '../formats/json.ts';
import { readDefinitions } from '../sources/schemas/read-definitions.ts';
import { objectProblems } from './check-object.ts';
import { isReadable } from './evaluate-rule.ts';
import type { FieldProblem } from './types.ts';

const { istio, others } = readDefinitions(undefined);

function problems(object: { readonly [key: string]: unknown }, version = '1.31'): readonly string[] {
  const mesh = istio.filter((set) => set.version === version);
  return objectProblems(object, [...mesh, ...others]).map(({ path, message }: FieldProblem) => `${path}: ${message}`);
}

const rule = (http: object): { readonly [key: string]: unknown } => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'vminsert' },
  spec: { host: 'vminsert', trafficPolicy: { connectionPool: { http } } },
});
const sidecar = (spec: object): { readonly [key: string]: unknown } => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Sidecar',
  metadata: { name: 'vminsert' },
  spec,
});

test('a good object is taken by every bundled version', () => {
  for (const { version } of istio) {
    assert.deepEqual(problems(rule({ idleTimeout: '54s' }), version), [], version);
    assert.deepEqual(
      problems(sidecar({ workloadSelector: { labels: { app: 'a' } }, inboundConnectionPool: { http: { idleTimeout: '4s' } } }), version),
      [],
      version,
    );
  }
});

test('a number out of the range that its field holds is refused, whatever other formats the definitions name', () => {
  for (const { version } of istio) {
    assert.deepEqual(problems(rule({ maxRequestsPerConnection: 2 ** 31 - 1 }), version), [], version);
    assert.deepEqual(problems(rule({ maxRequestsPerConnection: 2 ** 31 }), version), [
      'spec.trafficPolicy.connectionPool.http.maxRequestsPerConnection: is out of the range of int32',
    ]);
  }
});

test('the Sidecar of a well-known report is refused for its field and its host', () => {
  const report = sidecar({
    workloadSelector: { labels: { app: 'vminsert' } },
    inbound: [{ httpProtocolOptions: { idleTimeout: '60s' } }],
    egress: [{ hosts: ['/*'] }],
  });
  assert.deepEqual(problems(report), ['spec.inbound: unknown field', 'spec.egress[0].hosts[0]: config namespace and dnsName in host entry cannot be empty']);
});

test('what was meant is offered: the field that acts, one spelt nearly so, a host in the form that is taken', () => {
  const meant = (object: { readonly [key: string]: unknown }): readonly (string | undefined)[] =>
    objectProblems(object, istio.slice(-1)).map(({ instead }) => instead);
  assert.deepEqual(meant(sidecar({ inbound: [], egress: [{ hosts: ['/*', 'vminsert'] }] })), [
    'spec.inboundConnectionPool',
    '*/*',
    '*/vminsert.NAMESPACE.svc.cluster.local',
  ]);
  assert.deepEqual(meant(rule({ idleTimeOut: '54s', something: 1 })), ['spec.trafficPolicy.connectionPool.http.idleTimeout', undefined]);
});

test('a misspelt field, a wrong type, a wrong word and a broken rule are named with their place', () => {
  assert.deepEqual(problems(rule({ idleTimeOut: '54s' })), ['spec.trafficPolicy.connectionPool.http.idleTimeOut: unknown field']);
  assert.deepEqual(problems(rule({ maxRetries: 'three' })), ['spec.trafficPolicy.connectionPool.http.maxRetries: must be integer']);
  assert.deepEqual(problems(rule({ h2UpgradePolicy: 'MAYBE' })), [
    'spec.trafficPolicy.connectionPool.http.h2UpgradePolicy: must be equal to one of the allowed values: DEFAULT, DO_NOT_UPGRADE, UPGRADE',
  ]);
  assert.deepEqual(problems(rule({ idleTimeout: '4 seconds' })), [
    'spec.trafficPolicy.connectionPool.http.idleTimeout: must be a valid duration greater than 1ms',
  ]);
});

test('a field that a later version brought is refused by the earlier one', () => {
  const keepalive = rule({ http2KeepAlive: { interval: '10s', timeout: '2s' } });
  assert.deepEqual(problems(keepalive, '1.31'), []);
  assert.deepEqual(problems(keepalive, '1.27'), ['spec.trafficPolicy.connectionPool.http.http2KeepAlive: unknown field']);
});

test('what only istiod’s webhook refuses is refused as well', () => {
  assert.deepEqual(problems(sidecar({})), ['spec: sidecar: empty configuration provided']);
  assert.deepEqual(problems(sidecar({ inboundConnectionPool: {} })), ['spec.inboundConnectionPool: connection pool must have at least one field']);
  assert.deepEqual(problems(sidecar({ egress: [{ hosts: ['./*', 'monitoring/vminsert', 'nowhere', '*/*.example.com'] }] })), [
    'spec.egress[0].hosts[1]: short names (non FQDN) are not allowed',
    'spec.egress[0].hosts[2]: host must be of form namespace/dnsName',
  ]);
  assert.deepEqual(problems(sidecar({ ingress: [{ port: { number: 1, protocol: 'HTTP', name: 'a' }, defaultEndpoint: '10.0.0.1:80' }] })).length, 1);
  const route = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'a' }, spec: { hosts: ['a'], http: [{ timeout: '1s' }] } };
  assert.deepEqual(problems(route), ['spec.http[0]: HTTP route, redirect or direct_response is required']);
});

test('a kind that no definition knows, or in a version that it is not served in, is refused as a whole', () => {
  assert.deepEqual(problems({ apiVersion: 'networking.istio.io/v1', kind: 'Sidekick', metadata: { name: 'a' } }), [
    'kind: no kind Sidekick in networking.istio.io/v1',
  ]);
  const old = { ...rule({ idleTimeout: '4s' }), apiVersion: 'networking.istio.io/v2' };
  assert.deepEqual(problems(old), [
    'kind: DestinationRule is served as networking.istio.io/v1, networking.istio.io/v1alpha3, networking.istio.io/v1beta1, not as networking.istio.io/v2',
  ]);
});

test('of kinds of Kubernetes itself nothing is said', () => assert.deepEqual(problems({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: {} }), []));

test('every rule of every bundled definition can be read', () => {
  const rules = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === 'object' && value !== null) {
      for (const { rule } of asObjects((value as { readonly [key: string]: unknown })['x-kubernetes-validations']))
        if (typeof rule === 'string') rules.add(rule);
      Object.values(value).forEach(collect);
    }
  };
  for (const { kinds } of istio) for (const { schema } of kinds) collect(schema);
  assert.ok(rules.size > 30);
  assert.deepEqual(
    [...rules].filter((text) => !isReadable(text)),
    [],
  );
});
