import { kernelLog } from '../artifacts/host/index.ts';
import type { KernelLine } from '../artifacts/host/types.ts';
import { nodes } from '../artifacts/kubernetes/kinds.ts';
import { accessLogs, containerLogs } from '../artifacts/logs/index.ts';
import { metricSeries } from '../artifacts/metrics/index.ts';
import { snapshotTime } from '../artifacts/snapshot-time.ts';
import { stringAt } from '../formats/json.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { events } from './events.ts';
import type { LifeEvent } from './life-event.ts';
import { lifeFromEvent, runs } from './pod-life-events.ts';
import { lifeFromNode, lifeFromNodeEvent } from './pod-life-nodes.ts';
import { lifeFromSeries } from './pod-life-series.ts';
import { replacedPods } from './pod-life-replaced.ts';
import { lifeFromLog } from './pod-life-log.ts';
import { lifeFromStatus, lifeOf } from './pod-life-status.ts';
import { type Pod, pods } from './pods.ts';

export type { LifeEvent, LifeKind } from './life-event.ts';

/** The lives of pods and containers, from status, events, logs, kernel and recorded series, in order of time. */
export const podLife: Fact<readonly LifeEvent[]> = defineFact({
  id: 'pod-life',
  needs: {},
  wants: { pods, events, nodes, containerLogs, kernelLog, accessLogs, metricSeries, snapshotTime },
  derive: ({ pods, events, nodes, containerLogs, kernelLog, accessLogs, metricSeries, snapshotTime }) => {
    const byName = new Map((pods ?? []).map((pod) => [pod.key, pod]));
    const logs = containerLogs ?? [];
    const told: readonly LifeEvent[] = [
      ...(pods ?? []).flatMap(lifeFromStatus),
      ...(events ?? []).flatMap((event) => [...lifeFromEvent(event, byName), ...lifeFromNodeEvent(event, pods ?? [])]),
      ...(nodes ?? []).flatMap((node) => lifeFromNode(node, pods ?? [])),
      ...logs.flatMap((log) => lifeFromLog(log, byName, logs)),
      ...replacedPods(accessLogs ?? [], pods ?? [], snapshotTime?.takenAt),
      ...(kernelLog ?? []).flatMap((line) => lifeFromKernel(line, pods ?? [])),
    ];
    return [...told, ...lifeFromSeries(metricSeries ?? [], byName, told)].toSorted(
      (a, b) => a.time - b.time || a.pod.localeCompare(b.pod) || a.kind.localeCompare(b.kind) || (a.container ?? '').localeCompare(b.container ?? ''),
    );
  },
});

/** A kernel's memory kill names the pod by uid, or only the process: then the one pod that runs such a process is meant. */
function lifeFromKernel(line: KernelLine, all: readonly Pod[]): readonly LifeEvent[] {
  if (line.kind !== 'oom-kill' || line.time === undefined) return [];
  const byUid = line.podUid === undefined ? undefined : all.find((pod) => stringAt(pod.object.object, 'metadata', 'uid') === line.podUid);
  const byProcess = all.filter((pod) => pod.containers.some((container) => runs(container, line.process)));
  const pod = byUid ?? (line.podUid === undefined && byProcess.length === 1 ? byProcess[0] : undefined);
  if (pod === undefined) return [];
  const container = pod.containers.find((candidate) => runs(candidate, line.process));
  return [
    {
      ...lifeOf(pod),
      time: line.time,
      slackMs: 1_000,
      kind: 'oom-kill',
      ...(container === undefined ? {} : { container: container.name }),
      isProxy: container?.isProxy ?? false,
      count: 1,
      reason: 'kernel',
      subject: pod.object.ref,
      evidence: [{ kind: 'log', at: line.at, text: line.text }],
    },
  ];
}
