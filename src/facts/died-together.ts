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
  const inGroups = ends.filter((end) => ends.filter((other) => Math.abs(other - end) <= atOnceMs / 2).length >= 3);
  return inGroups.length * 2 >= ends.length;
}
