import { evicted } from '../../causes/evicted.ts';
import { livenessKilled } from '../../causes/liveness-killed.ts';
import { shutdownRace } from '../../causes/shutdown-race.ts';
import { answersOf, type ClientAnswer, clientAnswers, isAnswerTo } from '../../facts/client-answers.ts';
import { byContainer, clockTime, share } from '../../facts/end-texts.ts';
import { endElsewhen, endOfOtherKind, endWithFailures, noEnd } from '../../facts/end-details.ts';
import { type IncidentEnds, incidentEnds, verdictFor } from '../../facts/incident-ends.ts';
import { isToldByLogsOnly, type Outage } from '../../facts/outage.ts';
import { ownHop } from '../../facts/own-hop.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';
import type { EpochMs } from '../../model/time.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** Observes pods that are told to stop, and whether requests to them failed while they went. */
export const podShutdown: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'pod-shutdown',
    title: 'Pod shutdown',
    description: 'Compares the times at which pods were told to stop with the times at which requests to these pods failed.',
    references: [
      {
        title: 'Kubernetes: pod lifecycle, termination of pods',
        url: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
        version: 'Kubernetes 1.34',
      },
      { title: 'Istio: pilot/pkg/bootstrap, PILOT_DEBOUNCE_MAX', version: 'Istio 1.31' },
    ],
  },
  needs: { incidentEnds },
  wants: { clientAnswers },
  messages: {
    // the failing requests were for the very pods that go, in the seconds in which they go
    failsAtStoppingPod: {
      severity: 'critical',
      text: 'Pod {pod} is told to stop at {time}, and {failures} failing requests were sent to it while it went.',
      bearsOn: [{ cause: shutdownRace, as: 'proves' }],
    },
    // SIGTERM looks the same whoever sends it
    stopsForUnknownReason: {
      severity: 'warning',
      text: 'Pod {pod} logs at {time} that it is told to stop, and {failures} failing requests fall in the time until callers know; no object or event says who stopped it.',
      bearsOn: [
        { cause: shutdownRace, as: 'supports' },
        { cause: evicted, as: 'supports' },
        { cause: livenessKilled, as: 'supports' },
      ],
    },
    // it went, and nothing says how
    failsAtReplacedPod: {
      severity: 'warning',
      text: 'Pod {pod} is last heard of at {time} and another pod has taken its place, and {failures} failing requests were sent to it near its end.',
      bearsOn: [{ cause: shutdownRace, as: 'supports' }],
    },
    // which pod they were for is not known
    failsWhilePodStops: {
      severity: 'warning',
      text: 'Pod {pod} is told to stop at {time}, and {failures} failing requests fall in the time until callers know.',
      bearsOn: [{ cause: shutdownRace, as: 'supports' }],
    },
    // told by a log alone, or nothing says where the requests ended: an eviction, or survivors without room, look the same
    failsMeanwhile: {
      severity: 'info',
      text: 'Pod {pod} is told to stop at {time}, and {failures} failing requests fall in the time until callers know, but do not show that they met it.',
      bearsOn: [{ cause: shutdownRace, as: 'hints' }],
    },
    goesForAnotherReason: {
      severity: 'info',
      text: 'Pod {pod} goes away at {time} without being told to stop ({kind}), and the failing requests fall in its absence.',
      bearsOn: [{ cause: shutdownRace, as: 'excludes' }],
    },
    stopsWithoutFailures: {
      severity: 'info',
      text: 'Pod {pod} is told to stop at {time}, and the failing requests are for other pods or other times.',
      bearsOn: [{ cause: shutdownRace, as: 'excludes' }],
    },
    noPodStops: {
      severity: 'info',
      text: 'No pod of {target} (pods: {pods}) is told to stop while requests fail.',
      bearsOn: [{ cause: shutdownRace, as: 'excludes' }],
    },
  },
  *analyze({ incidentEnds, clientAnswers = [] }, report) {
    for (const judged of incidentEnds) {
      const { incident } = judged;
      const verdict = verdictFor('shutdown', judged);
      if (verdict.status === 'during') {
        const last = lastSent(incident);
        for (const { first, explains: all } of byContainer(verdict.ends)) {
          const { outage } = first;
          const explains = all.filter((index) => !goesOnLong(incident.failures[index], outage, last));
          if (explains.length === 0) continue;
          const hop = ownHop(incident, explains, outage);
          const envoys = answersOf(incident, clientAnswers).find(
            (answer) => answer.byEnvoy && explains.some((index) => isTo(incident.failures[index], answer)),
          );
          const details = endWithFailures(judged, outage, explains);
          yield report(messageFor(outage, explains, judged, envoys !== undefined), {
            ...details,
            evidence: envoys === undefined ? details.evidence : [...details.evidence, envoys.evidence],
            data: { pod: outage.subject.name, time: clockTime(outage.from), failures: share(explains, incident) },
            ...(hop === undefined ? {} : { hop }),
          });
        }
      } else if (verdict.status === 'other') {
        // an eviction stops a pod in the same way
        if (verdict.end.outage.kind === 'eviction') continue;
        yield report('goesForAnotherReason', endOfOtherKind(judged, verdict.end));
      } else if (verdict.status === 'elsewhen') {
        const { outage } = verdict;
        yield report('stopsWithoutFailures', {
          ...endElsewhen(judged, outage),
          data: { pod: outage.subject.name, time: clockTime(outage.from) },
        });
      } else if (verdict.status === 'none') {
        for (const details of noEnd(judged)) yield report('noPodStops', details);
      }
    }
  },
});

