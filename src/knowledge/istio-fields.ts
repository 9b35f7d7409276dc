import raw from './istio-fields.json' with { type: 'json' };
import type { JsonObject } from '../model/json.ts';
import type { Reference } from '../model/evidence.ts';

/** A field of an object that some or all Istio versions do not know. */
export interface ForeignField {
  /** Dotted, lists with their index: `spec.egress[0].hostz`. */
  readonly path: string;
  /** The first version that knows it, for example `1.31`; absent: none does. */
  readonly since?: string;
}

interface Tree {
  readonly [field: string]: Tree | true;
}

const { from, to } = raw;
const trees: { readonly [kind: string]: Tree } = raw.kinds as { readonly [kind: string]: Tree }; // generated in that shape

/** The oldest and the newest Istio minor whose definitions the fields are from. */
export const knownVersions: { readonly from: string; readonly to: string } = { from, to };

export const fieldsReference: Reference = {
  title: 'istio/istio manifests/charts/base/files/crd-all.gen.yaml',
  url: 'https://github.com/istio/istio/tree/master/manifests/charts/base/files',
  version: `Istio ${from} to ${to}`,
};

const most = 20;

/**
 * Fields of an Istio object that its definition lacks in every version from `knownVersions.from` to `knownVersions.to`, or has from some version on;
 * at most 20, the outermost of each branch. Kinds other than DestinationRule, EnvoyFilter, PeerAuthentication, Sidecar and VirtualService give none.
 */
export function foreignFields(kind: string, object: JsonObject): readonly ForeignField[] {
  const tree = Object.hasOwn(trees, kind) ? trees[kind] : undefined;
  if (tree === undefined) return [];
  const misplaced = Object.keys(object).filter((key) => !outer.has(key) && !key.startsWith('why503'));
  const found = [...misplaced.map((path) => ({ path })), ...foreignIn(object['spec'], tree, 'spec', 0)];
  return found.slice(0, most);
}

const outer: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'status']);

function foreignIn(value: unknown, tree: Tree, path: string, depth: number): readonly ForeignField[] {
  if (depth > 40) return [];
  if (Array.isArray(value)) return value.slice(0, 1_000).flatMap((item: unknown, index) => foreignIn(item, tree, `${path}[${index}]`, depth + 1));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]): readonly ForeignField[] => {
    if (member === null || member === undefined) return [];
    const inner = `${path}.${name}`;
    const known = fieldOf(tree, name);
    if (known === undefined) return [{ path: inner }];
    if (known.since !== undefined) return [{ path: inner, since: known.since }];
    return known.tree === true ? [] : foreignIn(member, known.tree, inner, depth + 1);
  });
}

/** Where a field stands in the definition of a kind. */
export interface FieldPlace {
  readonly kind: string;
  /** From `spec`, lists without a mark: `spec.http.retries.perTryTimeout`. */
  readonly path: string;
  /** The first version that knows it; absent: all that are known here do. */
  readonly since?: string;
}

/** Every place whose path ends in the given steps; with `spec` as the first step, whose path is exactly these. */
export function placesOf(steps: readonly string[], kind?: string): readonly FieldPlace[] {
  return Object.entries(trees).flatMap(([name, tree]) => (kind === undefined || kind === name ? placesIn(name, tree, ['spec'], steps, 0) : []));
}

function placesIn(kind: string, tree: Tree, above: readonly string[], steps: readonly string[], depth: number): readonly FieldPlace[] {
  if (depth > 40) return [];
  return Object.entries(tree).flatMap(([key, inner]): readonly FieldPlace[] => {
    const [name = '', since] = key.split('@');
    const path = [...above, name];
    const isMeant =
      path.length >= steps.length &&
      steps.every((step, index) => path.at(index - steps.length) === step) &&
      (steps[0] !== 'spec' || path.length === steps.length);
    const place = { kind, path: path.join('.'), ...(since === undefined ? {} : { since }) };
    return [...(isMeant ? [place] : []), ...(inner === true ? [] : placesIn(kind, inner, path, steps, depth + 1))];
  });
}

function fieldOf(tree: Tree, name: string): { readonly tree: Tree | true; readonly since?: string } | undefined {
  const plain = Object.hasOwn(tree, name) ? tree[name] : Object.hasOwn(tree, '*') ? tree['*'] : undefined;
  if (plain !== undefined) return { tree: plain };
  const later = Object.keys(tree).find((key) => key.startsWith(`${name}@`));
  const inner = later === undefined ? undefined : tree[later];
  return later === undefined || inner === undefined ? undefined : { tree: inner, since: later.slice(name.length + 1) };
}
