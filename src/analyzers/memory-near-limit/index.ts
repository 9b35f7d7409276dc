import { metricSeries as metricSeriesOf } from '../../artifacts/metrics/index.ts';
import { oomKilled } from '../../causes/oom-killed.ts';
import { endWithFailures } from '../../facts/end-details.ts';
import { byContainer, clockTime, roughly, share } from '../../facts/end-texts.ts';
import { incidentEnds } from '../../facts/incident-ends.ts';
import { evidenceOf } from '../../facts/incident-target.ts';
import { memoryBefore } from '../../facts/memory-use.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** The kernel kills at the limit; a scrape shows what was some seconds before. */
const fullPercent = 90;
/** Below this a container would have to double within a scrape. */
const roomPercent = 60;
const fewestPoints = 3;

/** Observes how full the memory of containers was before they ended while requests failed. */
export const memoryNearLimit: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'memory-near-limit',
    title: 'Memory near its limit',
    description: 'Compares the recorded memory of containers that ended while requests failed with their limits.',
    references: [
      {
        title: 'Kubernetes: assign memory resources to containers',
        url: 'https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/',
        version: 'Kubernetes 1.34',
      },
      {
        title: 'kube-state-metrics: pod metrics',
        url: 'https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/pod-metrics.md',
        version: 'v2.17',
      },
    ],
  },
  needs: { incidentEnds },
  wants: { metricSeries: metricSeriesOf, pods: podsFact },
  messages: {
    fullBeforeEnd: {
      severity: 'warning',
      text: 'Container {container} of pod {pod} used {percent} % of its memory limit of {limit} MiB {before} before it ended by {time}, and {failures} failing requests fall in its absence.',
      bearsOn: [{ cause: oomKilled, as: 'supports' }],
    },
    // a single allocation can still fill it between two scrapes
    roomBeforeEnd: {
      severity: 'info',
      text: 'Container {container} of pod {pod} used at most {percent} % of its memory limit of {limit} MiB in the ten minutes before it ended by {time}.',
      bearsOn: [{ cause: oomKilled, as: 'opposes' }],
    },
  },
  *analyze({ incidentEnds, metricSeries = [], pods = [] }, report) {
    for (const judged of incidentEnds) {
      // who is told to stop or evicted ends for another reason, however full
      const ends = judged.ends.filter(({ outage: { kind } }) => kind === 'oom' || kind === 'unknown-end' || kind === 'crash');
      for (const { first, explains } of byContainer(ends)) {
        const { outage } = first;
        const use = memoryBefore(outage, metricSeries, pods);
        if (use === undefined) continue;
        const common = endWithFailures(judged, outage, explains);
        const data = {
          container: outage.container ?? '?',
          pod: outage.subject.name,
          percent: use.percent,
          limit: Math.round(use.limit / 1024 ** 2),
          time: clockTime(outage.from),
        };
        const evidence = evidenceOf(...use.evidence, ...common.evidence);
        if (use.percent >= fullPercent)
          yield report('fullBeforeEnd', {
            ...common,
            evidence,
            data: { ...data, before: roughly(use.beforeMs), failures: share(explains, judged.incident) },
          });
        else if (use.percent < roomPercent && use.isLimitRecorded && use.points >= fewestPoints && outage.kind !== 'oom')
          yield report('roomBeforeEnd', { subject: common.subject, incident: common.incident, evidence, data });
      }
    }
  },
});
