import { evicted } from '../../causes/evicted.ts';
import { livenessKilled } from '../../causes/liveness-killed.ts';
import { shutdownRace } from '../../causes/shutdown-race.ts';
import { byContainer, clockTime, share } from '../../facts/end-texts.ts';
import { endElsewhen, endOfOtherKind, endWithFailures, noEnd } from '../../facts/end-details.ts';
import { incidentEnds, verdictFor } from '../../facts/incident-ends.ts';
import { isToldByLogsOnly, type Outage } from '../../facts/outage.ts';
import { ownHop } from '../../facts/own-hop.ts';
import type { ObservedIncident } from '../../model/failure.ts';
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
  *analyze({ incidentEnds }, report) {
    for (const judged of incidentEnds) {
      const { incident } = judged;
      const verdict = verdictFor('shutdown', judged);
      if (verdict.status === 'during') {
        for (const { first, explains } of byContainer(verdict.ends)) {
          const { outage } = first;
          const hop = ownHop(incident, explains, outage);
          yield report(saysOf(outage, explains, incident), {
            ...endWithFailures(judged, outage, explains),
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

function saysOf(
  outage: Outage,
  explains: readonly number[],
  incident: ObservedIncident,
): 'stopsForUnknownReason' | 'failsAtReplacedPod' | 'failsAtStoppingPod' | 'failsWhilePodStops' {
  if (isToldByLogsOnly(outage)) return 'stopsForUnknownReason';
  if (outage.isInferred) return 'failsAtReplacedPod';
  return areSentTo(outage.pod, explains, incident) ? 'failsAtStoppingPod' : 'failsWhilePodStops';
}

/** True when most of these failures name this pod as their server. */
function areSentTo(pod: string, explains: readonly number[], incident: ObservedIncident): boolean {
  return explains.filter((index) => incident.failures[index]?.serverPod === pod).length >= explains.length / 2;
}
