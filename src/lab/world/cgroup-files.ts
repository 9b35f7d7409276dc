import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTree } from './cgroup-tree.ts';

export interface CgroupLimits {
  readonly memoryBytes?: number;
  /** CPUs, for example 0.5. */
  readonly cpus?: number;
}

/** The control group of one container. */
export interface Cgroup {
  /** Files a process writes its id to, to enter. */
  readonly procs: readonly string[];
  /** Processes killed for want of memory so far. */
  readonly oomKills: () => number;
  /** Periods of 100 ms, and those in which the CPU limit stopped the group. */
  readonly throttled: () => { readonly periods: number; readonly throttledPeriods: number; readonly throttledSeconds: number };
  readonly usage: () => { readonly memoryBytes: number; readonly cpuSeconds: number };
  /** Removes the group; its processes must be gone. */
  readonly remove: () => void;
}

/** A group of version 1: one folder per hierarchy. */
export function version1(folders: readonly string[], limits: CgroupLimits): Cgroup {
  // `cpu` and `cpuacct` may be one hierarchy or two; each file stands in the folder that has it.
  const file = (name: string): string | undefined => folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  const set = (name: string, value: number): void => {
    const path = file(name);
    if (path !== undefined) writeFileSync(path, `${value}`);
  };
  if (limits.memoryBytes !== undefined) {
    set('memory.limit_in_bytes', limits.memoryBytes);
    set('memory.memsw.limit_in_bytes', limits.memoryBytes);
  }
  if (limits.cpus !== undefined) {
    set('cpu.cfs_period_us', 100_000);
    set('cpu.cfs_quota_us', quota(limits.cpus));
  }
  return {
    procs: folders.map((folder) => join(folder, 'cgroup.procs')),
    oomKills: () => keyed(file('memory.oom_control'))['oom_kill'] ?? 0,
    throttled: () => {
      const { nr_periods = 0, nr_throttled = 0, throttled_time = 0 } = keyed(file('cpu.stat'));
      return { periods: nr_periods, throttledPeriods: nr_throttled, throttledSeconds: throttled_time / 1e9 };
    },
    usage: () => ({
      memoryBytes: Math.max(0, single(file('memory.usage_in_bytes')) - (keyed(file('memory.stat'))['total_inactive_file'] ?? 0)),
      cpuSeconds: single(file('cpuacct.usage')) / 1e9,
    }),
    remove: () => folders.forEach(removeTree),
  };
}

/** A group of version 2: one folder. */
export function version2(folders: readonly string[], limits: CgroupLimits): Cgroup {
  const [folder = ''] = folders;
  const file = (name: string): string => join(folder, name);
  if (limits.memoryBytes !== undefined) {
    writeFileSync(file('memory.max'), `${limits.memoryBytes}`);
    if (existsSync(file('memory.swap.max'))) writeFileSync(file('memory.swap.max'), '0');
    // The kubelet has all of a container killed, not one process of it (Kubernetes 1.28 and later, control groups v2).
    writeFileSync(file('memory.oom.group'), '1');
  }
  if (limits.cpus !== undefined) writeFileSync(file('cpu.max'), `${quota(limits.cpus)} 100000`);
  return {
    procs: [file('cgroup.procs')],
    oomKills: () => keyed(file('memory.events'))['oom_kill'] ?? 0,
    throttled: () => {
      const { nr_periods = 0, nr_throttled = 0, throttled_usec = 0 } = keyed(file('cpu.stat'));
      return { periods: nr_periods, throttledPeriods: nr_throttled, throttledSeconds: throttled_usec / 1e6 };
    },
    usage: () => ({
      memoryBytes: Math.max(0, single(file('memory.current')) - (keyed(file('memory.stat'))['inactive_file'] ?? 0)),
      cpuSeconds: (keyed(file('cpu.stat'))['usage_usec'] ?? 0) / 1e6,
    }),
    remove: () => folders.forEach(removeTree),
  };
}

/** Microseconds of each 100 ms; the kernel takes no less than 1 ms. */
function quota(cpus: number): number {
  return Math.max(1000, Math.round(cpus * 100_000));
}

/** Lines `name number` of a statistics file. */
function keyed(path: string | undefined): Readonly<Record<string, number>> {
  if (path === undefined || !existsSync(path)) return {};
  const pairs = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  return Object.fromEntries(pairs.map(([name = '', value]) => [name, Number(value)]));
}

function single(path: string | undefined): number {
  return path === undefined || !existsSync(path) ? 0 : Number(readFileSync(path, 'utf8'));
}
