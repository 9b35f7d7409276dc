import { stringAt } from '../formats/json.ts';
import type { Change } from '../model/fix.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { updated } from './change.ts';

/** A change made to the object as it stands in a person's own file. */
export type OwnChange =
  | { readonly status: 'changes'; readonly wanted: { readonly [key: string]: Json } }
  /** The file says so already: it is only not applied. */
  | { readonly status: 'same' }
  /** The file differs from the cluster where the change was made for what the cluster has. */
  | { readonly status: 'drift'; readonly path: string };

/** True for the object that a change is made to; a file may leave the namespace to whoever applies it. */
export function isMeant({ target, object }: Change, own: JsonObject): boolean {
  const namespace = stringAt(own, 'metadata', 'namespace');
  return (
    stringAt(own, 'kind') === target.kind &&
    stringAt(own, 'metadata', 'name') === target.name &&
    groupOf(stringAt(own, 'apiVersion')) === groupOf(stringAt(object, 'apiVersion')) &&
    (namespace === undefined || namespace === (target.namespace ?? namespace))
  );
}

/** The person's object with the fields of a change set, and nothing else. */
export function ownChange(change: Change, own: JsonObject): OwnChange {
  const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...patch } = change.object;
  const mine = updated({ ref: change.target, at: { artifact: 'manifests', file: '' }, object: own }, patch);
  if (mine === undefined || mine.fields.length === 0) return { status: 'same' };
  const differs = mine.fields.find(({ path, from }) => {
    const there = change.fields.find((field) => field.path === path);
    // a list is replaced as a whole, with what the cluster has in it; a member that the file does not have would be half of one
    return there === undefined ? /\]\.(?:name|port)$/.test(path) : Array.isArray(there.from) && JSON.stringify(there.from) !== JSON.stringify(from);
  });
  if (differs !== undefined) return { status: 'drift', path: differs.path };
  const set = Object.keys(patch).map((name) => [name, mine.result[name] ?? null] as const);
  return { status: 'changes', wanted: { ...(own as { readonly [key: string]: Json }), ...Object.fromEntries(set) } }; // it was parsed from YAML
}

const groupOf = (apiVersion: string | undefined): string => (apiVersion?.includes('/') === true ? (apiVersion.split('/')[0] ?? '') : '');
