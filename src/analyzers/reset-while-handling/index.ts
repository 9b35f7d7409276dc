import { containerLogs } from '../../artifacts/logs/index.ts';
import { appClosedMidRequest } from '../../causes/app-closed-mid-request.ts';
import { appCrashed } from '../../causes/app-crashed.ts';
import { connectionLifetimeLimit } from '../../causes/connection-lifetime-limit.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { middleboxIdleDrop } from '../../causes/middlebox-idle-drop.ts';
import { failingPaths } from '../../facts/failing-paths.ts';
import { diedTogether } from '../../facts/died-together.ts';
import { indicesWhere, rowsOf, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { failuresDuring } from '../../facts/outage-failures.ts';
import { outages } from '../../facts/outages.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { targetLogs } from '../../facts/target-evidence.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { type Evidence, isNonEmpty } from '../../model/evidence.ts';
import { type EpochMs, instant } from '../../model/time.ts';

/** A connection that was closed before the request came fails within a round trip; after this the server had the request. */
const handledMs = 250;
/** Longer than a starved process needs to notice that a connection has ended. */
const lateMs = 1_000;
/** The line of the panic is written before the connection is closed. */
const panicSlackMs = 1_000;

/** Observes whether the application gave up requests that it had begun, while its process lived on. */
export const resetWhileHandling: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'reset-while-handling',
    title: 'Connections that end while a request is handled',
    description:
      'Looks for handler panics at the time of the failures, and for connections that end long after the request was sent although the process lives on.',
    references: [
      {
        title: 'Go net/http: a panic in ServeHTTP is logged and aborts the connection, the process lives on',
        url: 'https://pkg.go.dev/net/http#Handler',
        version: 'Go 1.26',
      },
      { title: 'RFC 9112, section 9: connection management', url: 'https://www.rfc-editor.org/rfc/rfc9112#section-9', version: 'June 2022' },
    ],
  },
  needs: { traffic },
  wants: { containerLogs, outages, pods: podsFact, failingPaths },
  messages: {
    handlerPanics: {
      severity: 'critical',
      text: 'A handler of {server} panics at the time of {count} of {failures} failures, and the process lives on.',
      bearsOn: [{ cause: appClosedMidRequest, as: 'proves' }],
    },
    endsWhileHandling: {
      severity: 'warning',
      text: '{count} of {failures} failures ended {shortest} to {longest} ms after the request was sent, and nothing shows an end of the process of {server}.',
      bearsOn: [{ cause: appClosedMidRequest, as: 'supports' }],
    },
    oneOfManyPaths: {
      severity: 'critical',
      text: 'None of the {count} requests for {path} on {hop} is answered, {onNew} of them on new connections, and {served} requests for other paths are.',
      bearsOn: [
        { cause: appClosedMidRequest, as: 'supports' },
        // a worker may die of it while the process that listens lives on
        { cause: appCrashed, as: 'hints' },
      ],
    },
    onlyOnePath: {
      severity: 'info',
      text: 'All {count} connections that ended did so under requests for {path}, whose age and quiet time do not matter: others outlast them.',
      bearsOn: [
        { cause: keepaliveIdleMismatch, as: 'excludes' },
        { cause: connectionLifetimeLimit, as: 'excludes' },
        { cause: middleboxIdleDrop, as: 'excludes' },
      ],
    },
    // a limit of time ends requests too, always at the same length
    endsAtOneLength: {
      severity: 'info',
      text: '{count} of {failures} failures ended {shortest} to {longest} ms after the request was sent: nearly always the same time.',
      bearsOn: [{ cause: appClosedMidRequest, as: 'hints' }],
    },
    endsAtOnce: {
      severity: 'info',
      text: 'All {count} connections that ended did so within {longest} ms of the request, before a handler works on it.',
      bearsOn: [{ cause: appClosedMidRequest, as: 'opposes' }],
    },
    processEnded: {
      severity: 'info',
      text: 'All {count} connections that ended did so while {server} was going away or coming back: its process did not live on.',
      bearsOn: [{ cause: appClosedMidRequest, as: 'excludes' }],
    },
  },
  *analyze({ traffic, containerLogs = [], outages = [], pods = [], failingPaths: paths = [] }, report) {
    for (const incident of traffic.incidents) {
      const about = { subject: targetRef(incident), incident: incident.id };
      const failures = incident.failures.length;
      const server = incident.targetName;
      const resets = indicesWhere(incident, ({ family }) => family === 'reset');
      const rows = rowsOf(incident, resets);
      if (!isNonEmpty(rows)) continue;
      const ends = outages.map((outage) => ({ outage, inside: new Set(failuresDuring(incident, outage)) }));
      const alive = resets.filter((index) => !ends.some(({ inside }) => inside.has(index)));
      const gone = ends.find(({ inside }) => resets.some((index) => inside.has(index)));
      if (alive.length === 0 && gone !== undefined) {
        yield report('processEnded', { ...about, data: { count: resets.length, server }, evidence: evidenceOf(gone.outage.evidence[0], ...rows) });
        continue;
      }
      const never = paths.filter(({ incidentId }) => incidentId === incident.id);
      for (const { hop, path, resets: refused, onNew, served } of never) {
        const found = { ...about, hop, evidence: someRowsOf(incident, refused) };
        yield report('oneOfManyPaths', { ...found, data: { count: refused.length, path, hop, onNew, served }, explains: refused });
        if (refused.length === resets.length) yield report('onlyOnePath', { ...found, data: { count: refused.length, path } });
      }
      const panics = targetLogs(incident, containerLogs, pods).flatMap((log) =>
        log.signals.flatMap(({ id, time, text, at }): readonly { time: EpochMs; evidence: Evidence }[] =>
          id === 'handler-panic' && time !== undefined ? [{ time, evidence: { kind: 'log', at, text, time: instant(time) } }] : [],
        ),
      );
      const isPanic = (index: number, time: EpochMs): boolean => Math.abs((incident.failures[index]?.end ?? 0) - time) <= panicSlackMs;
      const panicked = alive.filter((index) => panics.some(({ time }) => isPanic(index, time)));
      const [panic] = panics.filter(({ time }) => panicked.some((index) => isPanic(index, time)));
      if (panic !== undefined) {
        yield report('handlerPanics', {
          ...about,
          data: { server, count: panicked.length, failures },
          evidence: evidenceOf(panic.evidence, ...rowsOf(incident, panicked)),
          explains: panicked,
        });
        continue;
      }
      const lengths = alive.map((index) => incident.failures[index]?.durationMs);
      const handled = alive.filter((index) => (incident.failures[index]?.durationMs ?? 0) > handledMs);
      const times = handled.map((index) => incident.failures[index]?.durationMs ?? 0);
      const [shortest, longest] = [Math.min(...times), Math.max(...times)];
      // on a slow node the end of a quiet connection is noticed late too
      const mayBeIdle = longest < lateMs && handled.every((index) => (incident.failures[index]?.idleGapMs ?? 0) > lateMs);
      if (handled.length >= 3 && handled.length >= 0.8 * alive.length && !mayBeIdle && !diedTogether(incident, handled)) {
        const isOneLength = longest - shortest <= Math.max(20, 0.05 * longest);
        yield report(isOneLength ? 'endsAtOneLength' : 'endsWhileHandling', {
          ...about,
          data: { count: handled.length, failures, shortest, longest, server },
          evidence: someRowsOf(incident, handled),
          explains: handled,
        });
      } else if (never.length === 0 && alive.length >= 3 && alive.length === failures && lengths.every((length) => length !== undefined && length <= 20)) {
        yield report('endsAtOnce', {
          ...about,
          data: { count: alive.length, longest: lengths.reduce<number>((most, length) => Math.max(most, length ?? 0), 0) },
          evidence: rows,
        });
      }
    }
  },
});