type PodShutdownMessage = 'stopsForUnknownReason' | 'failsAtReplacedPod' | 'failsAtStoppingPod' | 'failsWhilePodStops' | 'failsMeanwhile';

function messageFor(outage: Outage, explains: readonly number[], { incident, targetPods }: IncidentEnds, byEnvoy: boolean): PodShutdownMessage {
  if (isToldByLogsOnly(outage)) return 'stopsForUnknownReason';
  if (outage.isInferred) return 'failsAtReplacedPod';
  if (areSentTo(outage.pod, explains, incident)) return 'failsAtStoppingPod';
  const families = new Set(explains.map((index) => incident.failures[index]?.family));
  // an application that answers was reached, unless callers quote a proxy’s words; a proxy without a host knows already, and a log does not say why the pod went
  const isToldByLog = targetPods.length === 0 && outage.evidence.every(({ kind }) => kind === 'log');
  const isUnmet = [...families].every((family) => (family === 'answered' && !byEnvoy) || (family === 'no-host' && isToldByLog));
  return isUnmet ? 'failsMeanwhile' : 'failsWhilePodStops';
}

const isTo = (failure: Failure | undefined, answer: ClientAnswer): boolean => failure !== undefined && isAnswerTo(failure, answer);

/** After a deletion requests may go to the pod until all proxies know (PILOT_DEBOUNCE_MAX 10 s, Istio 1.31) and its grace is over. */
const leavingMs = 60_000;

/** Until when each proxy sent failing requests to each address. */
function lastSent({ failures }: ObservedIncident): ReadonlyMap<string, EpochMs> {
  const last = new Map<string, EpochMs>();
  for (const failure of failures) last.set(wayOf(failure), Math.max(last.get(wayOf(failure)) ?? 0, failure.time));
  return last;
}

const wayOf = ({ pod, upstreamHost }: Failure): string => `${pod ?? ''} ${upstreamHost ?? ''}`;

/** True when the same proxy goes on sending to the same address long after the pod has left: it never learnt, which is no race. */
function goesOnLong(failure: Failure | undefined, { pod, from }: Outage, last: ReadonlyMap<string, EpochMs>): boolean {
  if (failure?.upstreamHost === undefined || failure.direction === 'inbound' || (failure.serverPod !== undefined && failure.serverPod !== pod)) return false;
  return (last.get(wayOf(failure)) ?? 0) > from + leavingMs;
}

/** True when most of these failures name this pod as their server. */
function areSentTo(pod: string, explains: readonly number[], incident: ObservedIncident): boolean {
  return explains.filter((index) => incident.failures[index]?.serverPod === pod).length >= explains.length / 2;
}
