import { asObject, asNumber, asString } from '../../formats/json.ts';
import type { ObjectRef, Place } from '../../model/evidence.ts';
import type { EpochMs, Milliseconds } from '../../model/time.ts';
import type { Found } from './types.ts';

/** A value inside a document, the way to it, and the file: what makes a `Place` without bookkeeping. */
export interface Cursor {
  readonly value: unknown;
  readonly path: string;
  readonly artifact: string;
  readonly file: string;
  /** Whose dump it is, where the path of the file or its node id tells. */
  readonly object?: ObjectRef;
}

/** Follows keys. A field is looked for as Envoy's admin prints it (`idle_timeout`) and as istioctl does (`idleTimeout`). */
export function field(from: Cursor | undefined, ...keys: readonly string[]): Cursor | undefined {
  let current = from;
  for (const key of keys) {
    const object = asObject(current?.value);
    if (current === undefined || object === undefined) return undefined;
    const name = Object.hasOwn(object, key) ? key : camel(key);
    if (!Object.hasOwn(object, name) || object[name] === null) return undefined;
    current = { ...current, value: object[name], path: step(current.path, name) };
  }
  return current;
}

/** The members of a list; anything else has none. */
export function items(from: Cursor | undefined): readonly Cursor[] {
  if (from === undefined || !Array.isArray(from.value)) return [];
  return from.value.map((value: unknown, index) => ({ ...from, value, path: `${from.path}[${index}]` }));
}

/** The first of several ways that leads somewhere. */
export function either(...found: readonly (Cursor | undefined)[]): Cursor | undefined {
  return found.find((cursor) => cursor !== undefined);
}

export const textOf = (cursor: Cursor | undefined): string | undefined => asString(cursor?.value);
export const numberOf = (cursor: Cursor | undefined): number | undefined => asNumber(cursor?.value);

/** A protobuf duration as JSON: `3600s`, `0.25s`, or the old object of seconds and nanos. 0 is kept: it means "off" to Envoy. */
export function durationOf(cursor: Cursor | undefined): Milliseconds | undefined {
  const value = cursor?.value;
  if (typeof value === 'string') {
    const number = value.endsWith('s') ? Number(value.slice(0, -1)) : Number.NaN;
    return value.length > 1 && value.length < 40 && Number.isFinite(number) ? Math.round(number * 1e6) / 1e3 : undefined;
  }
  const object = asObject(value);
  if (object === undefined) return undefined;
  const seconds = asNumber(object['seconds']);
  const nanos = asNumber(object['nanos']);
  return seconds === undefined && nanos === undefined ? undefined : (seconds ?? 0) * 1000 + (nanos ?? 0) / 1e6;
}

/** RFC 3339, also with nanoseconds. */
export function momentOf(cursor: Cursor | undefined): EpochMs | undefined {
  return moment(textOf(cursor));
}

export function moment(text: string | undefined): EpochMs | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\d[T ]/.test(text) || text.length > 40) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

export function placeOf(cursor: Cursor): Place {
  return {
    artifact: cursor.artifact,
    file: cursor.file,
    ...(cursor.object === undefined ? {} : { object: cursor.object }),
    ...(cursor.path === '' ? {} : { path: cursor.path }),
  };
}

/** The value read by `read`, with its place; nothing when there is nothing to read. */
export function found<T>(cursor: Cursor | undefined, read: (cursor: Cursor) => T | undefined): Found<T> | undefined {
  if (cursor === undefined) return undefined;
  const value = read(cursor);
  return value === undefined ? undefined : { value, at: placeOf(cursor) };
}

function camel(key: string): string {
  return key.includes('_') ? key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : key;
}

function step(path: string, name: string): string {
  if (!/^[\w@-]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}
