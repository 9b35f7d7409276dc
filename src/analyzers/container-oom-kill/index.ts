import { oomKilled } from '../../causes/oom-killed.ts';
import { byContainer, clockTime, roughly, share } from '../../facts/end-texts.ts';
import { incidentEnds, verdictFor } from '../../facts/incident-ends.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { rowsOf } from '../../facts/incident-rows.ts';
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
      const target = targetRef(incident);
      if (verdict.status === 'during' || verdict.status === 'unknown') {
        for (const { first, explains, ends } of byContainer(verdict.ends)) {
          const { outage } = first;
          const hop = ownHop(incident, explains, outage);
          const message =
            verdict.status === 'unknown' ? 'endsForUnknownReason' : ends.every((end) => end.outage.isInferred) ? 'restartedBeforeKill' : 'killedDuringFailures';
          yield report(message, {
            subject: outage.subject,
            incident: incident.id,
            explains,
            ...(hop === undefined ? {} : { hop }),
            data: { container: outage.container ?? '?', pod: outage.subject.name, time: clockTime(outage.from), failures: share(explains, incident) },
            evidence: evidenceOf(outage.evidence[0], ...outage.evidence.slice(1, 4), ...rowsOf(incident, explains)),
          });
        }
      } else if (verdict.status === 'other') {
        const { outage, explains } = verdict.end;
        yield report('endsForAnotherReason', {
          subject: outage.subject,
          incident: incident.id,
          data: { pod: outage.subject.name, time: clockTime(outage.from), kind: outage.kind },
          evidence: evidenceOf(outage.evidence[0], ...rowsOf(incident, explains, 1)),
        });
      } else if (verdict.status === 'elsewhen') {
        const { outage, awayMs } = verdict;
        yield report('killedAtAnotherTime', {
          subject: outage.subject,
          incident: incident.id,
          data: { container: outage.container ?? '?', pod: outage.subject.name, time: clockTime(outage.from), away: roughly(awayMs) },
          evidence: outage.evidence,
        });
      } else if (verdict.status === 'none') {
        const [first, ...rest] = judged.lookedAt;
        if (first !== undefined)
          yield report('noContainerEnded', {
            subject: target,
            incident: incident.id,
            data: { pods: judged.targetPods.length, target: incident.target },
            evidence: [first, ...rest],
          });
      }
    }
  },
});
