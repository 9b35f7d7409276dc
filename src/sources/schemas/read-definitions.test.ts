import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObjects, objectAt, stringAt } from '../../formats/json.ts';
import { objectProblems } from '../../manifests/check-object.ts';
import type { JsonObject } from '../../model/json.ts';
import { slimDefinition } from '../cluster/definitions.ts';
import { readDefinitions } from './read-definitions.ts';

const versions = (istio: string | undefined): readonly [string, readonly string[]] => {
  const { istio: sets, match } = readDefinitions(istio);
  return [match, sets.map(({ version }) => version)];
};

test('a known version gives its own definitions, whatever is written behind it', () => {
  assert.deepEqual(versions('1.27.3'), ['exact', ['1.27']]);
  assert.deepEqual(versions('v1.24.0-distroless'), ['exact', ['1.24']]);
});

test('an older or newer one gives the nearest', () => {
  assert.deepEqual(versions('1.18.2'), ['nearest', ['1.22']]);
  assert.deepEqual(versions('1.99.0'), ['nearest', ['1.31']]);
});

test('an unknown one, or one that cannot be read, gives all, oldest first', () => {
  for (const unknown of [undefined, 'latest']) {
    const [match, all] = versions(unknown);
    assert.equal(match, 'all');
    assert.equal(all[0], '1.22');
    assert.ok(all.length >= 10);
  }
});

test('operators and Gateway API come along, each in its newest version', () => {
  assert.deepEqual(
    readDefinitions('1.27.0').others.map(({ product, version }) => `${product} ${version}`),
    ['gateway-api 1.6', 'victoriametrics-operator 0.74', 'prometheus-operator 0.85'],
  );
});

const generated = (version: string, name: string): JsonObject => {
  const list: JsonObject = JSON.parse(readFileSync(join(import.meta.dirname, `../../../lab/schemas/istio-${version}.json`), 'utf8'));
  const found = asObjects(list['items']).find((item) => stringAt(item, 'metadata', 'name') === name);
  return found ?? {};
};
const problemsOf = (object: JsonObject, istio: string, own: readonly JsonObject[]): readonly string[] => {
  const { istio: sets, others } = readDefinitions(istio, own);
  return sets.flatMap((set) => objectProblems(object, [set, ...others])).map(({ path, why }) => `${path} ${why}`);
};
const rule = (spec: JsonObject): JsonObject => ({ apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'web' }, spec });
const young = rule({ host: 'web', trafficPolicy: { loadBalancer: { warmup: { duration: '10s' } } } });

test('what the cluster itself defines goes before what is bundled for the version that runs', () => {
  const old = generated('1.22', 'destinationrules.networking.istio.io');
  assert.deepEqual(problemsOf(young, '1.31.0', []), [], 'the newest Istio has the field');
  assert.deepEqual(problemsOf(young, '1.31.0', [old]), ['spec.trafficPolicy.loadBalancer.warmup unknown-field'], 'and this cluster has definitions of before');
  assert.deepEqual(readDefinitions('1.31.0', [old]).own, ['DestinationRule']);
});

test('a definition that is kept without its descriptions says the same', () => {
  const whole = generated('1.31', 'destinationrules.networking.istio.io');
  const slim = slimDefinition(whole);
  assert.ok(JSON.stringify(slim).length <= JSON.stringify(whole).length);
  for (const object of [young, rule({ host: 'web', trafficPolicy: { connectionPool: { http: { idleTimeout: 'soon' } } } }), rule({ hosts: ['web'] })])
    assert.deepEqual(problemsOf(object, '1.31.0', [slim]), problemsOf(object, '1.31.0', [whole]));
  const described = { type: 'object', description: 'x', properties: { description: { type: 'string', description: 'y' } } };
  const kept = slimDefinition({ ...whole, spec: { versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: described } }] } });
  assert.deepEqual(objectAt(kept, 'spec', 'versions', 0, 'schema', 'openAPIV3Schema'), {
    type: 'object',
    properties: { description: { type: 'string' } },
  });
});

test('a version that the cluster does not serve is no version to write, and other kinds are judged as before', () => {
  const crd = generated('1.31', 'destinationrules.networking.istio.io');
  const spec = objectAt(crd, 'spec') ?? {};
  const versions = asObjects(spec['versions']).map((version) => ({ ...version, served: version['name'] !== 'v1' }));
  assert.deepEqual(problemsOf(young, '1.31.0', [{ ...crd, spec: { ...spec, versions } }]), ['kind unknown-kind']);
  const sidecar = { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: { name: 'web' }, spec: { inbound: {} } };
  assert.deepEqual(problemsOf(sidecar, '1.31.0', [crd]), problemsOf(sidecar, '1.31.0', []));
});

test('a rule in words that came later than this evaluator refuses nothing, and others go on refusing', () => {
  const schema = {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: { host: { type: 'string' } },
        'x-kubernetes-validations': [{ rule: 'self.host =~~ 1 [' }, { rule: "self.host != 'no'", message: 'not this one' }],
      },
    },
  };
  const crd = {
    kind: 'CustomResourceDefinition',
    spec: { group: 'networking.istio.io', names: { kind: 'DestinationRule' }, versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: schema } }] },
  };
  assert.deepEqual(problemsOf(rule({ host: 'web' }), '1.31.0', [crd]), []);
  assert.deepEqual(problemsOf(rule({ host: 'no' }), '1.31.0', [crd]), ['spec rule']);
});
