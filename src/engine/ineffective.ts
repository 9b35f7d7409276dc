import type { Finding } from '../model/analyzer.ts';
import type { Diagnosis, Incident, Ineffective } from '../model/diagnosis.ts';
import { isNonEmpty } from '../model/evidence.ts';

/** Settings without effect: those that somebody expects to end an incident first, then what is sure before what may be. They have no vote. */
export function ineffectiveOf(findings: readonly Finding[], incidents: readonly Incident[]): Pick<Diagnosis, 'ineffective'> {
  const ordered = findings.toSorted((a, b) => Number(a.severity === 'info') - Number(b.severity === 'info'));
  const all = ordered.flatMap((finding) => (finding.withoutEffect === undefined ? [] : entryOf(finding, finding.withoutEffect.meantFor, incidents)));
  const ineffective = all.toSorted((a, b) => Number(a.incident === undefined) - Number(b.incident === undefined));
  return isNonEmpty(ineffective) ? { ineffective } : {};
}

function entryOf(finding: Finding, cause: string, incidents: readonly Incident[]): readonly Ineffective[] {
  const incident = incidents.find(({ id }) => id === finding.incident);
  const verdict = incident?.causes.find(({ id }) => id === cause)?.verdict;
  const isRuledOut = verdict === 'excluded' || verdict === 'unlikely';
  // a remedy for what is ruled out is no news in that incident; where it is none for sure, it is none at all
  if (isRuledOut && finding.severity === 'info') return [];
  return [{ finding: finding.id, cause, text: finding.text, ...(incident === undefined || isRuledOut ? {} : { incident: incident.id }) }];
}
