import { shutdownRace } from '../../causes/shutdown-race.ts';
import { byContainer, clockTime, share } from '../../facts/end-texts.ts';
import { incidentEnds, verdictFor } from '../../facts/incident-ends.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { rowsOf } from '../../facts/incident-rows.ts';
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
          yield report(outage.isInferred ? 'failsAtReplacedPod' : areSentTo(outage.pod, explains, incident) ? 'failsAtStoppingPod' : 'failsWhilePodStops', {
            subject: outage.subject,
            incident: incident.id,
            explains,
            data: { pod: outage.subject.name, time: clockTime(outage.from), failures: share(explains, incident) },
            evidence: evidenceOf(outage.evidence[0], ...outage.evidence.slice(1, 4), ...rowsOf(incident, explains)),
          });
        }
      } else if (verdict.status === 'other') {
        const { outage, explains } = verdict.end;
        // an eviction stops a pod in the same way
        if (outage.kind === 'eviction') continue;
        yield report('goesForAnotherReason', {
          subject: outage.subject,
          incident: incident.id,
          data: { pod: outage.subject.name, time: clockTime(outage.from), kind: outage.kind },
          evidence: evidenceOf(outage.evidence[0], ...rowsOf(incident, explains, 1)),
        });
      } else if (verdict.status === 'elsewhen') {
        const { outage } = verdict;
        yield report('stopsWithoutFailures', {
          subject: outage.subject,
          incident: incident.id,
          data: { pod: outage.subject.name, time: clockTime(outage.from) },
          evidence: outage.evidence,
        });
      } else if (verdict.status === 'none') {
        const [first, ...rest] = judged.lookedAt;
        if (first !== undefined)
          yield report('noPodStops', {
            subject: targetRef(incident),
            incident: incident.id,
            data: { pods: judged.targetPods.length, target: incident.target },
            evidence: [first, ...rest],
          });
      }
    }
  },
});

/** True when most of these failures name this pod as their server. */
function areSentTo(pod: string, explains: readonly number[], incident: ObservedIncident): boolean {
  return explains.filter((index) => incident.failures[index]?.serverPod === pod).length >= explains.length / 2;
}
