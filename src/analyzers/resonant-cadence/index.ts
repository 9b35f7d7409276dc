import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { callerPeriod } from '../../facts/caller-period.ts';
import { gapTolerance, type IdleRace, idleRaces } from '../../facts/idle-race.ts';
import { someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { traffic } from '../../facts/traffic.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** Requests at one distance make the picture of a regular caller only when there are some, and hardly others. */
const fewestRegular = 8;
const regularShare = 0.6;

/** Observes whether a caller sends as often as the receiving side closes idle connections, so that each request meets the close. */
export const resonantCadence: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'resonant-cadence',
    title: 'Cadence that meets the idle limit',
    description:
      'Compares how often the only caller sends (evaluation interval, flush interval, or the regular quiet time in the log) with the idle limit of the receiving side of a hop that loses requests.',
    references: [
      { title: 'VictoriaMetrics source: app/vmalert/rule/group.go, app/vmalert/remotewrite/client.go', version: 'VictoriaMetrics v1.79 to v1.150.0' },
      { title: 'VictoriaMetrics flag -http.idleConnTimeout: lib/httpserver/httpserver.go', version: 'VictoriaMetrics v1.40.1 to v1.150.0' },
    ],
  },
  needs: { traffic, idleRaces, callerPeriod },
  messages: {
    // a period proves no close; it says why the margin is a few milliseconds, time and again
    periodMeetsIdleLimit: {
      severity: 'info',
      text: '{client} sends every {period} ({setting}); less the time a request takes, that is the idle limit of {limit} on the receiving side of {hop}, so a kept connection comes to its next request about when it is closed.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'hints' }],
    },
    quietMeetsIdleLimit: {
      severity: 'info',
      text: '{regular} of {requests} requests that reused a connection on {hop} came when it had been quiet for about the idle limit of {limit} on the receiving side, as those of a regular caller do.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'hints' }],
    },
  },
  *analyze({ traffic, idleRaces: races, callerPeriod }, report) {
    for (const race of races) {
      const { incident, hop, idle } = race;
      if (idle.server === undefined || race.resets.length === 0) continue;
      const about = { subject: targetRef(incident), incident: incident.id, hop, explains: race.atLimit.length > 0 ? race.atLimit : race.resets };
      const limit = formatDuration(idle.server.limit.value);
      // several callers share the connections of a proxy, and none of them alone makes their quiet times
      const callers = new Set([...incident.clients, ...(traffic.callers.get(incident.target) ?? [])]);
      const [client] = callers;
      const period = client === undefined || callers.size > 1 ? undefined : callerPeriod(client);
      if (client !== undefined && period !== undefined && meets(period.value, race) && isRegular(race)) {
        yield report('periodMeetsIdleLimit', {
          ...about,
          data: { client, period: formatDuration(period.value), setting: period.setting, limit, hop },
          evidence: evidenceOf(period.from[0], ...idle.server.limit.from),
        });
        continue;
      }
      const { below, inside, beyond } = race.survivors;
      const requests = below + inside + beyond;
      if (inside >= fewestRegular && inside >= regularShare * requests)
        yield report('quietMeetsIdleLimit', {
          ...about,
          data: { regular: inside, requests, limit, hop },
          evidence: evidenceOf(...someRowsOf(incident, race.resets, 1), ...idle.server.limit.from),
        });
    }
  },
});

/** The quiet time is the period less the request's own duration; limits are met within what clocks, timers and transfers blur. */
function meets(period: number, { idle }: IdleRace): boolean {
  if (idle.server === undefined) return false;
  const { from, upTo } = idle.server;
  return period >= from - gapTolerance(from) && period <= upTo + gapTolerance(upTo);
}

/** Callers whose requests went well may be unknown to the log of the receiving side: their requests would come in between. */
function isRegular({ survivors: { below, inside, beyond }, timed, atLimit }: IdleRace): boolean {
  return inside + atLimit.length >= regularShare * (below + inside + beyond + timed.length);
}
