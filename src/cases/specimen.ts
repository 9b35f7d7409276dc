import type { Diagnosis, RankedCause } from '../model/diagnosis.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { isAnswer, isNamed } from '../model/verdict.ts';
import { showsFailures } from './leave-out.ts';

/** Evidence whose truth is known. */
export interface Specimen {
  readonly id: string;
  /** `recorded`: a whole bundle of a real mesh. `built`: made for a cause. `analyzer`, `readme`: an analyzer's own cases and examples. */
  readonly from: 'recorded' | 'built' | 'analyzer' | 'readme';
  readonly snapshot: Snapshot;
  /** What happened: the first is the cause, the others may be named as well. Empty: nothing did, or it is not said what. */
  readonly truth: readonly string[];
  /** Causes that it looks like and that are not it. */
  readonly not: readonly string[];
}

/**
 * `right`: what happened is named, or for an incident without a truth nothing false is. `undecided`: nothing is named. `wrong`: something that did
 * not happen is named (`likely` or `confirmed`), or `healthy` is said of requests that are seen to fail.
 */
export type Outcome = 'right' | 'undecided' | 'wrong';

/** How a diagnosis of a specimen, or of a part of it, stands to its truth; `why` says what is wrong. */
export function judge(diagnosis: Diagnosis, specimen: Specimen, seen: Snapshot = specimen.snapshot): { readonly outcome: Outcome; readonly why?: string } {
  const named = namedIn(diagnosis);
  const { truth, not } = specimen;
  const isAccused = named.find(({ id }) => not.includes(id));
  if (isAccused !== undefined) return { outcome: 'wrong', why: `${isAccused.id} (${isAccused.verdict})` };
  if (truth.length === 0) return { outcome: 'right' };
  const first = diagnosis.causes[0];
  if (first !== undefined && isNamed(first) && !truth.includes(first.id)) return { outcome: 'wrong', why: `${first.id} (${first.verdict})` };
  const beside = specimen.from === 'recorded' ? named.find(({ id }) => !truth.includes(id)) : undefined;
  if (beside !== undefined) return { outcome: 'wrong', why: `${beside.id} (${beside.verdict}) beside` };
  if (diagnosis.verdict === 'healthy' && showsFailures(seen)) return { outcome: 'wrong', why: 'healthy although requests fail' };
  return { outcome: named.some(({ id }) => truth.includes(id)) ? 'right' : 'undecided' };
}

/** The causes that a diagnosis is sure enough of to name them, of all its incidents. */
export function namedIn({ incidents }: Diagnosis): readonly RankedCause[] {
  return incidents.flatMap(({ causes }) => causes.filter(isNamed));
}

/** One answer with its confidence, and whether it is what happened. */
export interface Claim {
  readonly confidence: number;
  readonly isRight: boolean;
}

/** What a diagnosis claims: the first answer of every incident, candidates among them. Nothing where the specimen's truth is not said. */
export function claimsOf({ incidents }: Diagnosis, { truth }: Specimen): readonly Claim[] {
  if (truth.length === 0) return [];
  return incidents.flatMap(({ causes: [first] }) =>
    first !== undefined && isAnswer(first) ? [{ confidence: first.confidence, isRight: truth.includes(first.id) }] : [],
  );
}

/** True when no request of the evidence fails and nothing foretells that one would. */
export function isWell({ requests, incidents }: Diagnosis): boolean {
  return requests.failed === 0 && incidents.length === 0;
}

/** A made snapshot with the coverage that a read one has: without anything read nothing is ever called healthy. */
export function asCollected(snapshot: Snapshot): Snapshot {
  const read = Object.entries(snapshot.artifacts).flatMap(([artifact, { status }]) =>
    status === 'ok' && artifact !== 'snapshot-time' ? [{ artifact, title: artifact, files: [], items: 1 }] : [],
  );
  return { ...snapshot, coverage: { ...snapshot.coverage, read } };
}
