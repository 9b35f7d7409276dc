import type { ContainerLog } from '../../artifacts/logs/types.ts';
import { indicesWhere } from '../../facts/incident-rows.ts';
import type { Pod } from '../../facts/pods.ts';
import { stringAt } from '../../formats/json.ts';
import { parseInstant } from '../../formats/time/index.ts';
import { istioDefaultMs } from '../../knowledge/versions/index.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import { type EpochMs, instant, type Milliseconds } from '../../model/time.ts';

/** A proxy that was told to drain though nothing told its pod to go, and the failures (indices) that follow. */
export interface DrainingProxy {
  readonly pod: string;
  readonly time: EpochMs;
  readonly drainMs: Milliseconds;
  readonly evidence: Evidence;
  readonly explains: readonly number[];
}

/** An agent drains, waits terminationDrainDuration and ends its proxy; with a preStop hook or /drain it may take the whole drain time. */
const drainMs: Milliseconds = istioDefaultMs('drainTime');

/**
 * Drains that the agent logs while the application's containers run on from before. The same line stands at the start of every ordinary
 * shutdown, so a pod that is going or gone, or whose application ended too, is none. Istio 1.20 to 1.31, pkg/envoy/agent.go.
 */
export function drainingProxies(
  incident: ObservedIncident,
  { logs, pods, ended }: { readonly logs: readonly ContainerLog[]; readonly pods: readonly Pod[]; readonly ended: ReadonlySet<number> },
): readonly DrainingProxy[] {
  return logs.flatMap(({ identity, signals }): readonly DrainingProxy[] => {
    const key = `${identity.namespace ?? ''}/${identity.pod ?? ''}`;
    const pod = pods.find((candidate) => candidate.key === key);
    const line = signals.find(({ id, time }) => id === 'envoy-draining' && time !== undefined);
    if (pod === undefined || line?.time === undefined || pod.deletedAt !== undefined || !appLivesOn(pod, line.time)) return [];
    const { time, text, at } = line;
    const explains = indicesWhere(
      incident,
      (failure) =>
        failure.serverPod === key &&
        failure.direction !== 'inbound' &&
        (failure.family === 'reset' || failure.family === 'connect' || failure.family === 'stream-reset') &&
        failure.end >= time &&
        failure.end <= time + drainMs,
    ).filter((index) => !ended.has(index));
    if (explains.length < 2) return [];
    return [{ pod: key, time, drainMs, evidence: { kind: 'log', at, text, time: instant(time) }, explains }];
  });
}

/** Every container of the application runs since before that moment. */
function appLivesOn(pod: Pod, time: EpochMs): boolean {
  const own = pod.containers.filter(({ isProxy, isInit }) => !isProxy && !isInit);
  return (
    own.length > 0 &&
    own.every(({ status }) => {
      const started = stringAt(status, 'state', 'running', 'startedAt');
      const since = started === undefined ? undefined : parseInstant(started);
      return since !== undefined && since < time;
    })
  );
}
