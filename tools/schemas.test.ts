import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { asList, asObject, at, objectAt, objectsAt, stringAt } from '../src/formats/json.ts';
import type { JsonObject } from '../src/model/json.ts';
import { printIndex, type SchemaEntry, type SchemaIndex, schemaEntry, sha256 } from './lib/schemas-index.ts';
import { normaliseCrd, printCrds } from './lib/schemas-normalise.ts';
import { noticeText } from './lib/schemas-notice.ts';
import { schemaSources } from './lib/schemas-sources.ts';

const folder = join(import.meta.dirname, '..', 'lab', 'schemas');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const index: SchemaIndex = JSON.parse(read('index.json'));
const items = (text: string): readonly JsonObject[] => objectsAt(JSON.parse(text), 'items');
const of = (product: string): readonly SchemaEntry[] => index.schemas.filter((entry) => entry.product === product);

test('the folder holds exactly the files of the index', () => {
  assert.deepEqual(globSync('**/*', { cwd: folder }).toSorted(), ['NOTICE', 'index.json', ...index.schemas.map(({ file }) => file)].toSorted());
});

test('every file has the checksum and size of the index', () => {
  const found = index.schemas.map(({ file }) => [file, sha256(read(file)), Buffer.byteLength(read(file))]);
  assert.deepEqual(
    found,
    index.schemas.map(({ file, sha256: sum, bytes }) => [file, sum, bytes]),
  );
});

test('the index and the notice follow from the pinned sources and the files', () => {
  const entries = schemaSources.map((source, n) => schemaEntry(source, { folder: '', sum: index.schemas[n]?.moduleSum ?? '' }, read(source.file)));
  assert.equal(printIndex(entries), read('index.json'));
  assert.equal(noticeText(schemaSources), read('NOTICE'));
  for (const { moduleSum } of entries) assert.match(moduleSum, /^h1:[A-Za-z0-9+/]{43}=$/);
});

for (const { file } of index.schemas)
  test(`${file} is its own normal form, whatever the order of its definitions`, () => {
    assert.equal(printCrds(items(read(file)).map(normaliseCrd).toReversed()), read(file));
  });

test('no text for people is left', () => {
  const described = index.schemas.flatMap(({ file }) => keyed(JSON.parse(read(file)), 'description').filter((value) => typeof value === 'string'));
  assert.deepEqual(described, []);
});

test('a field named description is still a field', () => {
  const gatewayClass = definition('gateway-api-1.6.json', 'GatewayClass');
  assert.deepEqual(at(schemaOf(gatewayClass, 'v1'), 'properties', 'spec', 'properties', 'description'), { maxLength: 64, type: 'string' });
});

test('there is one file for each Istio minor from 1.22 on, without a gap', () => {
  const minors = of('istio').map(({ version }) => Number(version.split('.')[1]));
  assert.deepEqual(
    minors,
    minors.map((_, n) => 22 + n),
  );
  assert.ok(minors.length >= 10);
});

test('the kinds of a write path are served in the versions that people write', () => {
  const expected: { readonly [product: string]: readonly string[] } = {
    istio: [
      ...['DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar', 'VirtualService'].flatMap((kind) => [`${kind} v1`, `${kind} v1alpha3`, `${kind} v1beta1`]),
      ...['AuthorizationPolicy v1', 'PeerAuthentication v1', 'PeerAuthentication v1beta1', 'Telemetry v1', 'EnvoyFilter v1alpha3'],
    ],
    'gateway-api': ['Gateway v1', 'GatewayClass v1', 'GRPCRoute v1', 'HTTPRoute v1', 'ReferenceGrant v1beta1'],
    'victoriametrics-operator': ['VMAgent', 'VMAlert', 'VMAuth', 'VMCluster', 'VMRule', 'VMServiceScrape', 'VMSingle', 'VMUser'].map(
      (kind) => `${kind} v1beta1`,
    ),
    'prometheus-operator': ['PodMonitor v1', 'Probe v1', 'PrometheusRule v1', 'ServiceMonitor v1'],
  };
  const missing = Object.entries(expected).flatMap(([product, kinds]) =>
    of(product).flatMap((entry) => {
      const served = entry.kinds.flatMap(({ kind, versions }) => versions.map((version) => `${kind} ${version}`));
      return kinds.filter((kind) => !served.includes(kind)).map((kind) => `${entry.file}: ${kind}`);
    }),
  );
  assert.deepEqual(missing, []);
  assert.deepEqual(new Set(Object.keys(expected)), new Set(index.schemas.map(({ product }) => product)));
});

