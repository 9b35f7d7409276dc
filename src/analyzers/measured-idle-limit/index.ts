import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { someRowsOf } from '../../facts/incident-rows.ts';
import { targetRef } from '../../facts/incident-target.ts';
import { raceMeasurements } from '../../facts/race-measurements.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** Holds what `why503 probe` measured of a server against the quiet times before reset requests. */
export const measuredIdleLimit: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'measured-idle-limit',
    title: 'Measured idle limit of the receiving side',
    description:
      'Compares the moment at which a probe saw the server close idle connections with the quiet times before reset requests. Where requests come like a metronome, rows alone cannot tell an idle limit from anything else, and only a measurement can.',
    references: [
      { title: 'RFC 9112 section 9.5: Connections may be closed at any time', url: 'https://www.rfc-editor.org/rfc/rfc9112#section-9.5' },
      { title: 'why503 docs/probe.md: how it measures', version: 'why503 0.1.0' },
    ],
  },
  needs: { raceMeasurements },
  messages: {
    closesIdle: {
      severity: 'info',
      text: 'A probe saw {server} close {count} idle connections after {min} to {max} of quiet.',
      // where the quiet times meet it, `idle-gap-band` says so with the rows
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'hints' }],
    },
    keepsLonger: {
      severity: 'info',
      text: 'A probe saw {server} keep an idle connection for {kept}, longer than the {high} of quiet before any of the {timed} reset requests on {hop} whose quiet time is known.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'excludes' }],
    },
  },
  *analyze({ raceMeasurements: all }, report) {
    for (const { race, measured } of all) {
      const { incident, hop, timed } = race;
      const { idle, workload: server, from } = measured;
      const common = { subject: targetRef(incident), incident: incident.id, hop };
      if (idle.kind === 'closes') {
        const data = { server, count: idle.connections, min: shown(idle.minMs), max: shown(idle.maxMs) };
        yield report('closesIdle', { ...common, data, evidence: from });
        continue;
      }
      const high = race.gaps.at(-1);
      if (high === undefined || high >= idle.forMs) continue;
      const data = { server, kept: shown(idle.forMs), high: shown(high), timed: timed.length, hop };
      yield report('keepsLonger', { ...common, data, evidence: [from[0], ...someRowsOf(incident, timed)] });
    }
  },
});

const shown = (time: number): string => formatDuration(Math.round(time));
