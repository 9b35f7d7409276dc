import { livenessKilled } from '../../causes/liveness-killed.ts';
import { byContainer, clockTime, share } from '../../facts/end-texts.ts';
import { endElsewhen, endOfOtherKind, endWithFailures, noEnd } from '../../facts/end-details.ts';
import { type FittingEnd, incidentEnds, type IncidentEnds, verdictFor } from '../../facts/incident-ends.ts';
import { objectAt } from '../../formats/json.ts';
import type { Evidence } from '../../model/evidence.ts';
import { isToldByLogsOnly } from '../../facts/outage.ts';
import { ownHop } from '../../facts/own-hop.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** Observes containers that the kubelet kills for a failing liveness or start-up probe, and whether requests failed at that time. */
export const livenessKill: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'liveness-kill',
    title: 'Liveness kill',
    description:
      'Compares the times at which the kubelet stopped containers for a failing liveness or start-up probe with the times at which requests to them failed.',
    references: [
      {
        title: 'Kubernetes: liveness, readiness and startup probes',
        url: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  needs: { incidentEnds },
  messages: {
    // the kubelet's own word for the end, in the seconds of the failures, at the server they were for
    killedDuringFailures: {
      severity: 'critical',
      text: 'The kubelet stops container {container} of pod {pod} at {time} because its probe fails, and {failures} failing requests fall in its absence.',
      bearsOn: [{ cause: livenessKilled, as: 'proves' }],
    },
    endsForUnknownReason: {
      severity: 'warning',
      text: 'Container {container} of pod {pod}, which has a liveness probe, ends at {time} without a known reason and starts again, and {failures} failing requests fall in its absence.',
      bearsOn: [{ cause: livenessKilled, as: 'supports' }],
    },
    hasNoProbe: {
      severity: 'info',
      text: 'Container {container} of pod {pod} ends at {time} and has neither a liveness nor a start-up probe.',
      bearsOn: [{ cause: livenessKilled, as: 'excludes' }],
    },
    endsForAnotherReason: {
      severity: 'info',
      text: 'Pod {pod} goes away at {time} for another reason than a probe ({kind}), and the failing requests fall in its absence.',
      bearsOn: [{ cause: livenessKilled, as: 'excludes' }],
    },
    killedAtAnotherTime: {
      severity: 'info',
      text: 'The kubelet stopped container {container} of pod {pod} for a failing probe at {time}, and no failing request falls there.',
      bearsOn: [{ cause: livenessKilled, as: 'excludes' }],
    },
    noContainerEnded: {
      severity: 'info',
      text: 'No container of {target} (pods: {pods}) ended while requests failed.',
      bearsOn: [{ cause: livenessKilled, as: 'excludes' }],
    },
  },
  *analyze({ incidentEnds }, report) {
    for (const judged of incidentEnds) {
      const { incident } = judged;
      const verdict = verdictFor('liveness', judged);
      if (verdict.status === 'during' || verdict.status === 'unknown') {
        for (const { first, explains } of byContainer(verdict.ends)) {
          const { outage } = first;
          const hop = ownHop(incident, explains, outage);
          const common = { container: outage.container ?? '?', pod: outage.subject.name, time: clockTime(outage.from) };
          const withoutProbe = verdict.status === 'unknown' ? noProbe(first, judged) : undefined;
          if (withoutProbe !== undefined) {
            yield report('hasNoProbe', { subject: outage.subject, incident: incident.id, data: common, evidence: [withoutProbe] });
            continue;
          }
          yield report(verdict.status === 'during' ? 'killedDuringFailures' : 'endsForUnknownReason', {
            ...endWithFailures(judged, outage, explains),
            ...(hop === undefined ? {} : { hop }),
            data: { ...common, failures: share(explains, incident) },
          });
        }
      } else if (verdict.status === 'other') {
        // the kubelet's SIGTERM for a probe looks like any other to the process
        if (verdict.end.outage.kind === 'shutdown' && isToldByLogsOnly(verdict.end.outage)) continue;
        yield report('endsForAnotherReason', endOfOtherKind(judged, verdict.end));
      } else if (verdict.status === 'elsewhen') {
        const { outage } = verdict;
        yield report('killedAtAnotherTime', {
          ...endElsewhen(judged, outage),
          data: { container: outage.container ?? '?', pod: outage.subject.name, time: clockTime(outage.from) },
        });
      } else if (verdict.status === 'none') {
        for (const details of noEnd(judged)) yield report('noContainerEnded', details);
      }
    }
  },
});

/** Where a probe was looked for and is not; undefined when there is one, or the container's spec is not known. */
function noProbe({ outage }: FittingEnd, { targetPods }: IncidentEnds): Evidence | undefined {
  const pod = targetPods.find((candidate) => candidate.key === outage.pod);
  const container = pod?.containers.find((candidate) => candidate.name === outage.container);
  if (pod === undefined || container === undefined || pod.object.partial === true) return undefined;
  if (objectAt(container.spec, 'livenessProbe') !== undefined || objectAt(container.spec, 'startupProbe') !== undefined) return undefined;
  return { kind: 'absence', at: { ...pod.object.at, path: container.specPath }, lookedFor: 'livenessProbe, startupProbe' };
}
