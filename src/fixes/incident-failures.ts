import type { Failure, Traffic } from '../model/failure.ts';
import type { NamedCause } from '../model/fix.ts';

/** The failures of the incident that a fix is asked about. */
export function incidentFailures(traffic: Traffic | undefined, { incident }: NamedCause): readonly Failure[] {
  return traffic?.incidents.find(({ id }) => id === incident.id)?.failures ?? [];
}
