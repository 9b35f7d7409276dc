import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningPod } from './running-pod.ts';

/** What a container uses now, as `kubectl top pods --containers` shows it. */
export interface ContainerUsage {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  /** Thousandths of a CPU. */
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** Milliseconds between the two looks. */
const window = 1000;

/** Looks twice at the control groups of the containers that run. */
export async function usageOf(pods: () => readonly RunningPod[], signal: AbortSignal): Promise<readonly ContainerUsage[]> {
  const before = look(pods());
  await sleep(window, undefined, { signal });
  return look(pods()).flatMap(({ key, cpuSeconds, ...rest }) => {
    const first = before.find((other) => other.key === key);
    return first === undefined ? [] : [{ ...rest, cpuMillis: Math.round((Math.max(0, cpuSeconds - first.cpuSeconds) * 1e6) / window) }];
  });
}

function look(pods: readonly RunningPod[]): readonly (Omit<ContainerUsage, 'cpuMillis'> & { readonly key: string; readonly cpuSeconds: number })[] {
  return pods.flatMap(({ namespace, name, uid, containers }) =>
    containers.flatMap(({ name: container, pid, cgroup }) =>
      cgroup === undefined || pid === undefined ? [] : [{ namespace, name, container, key: `${uid} ${container} ${pid}`, ...cgroup.usage() }],
    ),
  );
}
