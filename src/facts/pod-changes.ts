import { metricsPages } from '../artifacts/metrics/index.ts';
import type { MetricsPage } from '../artifacts/metrics/types.ts';
import type { Change, ChangeKind } from '../model/change.ts';
import type { Evidence } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { instant } from '../model/time.ts';
import type { Outage, OutageKind } from './outage.ts';
import { outages } from './outages.ts';
import { type Pod, pods } from './pods.ts';
import { metricOf } from './target-evidence.ts';
import { workloadOfPodName } from './workload-name.ts';

const kinds: Readonly<Record<OutageKind, ChangeKind>> = {
  oom: 'outOfMemory',
  crash: 'crashed',
  liveness: 'probeKilled',
  eviction: 'evicted',
  shutdown: 'podStopped',
  'unknown-end': 'ended',
};

/** Ends, beginnings and readiness of pods, and starts of processes that count since when they run. */
export const podChanges: Fact<readonly Change[]> = defineFact({
  id: 'pod-changes',
  needs: {},
  wants: { outages, pods, metricsPages },
  derive: ({ outages, pods, metricsPages }) => {
    const ended = Map.groupBy(outages ?? [], ({ pod, kind, from }) => `${pod} ${kind} ${kind === 'shutdown' ? Math.floor(from / 1_000) : from}`);
    return [
      // the containers of a pod that is told to stop are told together
      ...[...ended.values()].flatMap(([first]) => (first === undefined ? [] : [endOf(first)])),
      ...(pods ?? []).flatMap(beginningsOf),
      ...(metricsPages ?? []).flatMap(startOf),
    ];
  },
});

function endOf(outage: Outage): Change {
  const [first] = outage.evidence;
  const isStop = outage.kind === 'shutdown' || outage.kind === 'eviction';
  const { container: _container, ...pod } = outage.subject;
  return {
    time: outage.from,
    slackMs: outage.slackMs,
    kind: outage.isInferred && isStop ? 'podReplaced' : kinds[outage.kind],
    source: sourceOf(first),
    subject: isStop ? pod : outage.subject,
    detail: outage.exitCode === undefined ? (outage.reason ?? '-') : `exit code ${outage.exitCode}`,
    workload: `${outage.workload}.${outage.namespace}`,
    evidence: outage.evidence,
  };
}

function sourceOf({ kind, at }: Evidence): Change['source'] {
  return kind === 'log' || kind === 'event' || kind === 'metric' ? kind : at.artifact === 'access-logs' ? 'log' : 'object';
}

function beginningsOf({ object, createdAt, readySince, isReady, workload, namespace }: Pod): readonly Change[] {
  const common = { slackMs: 1_000, source: 'object', subject: object.ref, detail: '-', workload: `${workload.name}.${namespace}` } as const;
  const field = (path: string, time: number): Evidence => ({ kind: 'field', at: { ...object.at, path }, value: instant(time) });
  return [
    ...(createdAt === undefined
      ? []
      : [{ ...common, kind: 'podCreated', time: createdAt, evidence: [field('metadata.creationTimestamp', createdAt)] } satisfies Change]),
    ...(readySince === undefined || isReady === false
      ? []
      : [{ ...common, kind: 'podReady', time: readySince, evidence: [field('status.conditions', readySince)] } satisfies Change]),
  ];
}

/** `process_start_time_seconds` of the Prometheus client libraries, `vm_app_start_timestamp` of VictoriaMetrics. */
function startOf(page: MetricsPage): readonly Change[] {
  const { namespace, pod, container } = page.source;
  const start = page.samples.find(({ name }) => name === 'process_start_time_seconds' || name === 'vm_app_start_timestamp');
  if (start === undefined || pod === undefined || start.value < 1e9) return [];
  return [
    {
      time: start.value * 1_000,
      slackMs: 1_000,
      kind: 'processStarted',
      source: 'metric',
      subject: { kind: 'Pod', ...(namespace === undefined ? {} : { namespace }), name: pod, ...(container === undefined ? {} : { container }) },
      detail: '-',
      workload: `${workloadOfPodName(pod)}.${namespace ?? 'default'}`,
      evidence: [metricOf(page, start)],
    },
  ];
}
