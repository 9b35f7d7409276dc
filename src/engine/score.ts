import type { Finding } from '../model/analyzer.ts';
import type { Bearing } from '../model/cause.ts';
import type { CauseVerdict, Vote } from '../model/diagnosis.ts';

/**
 * What a bearing is worth, in decibans (10 dB = ten times the odds). `supports` is evidence ten times as likely under the cause
 * as without it; `proves` a thousand times; `hints` twice. Derived from these meanings, not fitted to cases.
 */
export const decibans: Readonly<Record<Bearing, number>> = { proves: 30, supports: 10, hints: 3, opposes: -10, excludes: -30 };

/**
 * What the kind of proof behind a verdict can carry at most, whatever the score. Not above what bench/calibration.md measures; `possible` lies between its
 * two ways to count, by what happened and by what says the same less sharply.
 */
export const mostConfidence: Readonly<Record<CauseVerdict, number>> = {
  confirmed: 0.98,
  likely: 0.9,
  possible: 0.5,
  undecided: 0.3,
  unlikely: 0.1,
  excluded: 0.02,
};
/** One supporting observation stands on its analyzer alone. */
export const confidenceOfOne = 0.8;
/** Another candidate is close behind. */
export const confidenceContested = 0.85;

/** True for a bearing that can carry an answer: support and proof. */
export function isFirm(bearing: Bearing): boolean {
  return decibans[bearing] >= decibans.supports;
}

/** One analyzer has one vote for and one against a cause, its strongest: ten pods with one fault are not ten proofs. */
export function votesFor(cause: string, findings: readonly Finding[]): readonly Vote[] {
  const strongest = new Map<string, Vote>();
  for (const finding of findings) {
    for (const bearing of finding.bearsOn) {
      if (bearing.cause !== cause) continue;
      const db = decibans[bearing.as];
      const slot = `${finding.analyzer}/${db > 0 ? 'for' : 'against'}`;
      const earlier = strongest.get(slot);
      if (earlier === undefined || Math.abs(db) > Math.abs(earlier.db) || (db === earlier.db && finding.id < earlier.finding)) {
        strongest.set(slot, { analyzer: finding.analyzer, finding: finding.id, as: bearing.as, db });
      }
    }
  }
  return [...strongest.values()].toSorted((a, b) => b.db - a.db || a.analyzer.localeCompare(b.analyzer));
}
