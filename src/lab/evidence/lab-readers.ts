import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EpochMs } from '../../model/time.ts';
import type { Kubelet } from '../kubelet/start-kubelet.ts';
import { kernelLines } from './kernel-lines.ts';
import { podUids } from './pod-uids.ts';
import { type Exec, readersByExec } from './readers-by-exec.ts';
import type { ContainerUsage, EvidenceReaders } from './readers.ts';

export interface LabReadersOptions {
  readonly kubelet: Pick<Kubelet, 'pod' | 'pods'>;
  /** The path of lab/apps/get.mjs. */
  readonly getScript: string;
  /** When the lab began: older lines of the kernel's log are not its own. */
  readonly since: EpochMs;
  /** Whose pods the kernel's words are kept for, besides those of Istio's root namespace, which serve all. Default: all of the lab. */
  readonly namespaces?: readonly string[];
}

/** What the lab's own processes say: programs run in the network of a pod or on the node, usage is read from control groups. */
export function labReaders({ kubelet, getScript, since, namespaces }: LabReadersOptions): EvidenceReaders {
  const readers = readersByExec(execIn(kubelet), [process.execPath, getScript]);
  const concerned = namespaces === undefined ? undefined : [...namespaces, 'istio-system'];
  return {
    ...readers,
    onNode: async (page, signal) => {
      const text = await readers.onNode(page, signal);
      if (page !== 'kernel-log') return text;
      return kernelLines(text, { since, pods: podUids(kubelet, concerned), networks: networksOf(kubelet, concerned) });
    },
    usage: (signal) => usageOf(kubelet, signal),
  };
}

/** The inode numbers of the pods' network namespaces. */
function networksOf(kubelet: Pick<Kubelet, 'pods'>, namespaces: readonly string[] | undefined): ReadonlySet<string> {
  const own = kubelet.pods().filter(({ namespace }) => namespaces === undefined || namespaces.includes(namespace));
  return new Set(
    own.flatMap(({ networkPid }) => {
      if (networkPid === undefined) return [];
      try {
        return `${statSync(`/proc/${networkPid}/ns/net`).ino}`;
      } catch {
        return []; // the pod has just gone
      }
    }),
  );
}

/** A configuration dump of a large mesh; a page above this is given up. */
const MOST_BYTES = 256 * 1024 ** 2;

function execIn(kubelet: Pick<Kubelet, 'pod'>): Exec {
  return async ([program = '', ...args], { pod, signal }) => {
    const pid = pod === undefined ? undefined : kubelet.pod(`${pod.namespace}/${pod.name}`)?.networkPid;
    if (pod !== undefined && pid === undefined) throw new Error(`${pod.namespace}/${pod.name} has no network of its own`);
    const enter = pid === undefined ? [] : ['nsenter', '--target', String(pid), '--net', '--'];
    const [first = '', ...rest] = [...enter, program, ...args];
    return run(first, rest, program, signal);
  };
}

/** Fails with what the program itself said, since the whole command would put paths of this machine into a bundle. */
function run(file: string, args: readonly string[], program: string, signal: AbortSignal): Promise<string> {
  const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' };
  return new Promise((resolve, reject) => {
    execFile(file, args, { signal, maxBuffer: MOST_BYTES, encoding: 'utf8', env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim() || `${basename(program)} failed (${error.code ?? error.name})`));
    });
  });
}

/** How long CPU time is watched. `kubectl top` averages over 15 s or more; the lab has not the time. */
const WATCHED_MS = 1000;

async function usageOf(kubelet: Pick<Kubelet, 'pods'>, signal: AbortSignal): Promise<readonly ContainerUsage[]> {
  const before = readings(kubelet);
  const start = performance.now();
  await sleep(WATCHED_MS, undefined, { signal });
  const seconds = (performance.now() - start) / 1000;
  return readings(kubelet).flatMap(({ cpuSeconds, ...usage }) => {
    const earlier = before.find((one) => one.namespace === usage.namespace && one.name === usage.name && one.container === usage.container);
    return earlier === undefined || cpuSeconds < earlier.cpuSeconds ? [] : [{ ...usage, cpuMillis: ((cpuSeconds - earlier.cpuSeconds) / seconds) * 1000 }];
  });
}

function readings(kubelet: Pick<Kubelet, 'pods'>): readonly (Omit<ContainerUsage, 'cpuMillis'> & { readonly cpuSeconds: number })[] {
  return kubelet
    .pods()
    .flatMap(({ namespace, name, containers }) =>
      containers.flatMap((container) =>
        container.cgroup === undefined || container.pid === undefined ? [] : [{ namespace, name, container: container.name, ...container.cgroup.usage() }],
      ),
    );
}
