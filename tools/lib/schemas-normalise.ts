import { asObject, asObjects, at, objectsAt, stringAt } from '../../src/formats/json.ts';
import type { JsonObject } from '../../src/model/json.ts';

/**
 * A CustomResourceDefinition without what only people read: descriptions of the schema and of printer columns, and what a server fills in
 * (`status`, empty `creationTimestamp`). Types, defaults, CEL rules with their messages, names and annotations stay: a server takes it as it
 * is (it demands the annotation `api-approved.kubernetes.io` for groups below k8s.io).
 */
export function normaliseCrd(crd: JsonObject): JsonObject {
  const spec = asObject(crd['spec']) ?? {};
  return {
    apiVersion: crd['apiVersion'],
    kind: crd['kind'],
    metadata: without(asObject(crd['metadata']) ?? {}, 'creationTimestamp'),
    spec: { ...spec, versions: objectsAt(spec, 'versions').map(normaliseVersion) },
  };
}

/** A List that `kubectl apply` takes: one definition a line (so that a change is seen), sorted by name, every key sorted. */
export function printCrds(crds: readonly JsonObject[]): string {
  const lines = crds
    .toSorted((a, b) => compare(stringAt(a, 'metadata', 'name') ?? '', stringAt(b, 'metadata', 'name') ?? ''))
    .map((crd) => JSON.stringify(sorted(crd)));
  return `{"apiVersion":"v1","items":[\n${lines.join(',\n')}\n],"kind":"List"}\n`;
}

function normaliseVersion(version: JsonObject): JsonObject {
  const columns = version['additionalPrinterColumns'];
  return {
    ...version,
    ...(columns === undefined ? {} : { additionalPrinterColumns: asObjects(columns).map((column) => without(column, 'description')) }),
    schema: { openAPIV3Schema: withoutDescriptions(at(version, 'schema', 'openAPIV3Schema')) },
  };
}

/** Keywords whose value is a schema, a list of schemas or a boolean. */
const schemaKeywords: readonly string[] = ['items', 'additionalProperties', 'additionalItems', 'not', 'allOf', 'anyOf', 'oneOf'];
/** Keywords whose value is schemas by a name of the user's: there `description` is a field like any other. */
const namedKeywords: readonly string[] = ['properties', 'patternProperties', 'definitions'];

/** Everything that is no schema (`default`, `enum`, `example`, rules) is data, and stays as it is. */
function withoutDescriptions(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutDescriptions);
  const object = asObject(schema);
  if (object === undefined) return schema;
  return mapValues(without(object, 'description'), (value, keyword) => {
    if (schemaKeywords.includes(keyword)) return withoutDescriptions(value);
    if (namedKeywords.includes(keyword)) return mapValues(asObject(value) ?? {}, withoutDescriptions);
    return value;
  });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  const object = asObject(value);
  if (object !== undefined)
    return Object.fromEntries(
      Object.keys(object)
        .toSorted(compare)
        .map((key) => [key, sorted(object[key])]),
    );
  // A limit of 64 bits would be rounded without a word.
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} is no JSON`);
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) throw new Error(`${value} does not fit a number`);
  return value;
}

function mapValues(object: JsonObject, change: (value: unknown, key: string) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

/** By code unit, so that no locale decides. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
