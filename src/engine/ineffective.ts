import type { Finding } from '../model/analyzer.ts';
import type { Diagnosis, Incident, Ineffective } from '../model/diagnosis.ts';
import { isNonEmpty } from '../model/evidence.ts';

/** Settings without effect, those that somebody expects to end an incident first. They are no fault and have no vote. */
export function ineffectiveOf(findings: readonly Finding[], incidents: readonly Incident[]): Pick<Diagnosis, 'ineffective'> {
  const all = findings.flatMap((finding) => (finding.withoutEffect === undefined ? [] : [entryOf(finding, finding.withoutEffect.meantFor, incidents)]));
  const ineffective = all.toSorted((a, b) => Number(a.incident === undefined) - Number(b.incident === undefined));
  return isNonEmpty(ineffective) ? { ineffective } : {};
}

function entryOf(finding: Finding, cause: string, incidents: readonly Incident[]): Ineffective {
  const incident = incidents.find(({ id }) => id === finding.incident);
  const ranked = incident?.causes.find(({ id }) => id === cause);
  // a remedy for what is ruled out is no news in that incident
  const concerns = incident !== undefined && ranked?.verdict !== 'excluded' && ranked?.verdict !== 'unlikely';
  return { finding: finding.id, cause, text: finding.text, ...(concerns ? { incident: incident.id } : {}) };
}
