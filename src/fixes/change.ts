import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { asObject, asString, objectAt, stringAt } from '../formats/json.ts';
import type { Change, FieldChange, Manifest } from '../model/fix.ts';
import type { Json, JsonObject } from '../model/json.ts';

/** A new object. */
export function created(object: Manifest): Change {
  const target = {
    kind: text(object['kind']),
    namespace: stringAt(object, 'metadata', 'namespace') ?? 'default',
    name: stringAt(object, 'metadata', 'name') ?? '',
  };
  return { verb: 'create', target, object, result: object, fields: leaves(object['spec'] ?? {}, undefined, 'spec') };
}

/** The same where the objects of its kind are known; undefined when one has the name already, which an apply would change and an undo would delete. */
export function createdBeside(existing: readonly KubernetesObject[], object: Manifest): Change | undefined {
  const change = created(object);
  const isTaken = existing.some(({ ref }) => ref.kind === change.target.kind && ref.namespace === change.target.namespace && ref.name === change.target.name);
  return isTaken ? undefined : change;
}

/**
 * A change to an object that is there: `patch` holds the fields to set, nested as in the object. Members of lists that Kubernetes merges by key
 * (containers, environment, Service ports) are named by that key; every other list is replaced as a whole. Undefined for an object of which only a table
 * row is known.
 */
export function updated(existing: KubernetesObject, patch: Manifest): Change | undefined {
  if (existing.partial === true) return undefined;
  const base = plain(existing.object);
  const head = headOf(existing);
  return {
    verb: 'update',
    target: existing.ref,
    object: { ...head, ...patch },
    result: { ...asManifest(merged(base, { ...head, ...patch }, '')) },
    fields: Object.entries(patch).flatMap(([name, value]) => leaves(value, base[name], name)),
    undo: { ...head, ...asManifest(shaped(base, patch, '') ?? {}) },
    at: existing.at,
  };
}

/** The fields that a patch sets: all but what says which object it is. */
export function fieldsSet({ apiVersion: _version, kind: _kind, metadata, ...fields }: JsonObject): Manifest {
  const { name: _name, namespace: _namespace, ...meta } = asObject(metadata) ?? {};
  return (Object.keys(meta).length === 0 ? fields : { ...fields, metadata: meta }) as Manifest; // it came from JSON
}

/** What an object has now where a patch sets something, nested as in the patch; nothing where it has nothing, nor maps of nothing. */
export function standing(object: JsonObject, patch: Manifest): Manifest {
  return asManifest(shaped(plain(object), fieldsSet(patch), '') ?? {});
}

/** Paths of the fields that two states of the same patched fields differ in. */
export function differing(former: Manifest, now: Manifest): readonly string[] {
  const found = [...leaves(former, now, ''), ...leaves(now, former, '')];
  return [...new Set(found.map(({ path }) => path.replace(/^\./, '')))];
}

/**
 * What deletes the fields of a patch that an object has and did not have before, as a merge patch: null at the highest place where it has nothing but what
 * the patch set. Undefined where there are none.
 */
export function withoutNew(object: JsonObject, patch: Manifest, former: Manifest): Manifest | undefined {
  const body = gone(plain(object), fieldsSet(patch), former, '');
  return isMap(body) ? body : undefined;
}

/** An object with the fields of a patch, lists that Kubernetes merges by key merged so. */
export function withPatch(object: JsonObject, patch: JsonObject): JsonObject {
  return asManifest(merged(object as Manifest, patch as Manifest, '')); // both came from JSON
}

/** A field within others, by its path. */
export function nested(path: readonly string[], value: Json): Manifest {
  const [first = '', ...rest] = path;
  return { [first]: rest.length === 0 ? value : nested(rest, value) };
}

function headOf({ ref, object }: KubernetesObject): Manifest {
  return {
    apiVersion: stringAt(object, 'apiVersion') ?? '',
    kind: ref.kind,
    metadata: { name: ref.name, ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }) },
  };
}

/** The object without what the API server adds, which no definition of a person's manifest speaks of. */
function plain(object: JsonObject): Manifest {
  const { status: _status, ...rest } = object;
  const { managedFields: _fields, ...metadata } = objectAt(object, 'metadata') ?? {};
  return { ...rest, metadata } as Manifest; // it was parsed from JSON or YAML
}

/** By which field Kubernetes merges the members of a list (structured-merge-diff of core/v1 and apps/v1); absent: the list is replaced. */
function keyOf(path: string): 'name' | 'port' | undefined {
  if (/(?:^|\.)(?:containers|initContainers|env)$/.test(path)) return 'name';
  return path === 'spec.ports' ? 'port' : undefined;
}

