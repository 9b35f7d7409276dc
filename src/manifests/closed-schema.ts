import { asObject, asObjects } from '../formats/json.ts';
import type { JsonObject } from '../model/json.ts';

/** Keywords whose members only narrow what stands beside them: closing them would refuse every field they do not repeat. */
const narrowing: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'allOf', 'not']);

/**
 * A definition as a validator of JSON Schema takes it, with every object closed: an API server that is asked for strict validation refuses fields
 * that a definition does not name (Kubernetes 1.27, fieldValidation=Strict). Objects that preserve unknown fields stay open.
 */
export function closedSchema(schema: JsonObject): JsonObject {
  return { ...closed(schema), additionalProperties: true };
}

function closed(schema: JsonObject): JsonObject {
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || schema['additionalProperties'] !== undefined;
  const properties = asObject(schema['properties']);
  const items = asObject(schema['items']);
  const others = asObject(schema['additionalProperties']);
  const kept = Object.fromEntries(Object.entries(schema).filter(([key]) => !key.startsWith('x-kubernetes-') && key !== 'nullable'));
  return {
    ...kept,
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, closed(asObject(inner) ?? {})])) }),
    ...(properties === undefined || isOpen ? {} : { additionalProperties: false }),
    ...(items === undefined ? {} : { items: closed(items) }),
    ...(others === undefined ? {} : { additionalProperties: closed(others) }),
    ...typeOf(schema),
    ...Object.fromEntries([...narrowing].flatMap((key) => (schema[key] === undefined ? [] : [[key, withoutMarks(schema[key])]]))),
  };
}

function typeOf(schema: JsonObject): JsonObject {
  const type = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : schema['type'];
  if (type === undefined) return {};
  return { type: schema['nullable'] === true ? [type, 'null'].flat() : type };
}

/** What narrows may carry marks of its own, which a validator would not know. */
function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return asObjects(value).map(withoutMarks);
  const object = asObject(value);
  if (object === undefined) return value;
  return Object.fromEntries(
    Object.entries(object)
      .filter(([key]) => !key.startsWith('x-kubernetes-') && key !== 'nullable')
      .map(([key, inner]) => [key, key === 'properties' ? membersWithoutMarks(inner) : narrowing.has(key) || key === 'items' ? withoutMarks(inner) : inner]),
  );
}

function membersWithoutMarks(value: unknown): JsonObject {
  return Object.fromEntries(Object.entries(asObject(value) ?? {}).map(([name, inner]) => [name, withoutMarks(inner)]));
}
