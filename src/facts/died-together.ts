import type { ObservedIncident } from '../model/failure.ts';

/** Connections of one process that dies end within this time of each other. */
const atOnceMs = 1_000;

/**
 * True when these connections look as if their server's process had died, also where no evidence of the process was collected: three or
 * more end in one second, for at least half of them, or the server refuses connections or leaves the endpoints in the same incident.
 */
export function diedTogether(incident: ObservedIncident, indices: readonly number[]): boolean {
  if (incident.failures.some(({ family }) => family === 'connect' || family === 'no-host')) return true;
  const ends = indices.flatMap((index) => incident.failures[index]?.end ?? []).toSorted((a, b) => a - b);
  let inGroups = 0;
  let [first, past] = [0, 0]; // `ends` is sorted, so the ends near each one are a stretch that only moves on
  for (const end of ends) {
    while ((ends[first] ?? end) < end - atOnceMs / 2) first += 1;
    while (past < ends.length && (ends[past] ?? end) <= end + atOnceMs / 2) past += 1;
    if (past - first >= 3) inGroups += 1;
  }
  return inGroups * 2 >= ends.length;
}