test('every served version has a structural schema to validate against', () => {
  const bare = index.schemas.flatMap(({ file }) =>
    items(read(file)).flatMap((crd) =>
      objectsAt(crd, 'spec', 'versions')
        .filter((version) => stringAt(version, 'schema', 'openAPIV3Schema', 'type') !== 'object')
        .map((version) => `${file}: ${stringAt(crd, 'metadata', 'name')} ${stringAt(version, 'name')}`),
    ),
  );
  assert.deepEqual(bare, []);
});

test('CEL rules survive with their messages', () => {
  const rule = { message: 'must be a valid duration greater than 1ms', rule: "duration(self) >= duration('1ms')" };
  for (const { file, version } of of('istio')) {
    const found = rulesIn(definition(file, 'DestinationRule'));
    // Istio 1.22 has no rules for durations yet: its API server takes any text.
    assert.equal(
      found.some((candidate) => JSON.stringify(candidate) === JSON.stringify(rule)),
      !version.startsWith('1.22.'),
      file,
    );
  }
  const rules = of('gateway-api').map(({ file }) => rulesIn(definition(file, 'HTTPRoute')));
  for (const found of rules) assert.ok(found.length > 20 && found.every((candidate) => stringAt(candidate, 'rule') !== undefined));
});

test('the annotation that the API server demands for groups of Kubernetes is kept', () => {
  for (const { file } of of('gateway-api'))
    for (const crd of items(read(file))) assert.match(stringAt(crd, 'metadata', 'annotations', 'api-approved.kubernetes.io') ?? '', /^https:/);
});

test('only descriptions of schemas and columns go, data that looks like them stays', () => {
  const schema = {
    description: 'text',
    type: 'object',
    default: { description: 'data' },
    properties: {
      description: { description: 'text', type: 'string', enum: ['description'] },
      items: { type: 'array', items: { description: 'text', type: 'string' } },
      not: { additionalProperties: { description: 'text', type: 'integer' }, 'x-kubernetes-validations': [{ rule: 'true', message: 'description' }] },
      either: { anyOf: [{ description: 'text', type: 'integer' }], additionalProperties: true },
    },
  };
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'a.b', creationTimestamp: null },
    spec: { versions: [{ name: 'v1', additionalPrinterColumns: [{ name: 'Age', description: 'text' }], schema: { openAPIV3Schema: schema } }] },
    status: { conditions: null },
  };
  assert.deepEqual(normaliseCrd(crd), {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'a.b' },
    spec: {
      versions: [
        {
          name: 'v1',
          additionalPrinterColumns: [{ name: 'Age' }],
          schema: {
            openAPIV3Schema: {
              type: 'object',
              default: { description: 'data' },
              properties: {
                description: { type: 'string', enum: ['description'] },
                items: { type: 'array', items: { type: 'string' } },
                not: { additionalProperties: { type: 'integer' }, 'x-kubernetes-validations': [{ rule: 'true', message: 'description' }] },
                either: { anyOf: [{ type: 'integer' }], additionalProperties: true },
              },
            },
          },
        },
      ],
    },
  });
});

test('a limit that a number cannot hold is refused instead of rounded', () => {
  assert.throws(() => printCrds([{ maximum: 2 ** 63 }]), /does not fit/);
});

function definition(file: string, kind: string): JsonObject {
  const found = items(read(file)).find((crd) => stringAt(crd, 'spec', 'names', 'kind') === kind);
  assert.ok(found, `${file} lacks ${kind}`);
  return found;
}

function schemaOf(crd: JsonObject, version: string): JsonObject | undefined {
  return objectAt(
    objectsAt(crd, 'spec', 'versions').find((candidate) => candidate['name'] === version),
    'schema',
    'openAPIV3Schema',
  );
}

function rulesIn(crd: JsonObject): readonly unknown[] {
  return keyed(crd, 'x-kubernetes-validations').flatMap(asList);
}

/** Values of a key at any depth. */
function keyed(value: unknown, key: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => keyed(item, key));
  return Object.entries(asObject(value) ?? {}).flatMap(([name, child]) => [...(name === key ? [child] : []), ...keyed(child, key)]);
}
