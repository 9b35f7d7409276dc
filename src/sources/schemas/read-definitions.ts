import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asList, objectAt, objectsAt, stringAt } from '../../formats/json.ts';
import type { KindSchema, SchemaSet } from '../../manifests/types.ts';

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
}

/**
 * The definitions for an Istio version, for example `1.27.3`; without one, those of every bundled version (1.22 to 1.31).
 * @throws Error when the package's own files are not there.
 */
export function readDefinitions(istio: string | undefined): Definitions {
  const files = objectsAt(readJson('index.json'), 'schemas').flatMap((entry) => {
    const [product, version, file] = [stringAt(entry, 'product'), stringAt(entry, 'version'), stringAt(entry, 'file')];
    return isProduct(product) && version !== undefined && file !== undefined ? [{ product, version: minorOf(version), file }] : [];
  });
  const newestFirst = (product: SchemaSet['product']): readonly Bundled[] =>
    files.filter((file) => file.product === product).toSorted((a, b) => order(b.version) - order(a.version));
  const mesh = newestFirst('istio').toReversed();
  const { chosen, match } = chosenOf(mesh, istio);
  const others = (['gateway-api', 'victoriametrics-operator', 'prometheus-operator'] as const).flatMap((product) => newestFirst(product).slice(0, 1));
  return { istio: chosen.map(setOf), others: others.map(setOf), match };
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
  const kinds = objectsAt(readJson(file), 'items').flatMap((definition) => {
    const [group, kind] = [stringAt(definition, 'spec', 'group'), stringAt(definition, 'spec', 'names', 'kind')];
    return asList(objectAt(definition, 'spec')?.['versions']).flatMap((entry): readonly KindSchema[] => {
      const [name, schema] = [stringAt(entry, 'name'), objectAt(entry, 'schema', 'openAPIV3Schema')];
      return group === undefined || kind === undefined || name === undefined || schema === undefined ? [] : [{ apiVersion: `${group}/${name}`, kind, schema }];
    });
  });
  return { product, version, kinds };
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
