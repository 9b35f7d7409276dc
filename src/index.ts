/** The library: evidence in, diagnosis out, with every analyzer and cause that ships. */
import { analyzers } from './analyzers/index.ts';
import { causes } from './causes/index.ts';
import { diagnose as diagnoseWith } from './engine/diagnose.ts';
import type { Registry } from './engine/registry.ts';
import { istioVersion } from './facts/istio-version.ts';
import { nearChanges } from './facts/near-changes.ts';
import { requestPath } from './facts/request-path.ts';
import { traffic } from './facts/traffic.ts';
import type { Diagnosis } from './model/diagnosis.ts';
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
