import { diagnose } from '../index.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { seededRandom } from '../race/random.ts';
import { besideInnocent, innocents, namespaceOf } from './innocents.ts';
import { pairsWithLogs, partsOf, randomLosses, withoutPart } from './leave-out.ts';
import { withLessSharp } from './less-sharp.ts';
import { type Claim, claimsOf, isWell, judge, namedIn, type Outcome, type Specimen } from './specimen.ts';

/** How evidence differs from what was recorded. */
export type Way = 'whole' | 'beside innocents' | 'left out' | 'rewritten';

/** One diagnosis of a specimen and what became of it. */
export interface Trial {
  readonly specimen: Specimen;
  readonly way: Way;
  readonly variant: string;
  readonly isWell: boolean;
  readonly outcome: Outcome;
  readonly why?: string;
  readonly claims: readonly Claim[];
  /** The same, with what says the same less sharply taken for right. */
  readonly lenientClaims: readonly Claim[];
  /** Causes named `confirmed` whose evidence is of fewer than two kinds. */
  readonly unbacked: readonly string[];
}

/** How many random losses of evidence each incident is tried with; an analyzer's few lines have few parts. */
const lossesOf: Readonly<Record<Specimen['from'], number>> = { recorded: 40, built: 10, analyzer: 0, readme: 0 };

/** Fewer trials than all: so many random losses, and only the parts whose name fits. */
export interface Fewer {
  readonly losses: number;
  readonly only: RegExp;
}

/** Diagnoses a specimen whole, beside innocent faults, and without parts of its evidence. `seed` chooses the random losses. */
export function trialsOf(specimen: Specimen, seed: number, fewer?: Fewer): readonly Trial[] {
  const { snapshot, from } = specimen;
  // an analyzer's own case is a few lines: it holds what the analyzer needs, seldom what an answer needs
  const isSharp = from === 'recorded';
  const trials = [trialOf(specimen, 'whole', 'whole', snapshot, isSharp)];
  for (const innocent of innocents) {
    const beside = besideInnocent(snapshot, innocent, namespaceOf(snapshot));
    if (beside !== undefined) trials.push(trialOf(specimen, 'beside innocents', innocent.name, beside, isSharp));
  }
  // a near miss of a few lines without the line that makes it one is none any more
  if (from !== 'recorded' && specimen.truth.length === 0) return trials;
  const parts = partsOf(snapshot);
  const losses = [
    ...parts,
    ...(from === 'recorded' ? pairsWithLogs(snapshot) : []),
    ...randomLosses(parts, fewer?.losses ?? lossesOf[from], 0.4, seededRandom(seed)),
  ].filter(({ name }) => fewer === undefined || fewer.only.test(name) || name.startsWith('random '));
  for (const part of losses) trials.push(trialOf(specimen, 'left out', part.name, withoutPart(snapshot, part), false));
  return trials;
}

/** One trial; `seen` is what is diagnosed. Not `isSharp`: what says the same less sharply is right as well. */
export function trialOf(specimen: Specimen, way: Way, variant: string, seen: Snapshot, isSharp: boolean): Trial {
  const diagnosis = diagnose(seen);
  const accepted = isSharp ? specimen : { ...specimen, truth: withLessSharp(specimen.truth) };
  return {
    specimen,
    way,
    variant,
    isWell: isWell(diagnosis),
    claims: claimsOf(diagnosis, specimen),
    lenientClaims: claimsOf(diagnosis, { ...specimen, truth: withLessSharp(specimen.truth) }),
    unbacked: unbackedIn(diagnosis),
    ...judge(diagnosis, accepted, seen),
  };
}

/** Kinds of evidence that a verdict rests on: a default or an absence is none. */
function unbackedIn(diagnosis: Diagnosis): readonly string[] {
  const findings = new Map(diagnosis.findings.map((finding) => [finding.id, finding]));
  return namedIn(diagnosis).flatMap(({ id, verdict, for: said }) => {
    const kinds = new Set(
      said
        .flatMap((finding) => findings.get(finding)?.evidence ?? [])
        .flatMap(({ kind, at }) => (kind === 'default' || kind === 'absence' ? [] : [at.artifact === 'endpoint-slices' ? 'endpoints' : at.artifact])),
    );
    return verdict === 'confirmed' && kinds.size < 2 ? [id] : [];
  });
}

/** What a cause is measured by. */
export interface CauseRow {
  readonly cause: string;
  /** Incidents of it, whole. */
  readonly positive: Tally;
  /** Incidents of another cause, or of none that is said, that look like it. */
  readonly nearMiss: Tally;
  /** Nothing fails, though something looks like it. */
  readonly healthy: Tally;
  /** Its incidents without parts of their evidence. */
  readonly leftOut: Tally;
  /** Its incidents beside innocent faults, under other names, at other times, in other forms. */
  readonly otherwise: Tally;
}

export interface Tally {
  readonly right: number;
  readonly undecided: number;
  readonly wrong: number;
}

/** One row for each cause, from the trials of all specimens. */
export function accuracyOf(causes: readonly string[], trials: readonly Trial[]): readonly CauseRow[] {
  return causes.map((cause) => {
    const own = trials.filter(({ specimen }) => isOf(cause, specimen));
    const like = trials.filter(({ specimen, way }) => way === 'whole' && specimen.not.includes(cause));
    return {
      cause,
      positive: tally(own.filter(({ way }) => way === 'whole')),
      nearMiss: tally(like.filter((trial) => !trial.isWell)),
      healthy: tally(like.filter((trial) => trial.isWell)),
      leftOut: tally(own.filter(({ way }) => way === 'left out')),
      otherwise: tally(own.filter(({ way }) => way === 'beside innocents' || way === 'rewritten')),
    };
  });
}

/** A recorded incident has one cause; what else may be named of it does not count. Analyzers say of several causes that they fit. */
function isOf(cause: string, { from, truth }: Specimen): boolean {
  return from === 'recorded' ? truth[0] === cause : truth.includes(cause);
}

function tally(trials: readonly Trial[]): Tally {
  const count = (outcome: Outcome): number => trials.filter((trial) => trial.outcome === outcome).length;
  return { right: count('right'), undecided: count('undecided'), wrong: count('wrong') };
}

/** Answers of one range of confidence. */
export interface ReliabilityBin {
  readonly above: number;
  readonly upTo: number;
  readonly claims: number;
  readonly right: number;
}

/** Where the bins of the reliability table begin; the last ends at 1. */
const edges = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1] as const;

/** How often answers are right, by the confidence that they are given with. */
export function reliabilityOf(claims: readonly Claim[]): { readonly bins: readonly ReliabilityBin[]; readonly brier: number } {
  const bins = edges.slice(1).map((upTo, index): ReliabilityBin => {
    const above = edges[index] ?? 0;
    const inside = claims.filter(({ confidence }) => confidence > above && confidence <= upTo);
    return { above, upTo, claims: inside.length, right: inside.filter(({ isRight }) => isRight).length };
  });
  const squares = claims.reduce((sum, { confidence, isRight }) => sum + (confidence - (isRight ? 1 : 0)) ** 2, 0);
  return { bins, brier: claims.length === 0 ? 0 : squares / claims.length };
}
