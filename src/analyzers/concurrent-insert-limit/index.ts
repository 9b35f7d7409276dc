import { containerLogs } from '../../artifacts/logs/index.ts';
import { metricSeries as metricSeriesOf, metricsPages } from '../../artifacts/metrics/index.ts';
import type { MetricsPage } from '../../artifacts/metrics/types.ts';
import { vminsertOverloaded } from '../../causes/vminsert-overloaded.ts';
import { answersOf, clientAnswers } from '../../facts/client-answers.ts';
import { indicesWhere, rowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { storageTrouble } from '../../facts/storage-trouble.ts';
import { countedThrough, isVictoriaMetrics, metricOf, samplesOf, targetLogs, targetPages, targetPods } from '../../facts/target-evidence.ts';
import { traffic } from '../../facts/traffic.ts';
import { vmProcesses } from '../../facts/vm-processes.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { isNonEmpty } from '../../model/evidence.ts';
import { earlyCallers } from './early-callers.ts';
import { near, refusals } from './refusals.ts';
import { timedRefusals } from './timed-refusals.ts';

/** Observes whether the target refused writes at its own concurrent-insert limit when the failures came. */
export const concurrentInsertLimit: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'concurrent-insert-limit',
    title: 'Concurrent-insert limit of vminsert',
    description:
      'Looks for vminsert’s own sentence about its concurrent-insert limit in its log and in the bodies callers quote, and for the counters of that limit.',
    references: [{ title: 'VictoriaMetrics: lib/writeconcurrencylimiter', version: 'VictoriaMetrics v1.79 to v1.150.0' }],
  },
  needs: { traffic },
  wants: { containerLogs, clientAnswers, metricsPages, metricSeries: metricSeriesOf, pods: podsFact, storageTrouble, vmProcesses },
  messages: {
    // the sentence is written at the moment of the refusal: no other fault makes the process say it
    limitReached: {
      severity: 'critical',
      text: '{target} says {lines} times that its {limit} concurrent inserts are busy, at the time of {count} of {failures} failures.',
      bearsOn: [{ cause: vminsertOverloaded, as: 'proves' }],
    },
    // slots that wait for an unreachable vmstorage say the same sentence: then it is a symptom
    limitReachedBehindStorage: {
      severity: 'warning',
      text: '{target} says {lines} times that its {limit} concurrent inserts are busy while it cannot reach its vmstorage nodes.',
      bearsOn: [{ cause: vminsertOverloaded, as: 'hints' }],
    },
    // counters have no time, so they are ten times likelier with it than without, no more
    limitCounted: {
      severity: 'warning',
      text: '{target} counts {timeouts} writes refused and {reached} delayed at its limit of {limit} concurrent inserts.',
      bearsOn: [{ cause: vminsertOverloaded, as: 'supports' }],
    },
    limitCountedThen: {
      severity: 'warning',
      text: '{target} counts {timeouts} writes refused at its limit of concurrent inserts in the minutes of {count} of {failures} failures.',
      bearsOn: [{ cause: vminsertOverloaded, as: 'supports' }],
    },
    limitNotHitThen: {
      severity: 'info',
      text: '{target} counts no write refused at its limit of concurrent inserts while requests failed.',
      bearsOn: [{ cause: vminsertOverloaded, as: 'opposes' }],
    },
    // why a limit that is reached shows as a time-out of the caller and never as a 503
    callerGivesUpFirst: {
      severity: 'info',
      text: '{client} waits {wait} for an answer ({waitFlag}), and {target} would refuse a write at its limit of concurrent inserts only after {queue} ({queueFlag}): such a refusal never reaches {client}.',
      bearsOn: [],
    },
    limitNeverHit: {
      severity: 'info',
      text: '{target} counts no write refused at its limit of {limit} concurrent inserts since before the first failure.',
      bearsOn: [{ cause: vminsertOverloaded, as: 'excludes' }],
    },
    otherProgram: {
      severity: 'info',
      text: '{target} is no program of VictoriaMetrics.',
      bearsOn: [{ cause: vminsertOverloaded, as: 'excludes' }],
    },
  },
  *analyze(
    { traffic, containerLogs = [], clientAnswers = [], metricsPages = [], metricSeries = [], pods = [], storageTrouble = [], vmProcesses = [] },
    report,
  ) {
    for (const incident of traffic.incidents) {
      const about = { subject: targetRef(incident), incident: incident.id };
      const { target } = incident;
      if (isVictoriaMetrics(incident, pods, metricsPages) === false) {
        const [pod] = targetPods(incident, pods);
        if (pod !== undefined)
          yield report('otherProgram', {
            ...about,
            data: { target },
            evidence: [{ kind: 'absence', at: { ...pod.object.at, path: 'spec.containers' }, lookedFor: 'vminsert, vmsingle, vmagent' }],
          });
        continue;
      }
      const open = indicesWhere(incident, ({ family }) => family === 'answered' || family === 'timeout');
      const refused = refusals(targetLogs(incident, containerLogs, pods), answersOf(incident, clientAnswers));
      const explains = open.filter((index) => refused.some((refusal) => near(incident.failures[index], refusal)));
      const during = refused.filter((refusal) => explains.some((index) => near(incident.failures[index], refusal)));
      const pages = targetPages(incident, metricsPages, pods).filter(isVminsertPage);
      for (const { client, wait, queue } of earlyCallers(incident, vmProcesses)) {
        const data = { client, target, wait: formatDuration(wait.value), waitFlag: wait.flag, queue: formatDuration(queue.value), queueFlag: queue.flag };
        yield report('callerGivesUpFirst', {
          ...about,
          subject: { kind: 'Workload', name: client },
          data,
          evidence: evidenceOf(wait.from[0], queue.from[0], ...rowsOf(incident, open).slice(0, 1)),
        });
      }
      const [first] = during;
      if (first !== undefined) {
        const isBehindStorage = storageTrouble.some(
          ({ share, from, to, namespace }) =>
            share === 'all' &&
            from <= incident.to &&
            to >= incident.from &&
            (namespace === undefined || incident.targetNamespace === undefined || namespace === incident.targetNamespace),
        );
        const evidence = evidenceOf(first.evidence, ...rowsOf(incident, explains), ...pages.flatMap(figures).slice(0, 3));
        const data = { target, lines: during.length, limit: first.limit ?? '?' };
        if (isBehindStorage) yield report('limitReachedBehindStorage', { ...about, data, evidence, explains });
        else yield report('limitReached', { ...about, data: { ...data, count: explains.length, failures: incident.failures.length }, evidence, explains });
        continue;
      }
      const timed = timedRefusals(incident, metricSeries, pods);
      const counted = timed?.evidence ?? [];
      if (timed !== undefined && isNonEmpty(counted)) {
        const then = open.filter((index) => timed.spans.some((span) => near(incident.failures[index], span)));
        const evidence = evidenceOf(...counted, ...rowsOf(incident, then));
        if (timed.count === 0 && refused.length === 0) yield report('limitNotHitThen', { ...about, data: { target }, evidence });
        if (then.length > 0)
          yield report('limitCountedThen', {
            ...about,
            data: { target, timeouts: Math.round(timed.count), count: then.length, failures: incident.failures.length },
            evidence,
            explains: then,
          });
        continue;
      }
      const timeouts = sum(pages, 'vm_concurrent_insert_limit_timeout_total');
      const reached = sum(pages, 'vm_concurrent_insert_limit_reached_total');
      const limit = sum(pages, 'vm_concurrent_insert_capacity');
      const shown = pages.flatMap(figures);
      if (!isNonEmpty(shown)) continue;
      if (timeouts > 0) {
        if (open.length > 0)
          yield report('limitCounted', {
            ...about,
            data: { target, timeouts, reached, limit },
            evidence: evidenceOf(shown[0], ...shown.slice(1, 4), ...rowsOf(incident, open)),
            explains: open,
          });
      } else if (refused.length === 0 && coversServers(pages, incident)) {
        yield report('limitNeverHit', { ...about, data: { target, limit }, evidence: shown });
      }
    }
  },
});

function isVminsertPage(page: MetricsPage): boolean {
  return samplesOf(page, 'vm_concurrent_insert_capacity').length > 0;
}

/** Each pod that served the failing requests has a page whose counters reach back to before them. */
function coversServers(pages: readonly MetricsPage[], incident: Parameters<typeof countedThrough>[1]): boolean {
  const servers = new Set(incident.failures.flatMap(({ serverPod }) => serverPod ?? []));
  const paged = pages.filter((page) => countedThrough(page, incident)).map(({ source }) => source.pod);
  return (
    pages.every((page) => countedThrough(page, incident)) &&
    [...servers].every((server) => paged.some((pod) => pod !== undefined && server.endsWith(`/${pod}`)))
  );
}

function figures(page: MetricsPage): ReturnType<typeof metricOf>[] {
  return ['vm_concurrent_insert_limit_timeout_total', 'vm_concurrent_insert_capacity', 'vm_concurrent_insert_limit_reached_total'].flatMap((name) =>
    samplesOf(page, name).map((sample) => metricOf(page, sample)),
  );
}

function sum(pages: readonly MetricsPage[], name: string): number {
  return pages.flatMap((page) => samplesOf(page, name)).reduce((total, { value }) => total + value, 0);
}
