import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asList, booleanAt, objectAt, objectsAt, stringAt } from '../../formats/json.ts';
import { withReadableRules } from '../../manifests/readable-rules.ts';
import type { KindSchema, SchemaSet } from '../../manifests/types.ts';
import type { JsonObject } from '../../model/json.ts';

/** Where the definitions stand that `npm run schemas` writes: beside the lab, which installs them into its API server. */
const folder = join(import.meta.dirname, '../../../lab/schemas');

/** The bundled definitions that may be the ones that run. */
export interface Definitions {
  /** By Istio minor, oldest first: one when the version is known, all when it is not. */
  readonly istio: readonly SchemaSet[];
  /** Gateway API and operators, the newest bundled version of each. */
  readonly others: readonly SchemaSet[];
  /** `exact`; `nearest`: the version that runs is older or newer than any bundled one; `all`: it is not known. */
  readonly match: 'exact' | 'nearest' | 'all';
  /** Kinds that the cluster's own definitions speak of, which stand in place of the bundled ones. */
  readonly own: readonly string[];
}

/**
 * The definitions for an Istio version, for example `1.27.3`; without one, those of every bundled version (1.22 to 1.31).
 * @param own CustomResourceDefinitions of the cluster itself: what they say of a kind goes before what is bundled.
 * @throws Error when the package's own files are not there.
 */
export function readDefinitions(istio: string | undefined, own: readonly JsonObject[] = []): Definitions {
  const files = objectsAt(readJson('index.json'), 'schemas').flatMap((entry) => {
    const [product, version, file] = [stringAt(entry, 'product'), stringAt(entry, 'version'), stringAt(entry, 'file')];
    return isProduct(product) && version !== undefined && file !== undefined ? [{ product, version: minorOf(version), file }] : [];
  });
  const newestFirst = (product: SchemaSet['product']): readonly Bundled[] =>
    files.filter((file) => file.product === product).toSorted((a, b) => order(b.version) - order(a.version));
  const mesh = newestFirst('istio').toReversed();
  const { chosen, match } = chosenOf(mesh, istio);
  const others = (['gateway-api', 'victoriametrics-operator', 'prometheus-operator'] as const).flatMap((product) => newestFirst(product).slice(0, 1));
  const kinds = own.flatMap(kindsOf).map((kind) => ({ ...kind, schema: withReadableRules(kind.schema) }));
  const isOwn = new Set(kinds.map(nameOf));
  const bundled = (file: Bundled): SchemaSet => {
    const set = setOf(file);
    return { ...set, kinds: set.kinds.filter((kind) => !isOwn.has(nameOf(kind))) };
  };
  return {
    istio: chosen.map(bundled),
    others: [...others.map(bundled), ...(kinds.length === 0 ? [] : [{ product: 'cluster', version: '-', kinds } as const])],
    match,
    own: [...new Set(kinds.map(({ kind }) => kind))].toSorted(),
  };
}

/** `networking.istio.io/Sidecar`, in whatever version: a version that the cluster does not serve is not taken from elsewhere. */
function nameOf({ apiVersion, kind }: KindSchema): string {
  return `${apiVersion.split('/')[0]}/${kind}`;
}

interface Bundled {
  readonly product: SchemaSet['product'];
  readonly version: string;
  readonly file: string;
}

function chosenOf(mesh: readonly Bundled[], istio: string | undefined): { readonly chosen: readonly Bundled[]; readonly match: Definitions['match'] } {
  const wanted = istio === undefined ? undefined : minorOf(istio);
  if (wanted === undefined || Number.isNaN(order(wanted))) return { chosen: mesh, match: 'all' };
  const exact = mesh.find(({ version }) => version === wanted);
  if (exact !== undefined) return { chosen: [exact], match: 'exact' };
  const nearest = order(wanted) < order(mesh[0]?.version ?? '') ? mesh.slice(0, 1) : mesh.slice(-1);
  return { chosen: nearest, match: 'nearest' };
}

function setOf({ product, version, file }: Bundled): SchemaSet {
  return { product, version, kinds: objectsAt(readJson(file), 'items').flatMap(kindsOf) };
}

/** What a CustomResourceDefinition says of each version that is served. */
function kindsOf(definition: JsonObject): readonly KindSchema[] {
  const [group, kind] = [stringAt(definition, 'spec', 'group'), stringAt(definition, 'spec', 'names', 'kind')];
  return asList(objectAt(definition, 'spec')?.['versions']).flatMap((entry): readonly KindSchema[] => {
    const [name, schema] = [stringAt(entry, 'name'), objectAt(entry, 'schema', 'openAPIV3Schema')];
    const isWhole = group !== undefined && kind !== undefined && name !== undefined && schema !== undefined;
    return isWhole && booleanAt(entry, 'served') !== false ? [{ apiVersion: `${group}/${name}`, kind, schema }] : [];
  });
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

function isProduct(text: string | undefined): text is SchemaSet['product'] {
  return text === 'istio' || text === 'gateway-api' || text === 'victoriametrics-operator' || text === 'prometheus-operator';
}

/** `v1.27.3-distroless` → `1.27`. */
function minorOf(version: string): string {
  return /^v?(\d+\.\d+)/.exec(version)?.[1] ?? version;
}

function order(minor: string): number {
  const [major, rest] = minor.split('.').map(Number);
  return (major ?? Number.NaN) * 1_000 + (rest ?? Number.NaN);
}
