import type { JsonObject } from '../model/json.ts';

/** The value as an object, or undefined for anything else. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined; // narrowed by the test
}

/** The value as a list; anything else is an empty list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list; other members are left out. */
export function asObjects(value: unknown): readonly JsonObject[] {
  return asList(value).flatMap((item) => {
    const object = asObject(item);
    return object === undefined ? [] : [object];
  });
}

export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A number, also one written as text (Envoy writes 64-bit numbers so). */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** Follows keys into nested objects: `at(pod, 'status', 'podIP')`. A number steps into a list. */
export function at(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of keys) {
    if (typeof key === 'number') current = asList(current)[key];
    else {
      const object = asObject(current);
      current = object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
    }
    if (current === undefined) return undefined;
  }
  return current;
}

export const stringAt = (value: unknown, ...keys: readonly (string | number)[]): string | undefined => asString(at(value, ...keys));
export const numberAt = (value: unknown, ...keys: readonly (string | number)[]): number | undefined => asNumber(at(value, ...keys));
export const booleanAt = (value: unknown, ...keys: readonly (string | number)[]): boolean | undefined => asBoolean(at(value, ...keys));
export const objectAt = (value: unknown, ...keys: readonly (string | number)[]): JsonObject | undefined => asObject(at(value, ...keys));
export const objectsAt = (value: unknown, ...keys: readonly (string | number)[]): readonly JsonObject[] => asObjects(at(value, ...keys));
export const listAt = (value: unknown, ...keys: readonly (string | number)[]): readonly unknown[] => asList(at(value, ...keys));

/** String values of an object such as labels. */
export function stringsAt(value: unknown, ...keys: readonly (string | number)[]): Readonly<Record<string, string>> {
  const object = objectAt(value, ...keys) ?? {};
  return Object.fromEntries(Object.entries(object).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** JSON inside a text, for example an annotation; undefined when it is none or longer than a megabyte. */
export function parsedJson(text: string): unknown {
  if (text.length > 1_000_000) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
