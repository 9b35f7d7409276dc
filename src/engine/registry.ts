import type { AnyAnalyzer } from '../model/analyzer.ts';
import type { Traced } from '../model/evidence.ts';
import type { NearChange } from '../model/change.ts';
import type { Cause } from '../model/cause.ts';
import type { Hop } from '../model/diagnosis.ts';
import type { ObservedIncident, Traffic } from '../model/failure.ts';
import type { Fact } from '../model/source.ts';

/** Everything the engine works with, handed to it: it knows no analyzer, cause or fact by name. */
export interface Registry {
  readonly analyzers: readonly AnyAnalyzer[];
  readonly causes: readonly Cause[];
  /** Request evidence, judged and grouped. */
  readonly traffic: Fact<Traffic>;
  /** The path of an incident, or of the question when there is none. */
  readonly path: Fact<(incident: ObservedIncident | undefined) => readonly Hop[]>;
  /** What changed near an incident's failures. */
  readonly near: Fact<(incident: ObservedIncident) => readonly NearChange[]>;
  /** Istio version found in the evidence, for advice that depends on it. */
  readonly istioVersion: Fact<Traced<string> | undefined>;
}
