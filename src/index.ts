/** The library: evidence in, diagnosis out, with every analyzer and cause that ships. */
import { analyzers } from './analyzers/index.ts';
import { causes } from './causes/index.ts';
import { consult, diagnose as diagnoseWith } from './engine/diagnose.ts';
import { type Proposals, proposalsFor } from './engine/propose.ts';
import { resolverFor } from './engine/resolve.ts';
import type { Registry } from './engine/registry.ts';
import { istioVersion } from './facts/istio-version.ts';
import { measures } from './facts/measures.ts';
import { fixes } from './fixes/index.ts';
import { nearChanges } from './facts/near-changes.ts';
import { requestPath } from './facts/request-path.ts';
import { traffic } from './facts/traffic.ts';
import type { Diagnosis } from './model/diagnosis.ts';
import type { Traced } from './model/evidence.ts';
import type { Measure } from './model/measure.ts';
import type { Question, Snapshot } from './model/snapshot.ts';
import { toolVersion } from './tool-version.ts';

export type { Diagnosis } from './model/diagnosis.ts';
export type { Question, Snapshot } from './model/snapshot.ts';
export { toolVersion } from './tool-version.ts';

/** All that ships. A caller with analyzers of its own adds them here and uses `diagnose` of the engine. */
export const registry: Registry = { analyzers, causes, traffic, path: requestPath, near: nearChanges, istioVersion };

/** Judges a snapshot. Pure: the same snapshot and question give the same diagnosis. */
export function diagnose(snapshot: Snapshot, question: Question = {}): Diagnosis {
  return diagnoseWith(snapshot, question, registry, toolVersion);
}

/**
 * A diagnosis with patches for the causes that it names. The patches are not checked: hold them against the definitions of the version that runs
 * (`istio`, absent when the evidence does not tell it) before anybody sees them.
 */
export function proposeFixes(snapshot: Snapshot, question: Question = {}): Proposals & { readonly diagnosis: Diagnosis; readonly istio?: string } {
  const { diagnosis, resolve } = consult(snapshot, question, registry, toolVersion);
  const version = resolve(istioVersion);
  const istio = version.status === 'ok' ? (version.value as Traced<string> | undefined)?.value : undefined; // the token's own type
  return { ...proposalsFor(diagnosis, fixes, resolve), diagnosis, ...(istio === undefined ? {} : { istio }) };
}

/** How requests for each target fared, for a comparison of before and after; undefined when no access log has a row. */
export function measure(snapshot: Snapshot, question: Question = {}): readonly Measure[] | undefined {
  const resolved = resolverFor(snapshot, question)(measures);
  const found = resolved.status === 'ok' ? (resolved.value as readonly Measure[]) : []; // the token's own type
  return found.length === 0 ? undefined : found;
}
