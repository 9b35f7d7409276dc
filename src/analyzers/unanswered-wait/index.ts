import { conntrackExhausted } from '../../causes/conntrack-exhausted.ts';
import { cpuSaturated } from '../../causes/cpu-saturated.ts';
import { middleboxIdleDrop } from '../../causes/middlebox-idle-drop.ts';
import { requestTimeout } from '../../causes/request-timeout.ts';
import { arrivals, type Arrival } from '../../facts/arrivals.ts';
import { indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { targetRef } from '../../facts/incident-target.ts';
import { type QuietLoss, quietLosses } from '../../facts/quiet-losses.ts';
import { traffic } from '../../facts/traffic.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';

/** Observes, for requests that nobody answered, whether the server had them or they were lost on the way. */
export const unansweredWait: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'unanswered-wait',
    title: 'Requests that nobody answered',
    description:
      'Looks for requests that timed out or were given up by their callers in the log of the server’s proxy: what it cut is slow there, what it never had was lost on the way.',
    references: [
      {
        title: 'envoyproxy/envoy source/common/http/conn_manager_impl.cc: a row is written for each request whose caller leaves',
        url: 'https://github.com/envoyproxy/envoy/blob/main/source/common/http/conn_manager_impl.cc',
        version: 'Envoy 1.37',
      },
    ],
  },
  needs: { traffic, arrivals, quietLosses },
  messages: {
    unseenAfterQuiet: {
      severity: 'warning',
      text: '{lost} of {waits} requests on {hop} that nobody answered came after {low} to {high} of quiet, and the log of the server’s proxy covers them without a row of them.',
      bearsOn: [
        { cause: middleboxIdleDrop, as: 'supports' },
        { cause: requestTimeout, as: 'opposes' },
        { cause: cpuSaturated, as: 'opposes' },
      ],
    },
    fewAfterQuiet: {
      severity: 'warning',
      text: '{lost} of {waits} requests on {hop} that nobody answered came after {low} to {high} of quiet; none after a longer quiet went well, and {served} after a shorter one did.',
      bearsOn: [{ cause: middleboxIdleDrop, as: 'supports' }],
    },
    unseen: {
      severity: 'warning',
      text: '{lost} of {waits} requests on {hop} that nobody answered have no row in the log of the server’s proxy, which covers them: they or their answers were lost on the way.',
      bearsOn: [
        { cause: middleboxIdleDrop, as: 'hints' },
        { cause: conntrackExhausted, as: 'hints' },
        { cause: requestTimeout, as: 'opposes' },
        { cause: cpuSaturated, as: 'opposes' },
      ],
    },
    cutAtServer: {
      severity: 'info',
      text: '{cut} of {waits} requests on {hop} that nobody answered were at the server when its proxy saw their caller leave: nothing was lost on the way.',
      bearsOn: [{ cause: middleboxIdleDrop, as: 'opposes' }],
    },
    // one length, whatever the work: the caller's own time limit
    callerLimit: {
      severity: 'warning',
      text: '{waits} requests on {hop} are given up by their caller after {low} to {high} while the server still had them.',
      bearsOn: [{ cause: requestTimeout, as: 'supports' }],
    },
    callersGiveUp: {
      severity: 'warning',
      text: '{waits} requests on {hop} are given up by their caller after {low} to {high} without an answer, far longer than answers take; nothing tells whether the server had them.',
      bearsOn: [{ cause: requestTimeout, as: 'hints' }],
    },
  },
  *analyze({ traffic, arrivals, quietLosses }, report) {
    for (const incident of traffic.incidents) {
      const waits = indicesWhere(incident, ({ family }) => family === 'timeout' || family === 'gave-up');
      for (const [hop, members] of Map.groupBy(waits, (index) => incident.failures[index]?.hop ?? '')) {
        const common = { subject: targetRef(incident), incident: incident.id, hop };
        const arrived = (arrival: Arrival): readonly number[] => members.filter((index) => arrivalOf(incident, index, arrivals) === arrival);
        const [cut, unseen] = [arrived('cut'), arrived('unseen')];
        const quiet = quietLosses.find((loss) => loss.incident === incident && loss.hop === hop);
        const lost = unseen.length > 0 && cut.length === 0 ? unseen : [];
        const afterQuiet = quiet === undefined ? [] : quiet.lost.filter((index) => lost.includes(index));
        if (quiet !== undefined && afterQuiet.length > 0) {
          yield report('unseenAfterQuiet', {
            ...common,
            data: { lost: afterQuiet.length, waits: members.length, hop, ...quietOf(quiet) },
            evidence: someRowsOf(incident, afterQuiet),
            explains: afterQuiet,
          });
        } else if (lost.length > 0)
          yield report('unseen', { ...common, data: { lost: lost.length, waits: members.length, hop }, evidence: someRowsOf(incident, lost), explains: lost });
        else if (quiet?.isFew === true && cut.length === 0) {
          yield report('fewAfterQuiet', {
            ...common,
            data: { lost: quiet.lost.length, waits: members.length, hop, ...quietOf(quiet), served: quiet.served },
            evidence: someRowsOf(incident, quiet.lost),
            explains: quiet.lost,
          });
        }
        if (cut.length >= 0.5 * members.length) {
          yield report('cutAtServer', { ...common, data: { cut: cut.length, waits: members.length, hop }, evidence: someRowsOf(incident, cut) });
        }
        const givenUp = members.filter((index) => incident.failures[index]?.family === 'gave-up');
        if (givenUp.length === 0 || lost.length > 0 || quiet !== undefined) continue;
        yield report(cut.length >= 0.5 * members.length ? 'callerLimit' : 'callersGiveUp', {
          ...common,
          data: { waits: givenUp.length, hop, ...spreadOf(incident, givenUp) },
          evidence: someRowsOf(incident, givenUp),
          explains: givenUp,
        });
      }
    }
  },
});

function arrivalOf(incident: ObservedIncident, index: number, tell: (failure: Failure) => Arrival): Arrival {
  const failure = incident.failures[index];
  return failure === undefined ? 'unknown' : tell(failure);
}

function quietOf({ low, high }: QuietLoss): { readonly low: string; readonly high: string } {
  return { low: formatDuration(low), high: formatDuration(high) };
}

function spreadOf(incident: ObservedIncident, indices: readonly number[]): { readonly low: string; readonly high: string } {
  const durations = indices.map((index) => incident.failures[index]?.durationMs ?? 0).toSorted((a, b) => a - b);
  return { low: formatDuration(durations[0] ?? 0), high: formatDuration(durations.at(-1) ?? 0) };
}
