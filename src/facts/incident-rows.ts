import type { Evidence, NonEmpty } from '../model/evidence.ts';
import type { Failure, Family, ObservedIncident } from '../model/failure.ts';
import type { Span } from '../model/time.ts';

/** Indices of the failures that a test picks. */
export function indicesWhere(incident: ObservedIncident, test: (failure: Failure) => boolean): readonly number[] {
  return incident.failures.flatMap((failure, index) => (test(failure) ? [index] : []));
}

/** First and last start of some of an incident's failures. */
export function spanOf(incident: ObservedIncident, indices: readonly number[]): Span {
  const times = indices.map((index) => incident.failures[index]?.time ?? 0);
  return {
    from: times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY),
    to: times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY),
  };
}

/** How many bursts have one of these failures: separate moments, where the failures of one moment may have one reason. */
export function burstsWith(incident: ObservedIncident, indices: readonly number[]): number {
  const wanted = new Set(indices);
  return incident.bursts.filter((burst) => burst.failures.some((index) => wanted.has(index))).length;
}

export function indicesOfFamily(incident: ObservedIncident, ...families: readonly Family[]): readonly number[] {
  return indicesWhere(incident, (failure) => families.includes(failure.family));
}

/** Rows of a few of these failures as evidence, the first and the last among them. */
export function rowsOf(incident: ObservedIncident, indices: readonly number[], most = 3): readonly Evidence[] {
  const picked = indices.length <= most ? indices : [...indices.slice(0, most - 1), ...indices.slice(-1)];
  return picked.flatMap((index) => incident.failures[index]?.evidence[0] ?? []);
}

/** The same for messages that must have evidence; throws when there is no failure to show, which is a defect of the caller. */
export function someRowsOf(incident: ObservedIncident, indices: readonly number[], most = 3): NonEmpty<Evidence> {
  const [first, ...rest] = rowsOf(incident, indices, most);
  if (first === undefined) throw new Error(`no failing row of ${incident.id} to cite`);
  return [first, ...rest];
}
