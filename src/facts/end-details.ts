import type { Evidence, NonEmpty, ObjectRef } from '../model/evidence.ts';
import { clockTime } from './end-texts.ts';
import type { FittingEnd, IncidentEnds } from './incident-ends.ts';
import { rowsOf } from './incident-rows.ts';
import { evidenceOf, targetRef } from './incident-target.ts';
import type { Outage } from './outage.ts';

/** What every report about ends of pods and containers says of its subject, its incident and its proof. */
interface EndDetails {
  readonly subject: ObjectRef;
  readonly incident: string;
  readonly evidence: NonEmpty<Evidence>;
}

/** Failures fall in this end: its own signs first, then rows of the failures. */
export function endWithFailures(
  { incident }: IncidentEnds,
  outage: Outage,
  explains: readonly number[],
): EndDetails & { readonly explains: readonly number[] } {
  return {
    subject: outage.subject,
    incident: incident.id,
    explains,
    evidence: evidenceOf(outage.evidence[0], ...outage.evidence.slice(1, 4), ...rowsOf(incident, explains)),
  };
}

/** Failures fall in an end of another kind than the one looked for. */
export function endOfOtherKind(
  { incident }: IncidentEnds,
  { outage, explains }: FittingEnd,
): EndDetails & { readonly data: { readonly pod: string; readonly time: string; readonly kind: string } } {
  return {
    subject: outage.subject,
    incident: incident.id,
    data: { pod: outage.subject.name, time: clockTime(outage.from), kind: outage.kind },
    evidence: evidenceOf(outage.evidence[0], ...rowsOf(incident, explains, 1)),
  };
}

/** An end of the kind looked for, at a time without failures. */
export function endElsewhen({ incident }: IncidentEnds, outage: Outage): EndDetails {
  return { subject: outage.subject, incident: incident.id, evidence: outage.evidence };
}

/** No end where ends were looked for; nothing when no pod's status was there to look at. */
export function noEnd({
  incident,
  lookedAt,
  targetPods,
}: IncidentEnds): readonly (EndDetails & { readonly data: { readonly pods: number; readonly target: string } })[] {
  const [first, ...rest] = lookedAt;
  if (first === undefined) return [];
  return [{ subject: targetRef(incident), incident: incident.id, data: { pods: targetPods.length, target: incident.target }, evidence: [first, ...rest] }];
}