/** Maps that Kubernetes replaces as a whole (core/v1 Service.spec.selector). */
const wholeMaps: ReadonlySet<string> = new Set(['spec.selector']);

function merged(base: Json | undefined, patch: Json, path: string): Json {
  if (wholeMaps.has(path)) return patch;
  if (isList(patch)) {
    const key = keyOf(path);
    if (key === undefined || !isList(base)) return patch;
    const news = patch.filter((item) => !base.some((own) => sameKey(own, item, key)));
    return [...base.map((own) => merged(own, patch.find((item) => sameKey(own, item, key)) ?? own, path)), ...news];
  }
  if (!isMap(patch) || !isMap(base)) return patch;
  return { ...base, ...Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, merged(base[name], value, inner(path, name))])) };
}

/** What the object has now where the patch sets something; nothing where it has nothing. */
function shaped(base: Json | undefined, patch: Json, path: string): Json | undefined {
  if (base === undefined || wholeMaps.has(path)) return base;
  if (isList(patch)) {
    const key = keyOf(path);
    if (key === undefined || !isList(base)) return base;
    return patch.flatMap((item): readonly Json[] => {
      const own = base.find((candidate) => sameKey(candidate, item, key));
      return own === undefined ? [] : [{ ...asManifest(shaped(own, item, path) ?? {}), [key]: isMap(own) ? (own[key] ?? null) : null }];
    });
  }
  if (!isMap(patch) || !isMap(base)) return base;
  const kept = Object.entries(patch).flatMap(([name, value]) => {
    const now = shaped(base[name], value, inner(path, name));
    const isNothing = now === undefined || (isMap(now) && Object.keys(now).length === 0 && isMap(value) && Object.keys(value).length > 0);
    return isNothing ? [] : [[name, now] as const];
  });
  return Object.fromEntries(kept);
}

function gone(now: Json | undefined, patch: Json, former: Json | undefined, path: string): Json | undefined {
  if (now === undefined) return undefined;
  if (isList(patch)) {
    const key = keyOf(path);
    if (key === undefined || !isList(now)) return former === undefined ? null : undefined;
    const members = patch.flatMap((item): readonly Json[] => {
      const own = now.find((candidate) => sameKey(candidate, item, key));
      const was = isList(former) ? former.find((candidate) => sameKey(candidate, item, key)) : undefined;
      const found = own === undefined || !isMap(item) ? undefined : gone(own, item, was ?? { [key]: item[key] ?? null }, path);
      return isMap(found) && isMap(item) ? [{ ...found, [key]: item[key] ?? null }] : [];
    });
    return members.length === 0 ? undefined : members;
  }
  if (!isMap(patch) || !isMap(now) || wholeMaps.has(path)) return former === undefined ? null : undefined;
  if (former === undefined && Object.keys(now).every((name) => name in patch)) return null;
  const parts = Object.entries(patch).flatMap(([name, value]) => {
    const found = gone(now[name], value, isMap(former) ? former[name] : undefined, inner(path, name));
    return found === undefined ? [] : [[name, found] as const];
  });
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

function leaves(patch: Json, base: Json | undefined, path: string): readonly FieldChange[] {
  const key = keyOf(path);
  if (isList(patch) && key !== undefined && isList(base))
    return patch.flatMap((item) => {
      const own = base.find((candidate) => sameKey(candidate, item, key));
      return leaves(item, own, `${path}[${isMap(item) ? String(item[key]) : ''}]`);
    });
  if (isMap(patch) && !wholeMaps.has(path))
    return Object.entries(patch).flatMap(([name, value]) => leaves(value, isMap(base) ? base[name] : undefined, `${path}.${name}`));
  return JSON.stringify(patch) === JSON.stringify(base) ? [] : [{ path, from: base ?? null, to: patch }];
}

const inner = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const isMap = (value: Json | undefined): value is Manifest => asObject(value) !== undefined;
const asManifest = (value: Json): Manifest => (isMap(value) ? value : {});
const text = (value: Json | undefined): string => asString(value) ?? '';

function sameKey(own: Json, item: Json, key: string): boolean {
  if (!isMap(own) || !isMap(item) || own[key] !== item[key]) return false;
  // Service ports are keyed by both (core/v1 ServiceSpec.ports)
  return key !== 'port' || (own['protocol'] ?? 'TCP') === (item['protocol'] ?? 'TCP');
}
