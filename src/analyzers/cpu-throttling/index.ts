import { usage } from '../../artifacts/host/index.ts';
import { snapshotTime } from '../../artifacts/snapshot-time.ts';
import { metricSeries as metricSeriesOf, metricsPages } from '../../artifacts/metrics/index.ts';
import { cpuSaturated } from '../../causes/cpu-saturated.ts';
import { hardlyPercent, throttlingDuring, throttlingOf, usesOf } from '../../facts/cpu-use.ts';
import { indicesWhere, rowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { targetPods } from '../../facts/target-evidence.ts';
import { traffic } from '../../facts/traffic.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { isNonEmpty } from '../../model/evidence.ts';

/** A full container works on in its next 100 ms period: below two of them nothing was starved. */
const slowMs = 200;
/** kubectl top shows a window of 15 to 60 s; a load that comes and goes is another one some minutes later. */
const momentMs = 300_000;

/** Observes whether the containers behind failing requests were at their CPU limit. */
export const cpuThrottling: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'cpu-throttling',
    title: 'Containers at their CPU limit',
    description:
      'Compares CPU use with limits and reads throttling counters. A figure of one moment names no cause by itself: it counts only for requests that were slow.',
    references: [
      {
        title: 'Kubernetes: resource management for pods and containers',
        url: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
      },
    ],
  },
  needs: { traffic },
  wants: { usage, metricsPages, metricSeries: metricSeriesOf, pods: podsFact, snapshotTime },
  messages: {
    atLimit: {
      severity: 'warning',
      text: 'Container {container} of {pod} uses {used}m of its limit of {limit}m CPU, and {count} of {failures} failures ran into a time limit.',
      bearsOn: [{ cause: cpuSaturated, as: 'supports' }],
    },
    // a figure of one moment tells nothing of an hour before
    atLimitLater: {
      severity: 'info',
      text: 'Container {container} of {pod} uses {used}m of its limit of {limit}m CPU, {later} after the last of the failures.',
      bearsOn: [{ cause: cpuSaturated, as: 'hints' }],
    },
    throttled: {
      severity: 'warning',
      text: 'Container {container} of {pod} was throttled in {percent} % of its CPU periods, and {count} of {failures} failures ran into a time limit.',
      bearsOn: [{ cause: cpuSaturated, as: 'supports' }],
    },
    farBelowLimit: {
      severity: 'info',
      text: 'No container of {target} uses more than {percent} % of its CPU limit.',
      bearsOn: [{ cause: cpuSaturated, as: 'opposes' }],
    },
    hardlyThrottled: {
      severity: 'info',
      text: 'No container of {target} was throttled in more than {percent} % of its CPU periods while requests failed.',
      bearsOn: [{ cause: cpuSaturated, as: 'opposes' }],
    },
    failuresAreQuick: {
      severity: 'info',
      text: 'No failure for {target} lasted longer than {longest} ms: nothing waited for CPU time.',
      bearsOn: [{ cause: cpuSaturated, as: 'opposes' }],
    },
  },
  *analyze({ traffic, usage = [], metricsPages = [], metricSeries = [], pods = [], snapshotTime }, report) {
    for (const incident of traffic.incidents) {
      const about = { subject: targetRef(incident), incident: incident.id };
      const failures = incident.failures.length;
      const slow = indicesWhere(
        incident,
        ({ family, durationMs }) => (family === 'timeout' || family === 'gave-up') && (durationMs === undefined || durationMs >= slowMs),
      );
      const own = targetPods(incident, pods);
      // a proxy short of CPU is another matter: strained-proxy
      const uses = usesOf(own, usage).filter(({ isProxy }) => !isProxy);
      const full = uses.filter(({ share }) => share >= 0.95);
      if (slow.length > 0) {
        for (const { pod, container, used, limit, evidence } of full) {
          const common = {
            ...about,
            subject: { kind: 'Pod', namespace: pod.namespace, name: pod.name, container },
            evidence: evidenceOf(evidence[0], ...evidence.slice(1), ...rowsOf(incident, slow)),
            explains: slow,
          };
          const data = { pod: pod.name, container, used, limit };
          const laterMs = (snapshotTime?.takenAt ?? incident.to) - incident.to;
          yield laterMs > momentMs
            ? report('atLimitLater', { ...common, data: { ...data, later: formatDuration(Math.round(laterMs / 1_000) * 1_000) } })
            : report('atLimit', { ...common, data: { ...data, count: slow.length, failures } });
        }
        for (const { pod, container, percent, evidence } of throttlingOf(own, metricsPages, metricSeries, incident).filter(({ isProxy }) => !isProxy)) {
          yield report('throttled', {
            ...about,
            subject: { kind: 'Pod', namespace: pod.namespace, name: pod.name, container },
            data: { pod: pod.name, container, percent, count: slow.length, failures },
            evidence: evidenceOf(evidence, ...rowsOf(incident, slow)),
            explains: slow,
          });
        }
      }
      const shown = uses.map(({ evidence }) => evidence[0]).slice(0, 4);
      if (isNonEmpty(shown) && uses.every(({ share }) => share < 0.5)) {
        yield report('farBelowLimit', {
          ...about,
          data: { target: incident.target, percent: Math.ceil(Math.max(...uses.map(({ share }) => share)) * 100) },
          evidence: shown,
        });
      }
      const timed = throttlingDuring(own, metricSeries, incident).filter(({ isProxy }) => !isProxy);
      const told = timed.map(({ evidence }) => evidence).slice(0, 4);
      if (isNonEmpty(told) && timed.every(({ percent }) => percent <= hardlyPercent)) {
        yield report('hardlyThrottled', {
          ...about,
          data: { target: incident.target, percent: Math.max(...timed.map(({ percent }) => percent)) },
          evidence: told,
        });
      }
      const durations = incident.failures.map(({ durationMs }) => durationMs ?? Number.POSITIVE_INFINITY);
      const longest = durations.reduce((most, duration) => Math.max(most, duration), 0);
      const rows = rowsOf(
        incident,
        incident.failures.map((_, index) => index),
      );
      if (longest < slowMs / 2 && incident.failures.every(({ family }) => family !== 'timeout' && family !== 'gave-up') && isNonEmpty(rows)) {
        yield report('failuresAreQuick', { ...about, data: { target: incident.target, longest }, evidence: rows });
      }
    }
  },
});
