import { oomKilled } from '../../causes/oom-killed.ts';
import { byContainer, clockTime, roughly, share } from '../../facts/end-texts.ts';
import { endElsewhen, endOfOtherKind, endWithFailures, noEnd } from '../../facts/end-details.ts';
import { incidentEnds, verdictFor } from '../../facts/incident-ends.ts';
import { ownHop } from '../../facts/own-hop.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** Observes containers that were killed for memory, and whether requests failed at that time. */
export const containerOomKill: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'container-oom-kill',
    title: 'Container OOM kill',
    description: 'Compares the times at which containers were killed for memory with the times at which requests to them failed.',
    references: [
      {
        title: 'Kubernetes: assign memory resources to containers',
        url: 'https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/',
        version: 'Kubernetes 1.34',
      },
      {
        title: 'Kubernetes: ContainerStateTerminated in the API reference',
        url: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ContainerState',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  needs: { incidentEnds },
  messages: {
    // the kernel's own word for the end, in the seconds of the failures, at the server they were for: chance would need both at once
    killedDuringFailures: {
      severity: 'critical',
      text: 'Container {container} of pod {pod} is killed for memory at {time}, and {failures} failing requests fall in its absence.',
      bearsOn: [{ cause: oomKilled, as: 'proves' }],
    },
    // an earlier end whose reason status no longer has; the last one was for memory
    restartedBeforeKill: {
      severity: 'warning',
      text: 'Container {container} of pod {pod} restarts by {time} for a reason that status no longer holds, its last end is a kill for memory, and {failures} failing requests fall in its absence.',
      bearsOn: [{ cause: oomKilled, as: 'supports' }],
    },
    endsForUnknownReason: {
      severity: 'warning',
      text: 'Container {container} of pod {pod} ends at {time} without a known reason, and {failures} failing requests fall in its absence.',
      bearsOn: [{ cause: oomKilled, as: 'supports' }],
    },
    endsForAnotherReason: {
      severity: 'info',
      text: 'Pod {pod} goes away at {time} for another reason than memory ({kind}), and the failing requests fall in its absence.',
      bearsOn: [{ cause: oomKilled, as: 'excludes' }],
    },
    killedAtAnotherTime: {
      severity: 'info',
      text: 'Container {container} of pod {pod} was killed for memory at {time}, {away} away from the failing requests.',
      bearsOn: [{ cause: oomKilled, as: 'excludes' }],
    },
    noContainerEnded: {
      severity: 'info',
      text: 'No container of {target} (pods: {pods}) ended while requests failed.',
      bearsOn: [{ cause: oomKilled, as: 'excludes' }],
    },
  },
  *analyze({ incidentEnds }, report) {
    for (const judged of incidentEnds) {
      const { incident } = judged;
      const verdict = verdictFor('oom', judged);
      if (verdict.status === 'during' || verdict.status === 'unknown') {
        for (const { first, explains, ends } of byContainer(verdict.ends)) {
          const { outage } = first;
          const hop = ownHop(incident, explains, outage);
          const message =
            verdict.status === 'unknown' ? 'endsForUnknownReason' : ends.every((end) => end.outage.isInferred) ? 'restartedBeforeKill' : 'killedDuringFailures';
          yield report(message, {
            ...endWithFailures(judged, outage, explains),
            ...(hop === undefined ? {} : { hop }),
            data: { container: outage.container ?? '?', pod: outage.subject.name, time: clockTime(outage.from), failures: share(explains, incident) },
          });
        }
      } else if (verdict.status === 'other') {
        yield report('endsForAnotherReason', endOfOtherKind(judged, verdict.end));
      } else if (verdict.status === 'elsewhen') {
        const { outage, awayMs } = verdict;
        yield report('killedAtAnotherTime', {
          ...endElsewhen(judged, outage),
          data: { container: outage.container ?? '?', pod: outage.subject.name, time: clockTime(outage.from), away: roughly(awayMs) },
        });
      } else if (verdict.status === 'none') {
        for (const details of noEnd(judged)) yield report('noContainerEnded', details);
      }
    }
  },
});
