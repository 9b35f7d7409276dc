import type { Cgroup } from '../world/cgroup-files.ts';
import { type LogPaths, logPaths } from './container-logs.ts';
import type { PodWorker } from './pod-worker.ts';

/** A pod as the rest of the lab needs it. */
export interface RunningPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly ip?: string;
  /** Process that holds the pod's network namespace. */
  readonly networkPid?: number;
  /** The node's end of the pod's cable. */
  readonly link?: string;
  readonly containers: readonly RunningContainer[];
}

export interface RunningContainer {
  readonly name: string;
  /** Process id, while it runs. */
  readonly pid?: number;
  readonly cgroup?: Cgroup;
  readonly restarts: number;
  readonly logs: LogPaths;
}

export function describePod(worker: PodWorker): RunningPod {
  const { namespace, name, uid } = worker.pod().metadata;
  const network = worker.network();
  const ip = worker.ip();
  return {
    namespace,
    name,
    uid,
    ...(ip === undefined ? {} : { ip }),
    ...(network === undefined ? {} : { networkPid: network.pid, link: network.link }),
    containers: worker.containers().map((container): RunningContainer => {
      const { spec, restarts } = container.view();
      const attempt = container.current();
      return {
        name: spec.name,
        restarts,
        logs: logPaths(worker.folders.logs(spec.name)),
        ...(attempt === undefined ? {} : { pid: attempt.pid, ...(attempt.cgroup === undefined ? {} : { cgroup: attempt.cgroup }) }),
      };
    }),
  };
}
