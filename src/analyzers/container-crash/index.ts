import { appCrashed } from '../../causes/app-crashed.ts';
import { byContainer, clockTime, roughly, share } from '../../facts/end-texts.ts';
import { endElsewhen, endOfOtherKind, endWithFailures, noEnd } from '../../facts/end-details.ts';
import { incidentEnds, type FittingEnd, type IncidentEnds, verdictFor } from '../../facts/incident-ends.ts';
import { indicesWhere } from '../../facts/incident-rows.ts';
import { ownHop } from '../../facts/own-hop.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** Observes processes and workers that end by themselves, and whether requests failed at that time. */
export const containerCrash: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'container-crash',
    title: 'Container crash',
    description: 'Compares exit codes and last words of processes with the times at which requests to them failed.',
    references: [
      {
        title: 'Kubernetes: pod lifecycle, container states',
        url: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states',
        version: 'Kubernetes 1.34',
      },
      { title: 'Node.js: process, exit codes', url: 'https://nodejs.org/docs/latest-v24.x/api/process.html#exit-codes', version: 'Node.js 24' },
    ],
  },
  needs: { incidentEnds },
  messages: {
    // an exit by itself, in the seconds of the failures, at the server they were for
    crashedDuringFailures: {
      severity: 'critical',
      text: 'Container {container} of pod {pod} ends by itself at {time} ({exit}), and {failures} failing requests fall in its absence.',
      bearsOn: [{ cause: appCrashed, as: 'proves' }],
    },
    // no status: the process's own words, and connections that end in the same second
    lastWordsWithResets: {
      severity: 'critical',
      text: 'The log of container {container} of pod {pod} tells of a crash at {time}, and connections to it end in the same second; {failures} failing requests fall there.',
      bearsOn: [{ cause: appCrashed, as: 'proves' }],
    },
    lastWords: {
      severity: 'warning',
      text: 'The log of container {container} of pod {pod} tells of a crash near {time}, and {failures} failing requests fall there.',
      bearsOn: [{ cause: appCrashed, as: 'supports' }],
    },
    endsForUnknownReason: {
      severity: 'warning',
      text: 'Container {container} of pod {pod} ends at {time} without a known reason, and {failures} failing requests fall in its absence.',
      bearsOn: [{ cause: appCrashed, as: 'supports' }],
    },
    neverStaysUp: {
      severity: 'info',
      text: 'Container {container} of pod {pod} ends after each of its starts ({restarts} restarts): it is not a request that brings it down.',
      bearsOn: [{ cause: appCrashed, as: 'opposes' }],
    },
    endsForAnotherReason: {
      severity: 'info',
      text: 'Pod {pod} goes away at {time} for another reason than a crash ({kind}), and the failing requests fall in its absence.',
      bearsOn: [{ cause: appCrashed, as: 'excludes' }],
    },
    crashedAtAnotherTime: {
      severity: 'info',
      text: 'Container {container} of pod {pod} ended by itself at {time}, {away} away from the failing requests.',
      bearsOn: [{ cause: appCrashed, as: 'excludes' }],
    },
    // a worker may die under a living parent, and its log may be missing: less than an exclusion
    noContainerEnded: {
      severity: 'info',
      text: 'No container of {target} (pods: {pods}) ended while requests failed.',
      bearsOn: [{ cause: appCrashed, as: 'opposes' }],
    },
  },
  *analyze({ incidentEnds }, report) {
    for (const judged of incidentEnds) {
      const { incident } = judged;
      const loop = judged.loops.find(({ loop }) => loop.endsBy === undefined || loop.endsBy === 'crash' || loop.endsBy === 'unknown-end')?.loop;
      if (loop !== undefined) {
        yield report('neverStaysUp', {
          subject: loop.subject,
          incident: incident.id,
          data: { container: loop.container, pod: loop.subject.name, restarts: loop.restarts },
          evidence: loop.evidence,
        });
        continue;
      }
      const verdict = verdictFor('crash', judged);
      if (verdict.status === 'during' || verdict.status === 'unknown') {
        for (const { first, explains } of byContainer(verdict.ends)) {
          const { outage } = first;
          const hop = ownHop(incident, explains, outage);
          const common = { container: outage.container ?? '?', pod: outage.subject.name, time: clockTime(outage.from), failures: share(explains, incident) };
          const details = {
            ...endWithFailures(judged, outage, explains),
            ...(hop === undefined ? {} : { hop }),
          };
          if (verdict.status === 'unknown') yield report('endsForUnknownReason', { ...details, data: common });
          else if (outage.exitCode !== undefined)
            yield report('crashedDuringFailures', { ...details, data: { ...common, exit: `exit code ${outage.exitCode}` } });
          else if (hasResetsAt(first, judged)) yield report('lastWordsWithResets', { ...details, data: common });
          else yield report('lastWords', { ...details, data: common });
        }
      } else if (verdict.status === 'other') {
        yield report('endsForAnotherReason', endOfOtherKind(judged, verdict.end));
      } else if (verdict.status === 'elsewhen') {
        const { outage, awayMs } = verdict;
        yield report('crashedAtAnotherTime', {
          ...endElsewhen(judged, outage),
          data: { container: outage.container ?? '?', pod: outage.subject.name, time: clockTime(outage.from), away: roughly(awayMs) },
        });
      } else if (verdict.status === 'none') {
        for (const details of noEnd(judged)) yield report('noContainerEnded', details);
      }
    }
  },
});

/** Connections that end without an answer within a second and a half of a line whose time is known. */
function hasResetsAt({ outage }: FittingEnd, { incident }: IncidentEnds): boolean {
  if (outage.slackMs > 1_000 || outage.isInferred) return false;
  return indicesWhere(incident, (failure) => failure.family === 'reset' && Math.abs(failure.end - outage.from) <= 1_500).length > 0;
}
