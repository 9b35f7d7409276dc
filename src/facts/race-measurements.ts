import { defineFact, type Fact } from '../model/source.ts';
import { type IdleRace, idleRaces } from './idle-race.ts';
import { type MeasuredIdle, measuredIdle } from './measured-idle.ts';

/** A hop with resets, and what a probe measured of the application that it leads to. */
export interface RaceMeasurement {
  readonly race: IdleRace;
  readonly measured: MeasuredIdle;
}

/**
 * Every race with its measurements. Absent, and by that asking for a probe, where nothing was measured and an application's limit is known from nothing
 * else; empty where it is known, or there is no race.
 */
export const raceMeasurements: Fact<readonly RaceMeasurement[]> = defineFact({
  id: 'race-measurements',
  needs: { idleRaces },
  wants: { measuredIdle },
  derive: ({ idleRaces, measuredIdle }) => {
    if (measuredIdle === undefined) return idleRaces.some(isUnknown) ? undefined : [];
    return idleRaces.flatMap((race) => measuredIdle.filter((measured) => isOf(measured, race)).map((measured) => ({ race, measured })));
  },
});

function isUnknown({ idle, incident, resets, timed }: IdleRace): boolean {
  return incident.failures[resets[0] ?? -1]?.server.role === 'app' && timed.length > 0 && idle.server === undefined && !idle.serverNeverCloses;
}

/** A probe measures the application; what a proxy in between does is not in it. */
function isOf({ workload, namespace }: MeasuredIdle, { incident, resets, isInferred }: IdleRace): boolean {
  const server = incident.failures[resets[0] ?? -1]?.server;
  if (server === undefined || (server.role !== 'app' && !isInferred)) return false;
  const { name, namespace: other } = server.workload;
  return workload === name && (namespace === undefined || other === undefined || namespace === other);
}
