import { evicted } from '../../causes/evicted.ts';
import { byContainer, clockTime, share } from '../../facts/end-texts.ts';
import { incidentEnds, verdictFor } from '../../facts/incident-ends.ts';
import { rowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** Observes pods that were evicted or lost their node, and whether requests to them failed at that time. */
export const eviction: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'eviction',
    title: 'Eviction',
    description: 'Compares the times at which pods were evicted, preempted or left without their node with the times at which requests to them failed.',
    references: [
      {
        title: 'Kubernetes: node-pressure eviction',
        url: 'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/',
        version: 'Kubernetes 1.34',
      },
      {
        title: 'Kubernetes: disruptions, pod disruption conditions',
        url: 'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  needs: { incidentEnds },
  messages: {
    // the cluster's own word for the end, in the time of the failures, at the server they were for
    evictedDuringFailures: {
      severity: 'critical',
      text: 'Pod {pod} is evicted at {time}, and {failures} failing requests fall in its absence.',
      bearsOn: [{ cause: evicted, as: 'proves' }],
    },
    goesForAnotherReason: {
      severity: 'info',
      text: 'Pod {pod} goes away at {time} without an eviction ({kind}), and the failing requests fall in its absence.',
      bearsOn: [{ cause: evicted, as: 'excludes' }],
    },
    evictedAtAnotherTime: {
      severity: 'info',
      text: 'Pod {pod} was evicted at {time}, and no failing request falls there.',
      bearsOn: [{ cause: evicted, as: 'excludes' }],
    },
    noPodEvicted: {
      severity: 'info',
      text: 'All {pods} pods of {target} are there from before the first failing request.',
      bearsOn: [{ cause: evicted, as: 'excludes' }],
    },
  },
  *analyze({ incidentEnds }, report) {
    for (const judged of incidentEnds) {
      const { incident } = judged;
      const verdict = verdictFor('eviction', judged);
      if (verdict.status === 'during') {
        for (const { first, explains } of byContainer(verdict.ends)) {
          const { outage } = first;
          yield report('evictedDuringFailures', {
            subject: outage.subject,
            incident: incident.id,
            explains,
            data: { pod: outage.subject.name, time: clockTime(outage.from), failures: share(explains, incident) },
            evidence: evidenceOf(outage.evidence[0], ...outage.evidence.slice(1, 4), ...rowsOf(incident, explains)),
          });
        }
      } else if (verdict.status === 'other') {
        const { outage, explains } = verdict.end;
        // a drain evicts by deleting: the deletion alone does not tell
        if (outage.kind === 'shutdown') continue;
        yield report('goesForAnotherReason', {
          subject: outage.subject,
          incident: incident.id,
          data: { pod: outage.subject.name, time: clockTime(outage.from), kind: outage.kind },
          evidence: evidenceOf(outage.evidence[0], ...rowsOf(incident, explains, 1)),
        });
      } else if (verdict.status === 'elsewhen') {
        const { outage } = verdict;
        yield report('evictedAtAnotherTime', {
          subject: outage.subject,
          incident: incident.id,
          data: { pod: outage.subject.name, time: clockTime(outage.from) },
          evidence: outage.evidence,
        });
      } else if (verdict.status === 'none') {
        const [first, ...rest] = judged.lookedAt;
        if (first !== undefined)
          yield report('noPodEvicted', {
            subject: targetRef(incident),
            incident: incident.id,
            data: { pods: judged.targetPods.length, target: incident.target },
            evidence: [first, ...rest],
          });
      }
    }
  },
});
