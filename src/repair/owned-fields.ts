import { fieldsSet } from '../fixes/change.ts';
import { asObject, objectAt, objectsAt, parsedJson, stringAt } from '../formats/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { OwnedPart, Owner } from './record.ts';

/** Managers of which at least one field in `part` (nested as in the object) is, as `metadata.managedFields` says (FieldsV1, Kubernetes 1.34). */
export function ownersOf(object: JsonObject, part: JsonObject): readonly Owner[] {
  return objectsAt(object, 'metadata', 'managedFields').flatMap((entry) => {
    const fields = objectAt(entry, 'fieldsV1');
    const manager = stringAt(entry, 'manager');
    if (fields === undefined || manager === undefined || stringAt(entry, 'subresource') !== undefined) return [];
    return ownsSome(fields, fieldsSet(part)) ? [{ manager, operation: stringAt(entry, 'operation') === 'Apply' ? 'Apply' : 'Update' }] : [];
  });
}

/** `part` of an object by whose it is, as `metadata.managedFields` says; what nobody owns is in none of them. */
export function ownedParts(object: JsonObject, part: JsonObject): readonly OwnedPart[] {
  const fields = fieldsSet(part);
  const all = entriesOf(object);
  return all.flatMap((entry): readonly OwnedPart[] => {
    const owned = objectAt(entry, 'fieldsV1');
    const manager = stringAt(entry, 'manager');
    if (owned === undefined || manager === undefined || !ownsSome(owned, fields)) return [];
    const operation = stringAt(entry, 'operation') === 'Apply' ? 'Apply' : 'Update';
    return [{ manager, operation, fields: (asObject(extracted(fields, owned, fieldsBeside(all, entry))) ?? {}) as OwnedPart['fields'] }]; // a part of what came from JSON
  });
}

/** What a manager owns of an object by server-side apply, with the values as they are: what it would have to apply to have it so. Empty where it owns nothing. */
export function appliedBy(object: JsonObject, manager: string): JsonObject {
  const all = entriesOf(object);
  const entry = all.find((each) => stringAt(each, 'manager') === manager && stringAt(each, 'operation') === 'Apply');
  const fields = objectAt(entry, 'fieldsV1');
  return fields === undefined ? {} : (asObject(extracted(object, fields, fieldsBeside(all, entry))) ?? {});
}

/** What managers own of the object itself, not of its status. */
function entriesOf(object: JsonObject): readonly JsonObject[] {
  return objectsAt(object, 'metadata', 'managedFields').filter((entry) => stringAt(entry, 'subresource') === undefined);
}

function fieldsBeside(all: readonly JsonObject[], entry: JsonObject | undefined): readonly JsonObject[] {
  return all.flatMap((each) => (each === entry ? [] : [objectAt(each, 'fieldsV1') ?? {}]));
}

function ownsSome(fields: JsonObject, part: unknown): boolean {
  const map = asObject(part);
  if (map !== undefined)
    return Object.entries(map).some(([name, value]) => {
      const inner = objectAt(fields, `f:${name}`);
      return inner !== undefined && (isLeaf(inner) || isScalar(value) || ownsSome(inner, value));
    });
  if (!Array.isArray(part)) return true;
  return part.some((item: unknown) =>
    Object.entries(fields).some(([key, inner]) => {
      const own = asObject(item);
      if (own === undefined || !isMember(key, own)) return false;
      const rest = Object.fromEntries(Object.entries(own).filter(([name]) => !(name in (keysOf(key) ?? {}))));
      return ownsSome(asObject(inner) ?? {}, rest);
    }),
  );
}

/**
 * The part of a value that FieldsV1 names: `f:` a field, `k:` a member of a list by its keys, `v:` a member of a set, `.` the value itself. A map that is named
 * whole is one that is replaced whole (`selector`), or was applied empty (`resources: {}`): then others own what is in it by now.
 */
function extracted(value: unknown, fields: JsonObject, beside: readonly JsonObject[]): unknown {
  const map = asObject(value);
  if (isLeaf(fields)) return map !== undefined && beside.some((others) => !isLeaf(others)) ? {} : value;
  const below = (key: string): readonly JsonObject[] => beside.flatMap((others) => [objectAt(others, key) ?? {}]);
  if (map !== undefined)
    return Object.fromEntries(
      Object.entries(fields).flatMap(([key, inner]) => {
        const name = key.startsWith('f:') ? key.slice(2) : undefined;
        return name === undefined || map[name] === undefined ? [] : [[name, extracted(map[name], asObject(inner) ?? {}, below(key))]];
      }),
    );
  if (!Array.isArray(value)) return value;
  const members: readonly unknown[] = value;
  return members.flatMap((item) => {
    const own = asObject(item);
    if (own === undefined) return Object.keys(fields).some((key) => key.startsWith('v:') && parsedJson(key.slice(2)) === item) ? [item] : [];
    const found = Object.entries(fields).find(([key]) => isMember(key, own));
    return found === undefined ? [] : [{ ...keysOf(found[0]), ...asObject(extracted(own, asObject(found[1]) ?? {}, below(found[0]))) }];
  });
}

function isMember(key: string, item: JsonObject): boolean {
  const keys = keysOf(key);
  return keys !== undefined && Object.entries(keys).every(([name, value]) => item[name] === value);
}

function keysOf(key: string): JsonObject | undefined {
  return key.startsWith('k:') ? asObject(parsedJson(key.slice(2))) : undefined;
}

/** A field of its own is `{}` in FieldsV1. */
const isLeaf = (fields: JsonObject): boolean => Object.keys(fields).every((name) => name === '.');

/** Anything but a map or a list of maps. */
function isScalar(value: unknown): boolean {
  if (Array.isArray(value)) return !value.some((item: unknown) => asObject(item) !== undefined);
  return asObject(value) === undefined;
}
