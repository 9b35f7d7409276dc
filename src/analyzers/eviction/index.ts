import { evicted } from '../../causes/evicted.ts';
import { byContainer, clockTime, share } from '../../facts/end-texts.ts';
import { endElsewhen, endOfOtherKind, endWithFailures, noEnd } from '../../facts/end-details.ts';
import { incidentEnds, verdictFor } from '../../facts/incident-ends.ts';
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
    // the pod may live on a node whose kubelet alone is silent; then requests do not fail
    nodeLostDuringFailures: {
      severity: 'critical',
      text: 'The node of pod {pod} is not ready from {time} on, a minute at most after it was lost, and {failures} failing requests fall in that time.',
      bearsOn: [{ cause: evicted, as: 'supports' }],
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
          yield report(outage.isNodeLost === true ? 'nodeLostDuringFailures' : 'evictedDuringFailures', {
            ...endWithFailures(judged, outage, explains),
            data: { pod: outage.subject.name, time: clockTime(outage.from), failures: share(explains, incident) },
          });
        }
      } else if (verdict.status === 'other') {
        // a drain evicts by deleting: the deletion alone does not tell
        if (verdict.end.outage.kind === 'shutdown') continue;
        yield report('goesForAnotherReason', endOfOtherKind(judged, verdict.end));
      } else if (verdict.status === 'elsewhen') {
        const { outage } = verdict;
        yield report('evictedAtAnotherTime', {
          ...endElsewhen(judged, outage),
          data: { pod: outage.subject.name, time: clockTime(outage.from) },
        });
      } else if (verdict.status === 'none') {
        for (const details of noEnd(judged)) yield report('noPodEvicted', details);
      }
    }
  },
});
