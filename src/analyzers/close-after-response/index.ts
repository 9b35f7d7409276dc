import { unannouncedClose } from '../../causes/unannounced-close.ts';
import { diedTogether } from '../../facts/died-together.ts';
import { indicesWhere, rowsOf, someRowsOf } from '../../facts/incident-rows.ts';
import { targetRef } from '../../facts/incident-target.ts';
import { failuresDuring } from '../../facts/outage-failures.ts';
import { outages } from '../../facts/outages.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { isNonEmpty } from '../../model/evidence.ts';

/** A close that follows an answer reaches the proxy within a round trip of one pod or node; rows count whole milliseconds. */
const atOnceMs = 50;
/** No round trip is as long: after such a quiet the connection was open, so the answer did not end it. */
const longAfterMs = 1_000;
/** Fewer can be chance on a busy connection, where every gap is short. */
const enough = 5;

/** Observes whether connections end right after an answer, so that the next request on them fails. */
export const closeAfterResponse: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'close-after-response',
    title: 'Connections that end right after an answer',
    description:
      'Looks at the quiet time before each request that met a closed connection. Next to none, again and again, speaks of a server that closes without saying so.',
    references: [{ title: 'RFC 9112, section 9: connection management', url: 'https://www.rfc-editor.org/rfc/rfc9112#section-9', version: 'June 2022' }],
  },
  needs: { traffic },
  wants: { outages },
  messages: {
    // an age limit or a worker that ends closes after an answer as well, so it cannot prove
    closedRightAfter: {
      severity: 'warning',
      text: '{count} of {failures} failures met a connection that had ended within {longest} ms after the answer before, with its server alive.',
      bearsOn: [{ cause: unannouncedClose, as: 'supports' }],
    },
    longQuietBefore: {
      severity: 'info',
      text: 'All {count} failures on used connections came after a quiet of at least {shortest} ms: no answer ended those connections.',
      bearsOn: [{ cause: unannouncedClose, as: 'excludes' }],
    },
    failsOnFirstUse: {
      severity: 'info',
      text: 'All {count} connections that ended did so on their first request: no answer came before.',
      bearsOn: [{ cause: unannouncedClose, as: 'opposes' }],
    },
  },
  *analyze({ traffic, outages = [] }, report) {
    for (const incident of traffic.incidents) {
      const about = { subject: targetRef(incident), incident: incident.id };
      const failures = incident.failures.length;
      const ended = new Set(outages.flatMap((outage) => failuresDuring(incident, outage)));
      const resets = indicesWhere(incident, ({ family }) => family === 'reset');
      const gaps = resets.flatMap((index) => incident.failures[index]?.idleGapMs ?? []);
      const alive = resets.filter((index) => !ended.has(index));
      const atOnce = alive.filter(
        (index) => (incident.failures[index]?.idleGapMs ?? Number.POSITIVE_INFINITY) <= atOnceMs && (incident.failures[index]?.durationMs ?? 0) <= atOnceMs,
      );
      const ordinals = new Set(atOnce.map((index) => incident.failures[index]?.ordinal));
      const known = alive.filter((index) => incident.failures[index]?.idleGapMs !== undefined);
      // always the same ordinal is a limit of requests per connection
      const isLimit = ordinals.size === 1 && !ordinals.has(undefined) && !ordinals.has(2);
      if (
        atOnce.length >= enough &&
        atOnce.length >= 0.8 * known.length &&
        atOnce.length >= 0.5 * resets.length &&
        !isLimit &&
        !diedTogether(incident, atOnce)
      ) {
        const longest = atOnce.reduce((most, index) => Math.max(most, incident.failures[index]?.idleGapMs ?? 0), 0);
        yield report('closedRightAfter', {
          ...about,
          data: { count: atOnce.length, failures, longest },
          evidence: someRowsOf(incident, atOnce),
          explains: atOnce,
        });
      }
      const rows = rowsOf(incident, resets);
      if (!isNonEmpty(rows) || resets.length !== failures) continue;
      if (gaps.length >= 2 && gaps.length === resets.length && gaps.every((gap) => gap >= longAfterMs)) {
        yield report('longQuietBefore', { ...about, data: { count: gaps.length, shortest: gaps.toSorted((a, b) => a - b)[0] ?? 0 }, evidence: rows });
      } else if (resets.length >= enough && resets.every((index) => incident.failures[index]?.ordinal === 1)) {
        yield report('failsOnFirstUse', { ...about, data: { count: resets.length }, evidence: rows });
      }
    }
  },
});
