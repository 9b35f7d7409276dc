import { chownSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import type { Cgroup } from '../world/cgroup-files.ts';
import type { Bind } from '../world/launch-command.ts';
import { exitCode, type LabProcess, startProcess } from '../world/process.ts';
import { canBecome } from '../world/user-ids.ts';
import { openAttemptLog } from './container-logs.ts';
import type { Terminated } from './container-view.ts';
import { ConfigError, containerEnv } from './env.ts';
import type { Container } from './pod.ts';
import { type PodRuntime, tell } from './pod-runtime.ts';
import type { ExecInContainer } from './probe-request.ts';
import { commandOf, findProgram, runsInOwnRoot } from './program.ts';
import { quantity } from './quantity.ts';
import { linkMounts } from './volumes.ts';

/** One start of a container. */
export interface Attempt {
  readonly pid: number;
  readonly containerId: string;
  readonly startedAt: number;
  readonly cgroup?: Cgroup;
  readonly ended: Promise<Terminated>;
  readonly hasEnded: () => boolean;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly exec: ExecInContainer;
}

const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Characters of a command's output that are kept, as the kubelet keeps of a probe's. */
const outputLimit = 10_240;

/** The id of a container's n-th attempt: 64 hexadecimal digits as containerd has them, the same whenever asked. */
export function containerIdOf(uid: string, container: string, attempt: number): string {
  return `containerd://${createHash('sha256').update(`${uid}/${container}/${attempt}`).digest('hex')}`;
}

/** Starts a container's program for the n-th time (from 0). Throws `ConfigError` or `StartError` where it cannot be done. */
export async function startAttempt(runtime: PodRuntime, container: Container, attempt: number): Promise<Attempt> {
  const { options, place, read } = runtime;
  const pod = runtime.pod();
  const root = runtime.folders.root(container.name);
  const own = await containerEnv(pod, container, place, read);
  const path = [options.tools.bin, dirname(process.execPath), systemPath].join(':');
  const env = { PATH: path, HOME: '/', HOSTNAME: hostnameOf(runtime), POD_ROOT: root, ...own };
  const command = commandOf(container, env);
  const [name = ''] = command;
  const isInRoot = runsInOwnRoot(name);
  const cwd = isInRoot ? root : workingFolder(container, options.apps);
  const program = findProgram(name, env.PATH, cwd);
  const user = userOf(runtime, container);
  linkMounts(container.volumeMounts ?? [], root, runtime.folders.volumes);
  if (isInRoot) furnish(runtime, name, root, user);

  const cgroup = limit(runtime, container, attempt);
  const log = openAttemptLog(runtime.folders.logs(container.name), attempt);
  const surroundings = {
    env,
    cwd,
    scratch: runtime.folders.scratch,
    ...(user === undefined ? {} : { user }),
    ...(cgroup === undefined ? {} : { cgroups: cgroup.procs }),
  };
  const network = runtime.network();
  const containerId = containerIdOf(pod.metadata.uid, container.name, attempt);
  const launched = await startProcess({
    ...surroundings,
    command: [program, ...command.slice(1)],
    hostname: hostnameOf(runtime),
    binds: bindsOf(runtime, container, isInRoot),
    ...(network === undefined ? {} : { network }),
    onLine: log.write,
  }).catch((error: unknown) => {
    log.close();
    cgroup?.remove();
    throw error;
  });
  const startedAt = Date.now();
  let isRunning = true;
  const ended = launched.ended.then((end): Terminated => {
    const wasOutOfMemory = (cgroup?.oomKills() ?? 0) > 0;
    cgroup?.remove();
    log.close();
    isRunning = false;
    const code = exitCode(end);
    const reason = wasOutOfMemory ? 'OOMKilled' : code === 0 ? 'Completed' : 'Error';
    return { is: 'terminated', exitCode: code, reason, startedAt, finishedAt: Date.now(), containerId };
  });
  return {
    pid: launched.pid,
    containerId,
    startedAt,
    ...(cgroup === undefined ? {} : { cgroup }),
    ended,
    hasEnded: () => !isRunning,
    kill: launched.kill,
    exec: async (words, timeoutSeconds) => {
      const output: string[] = [];
      const found = findProgram(words[0] ?? '', env.PATH, cwd);
      const child = await startProcess({ ...surroundings, command: [found, ...words.slice(1)], join: launched.pid, onLine: (line) => void output.push(line) });
      const timedOut = await isLate(child, timeoutSeconds);
      const end = await child.ended;
      return { code: exitCode(end), timedOut, output: output.join('\n').slice(0, outputLimit) };
    },
  };
}

/** Waits for the end; kills the process and gives true when it takes longer. */
async function isLate(child: LabProcess, timeoutSeconds: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(timeoutSeconds * 1000, true, { signal: timer.signal }).catch(() => false);
  const first = await Promise.race([late, child.ended.then(() => false)]);
  timer.abort();
  if (first) child.kill('SIGKILL');
  return first;
}

function hostnameOf({ pod, options }: PodRuntime): string {
  const { metadata, spec } = pod();
  return spec.hostNetwork === true ? options.node.name : (spec.hostname ?? metadata.name).slice(0, 63);
}

function workingFolder({ workingDir }: Container, apps: string): string {
  if (workingDir === undefined) return apps;
  const path = isAbsolute(workingDir) ? workingDir : join(apps, workingDir);
  return existsSync(path) ? path : apps;
}

function userOf({ pod }: PodRuntime, { securityContext }: Container): { uid: number; gid: number } | undefined {
  const both = { ...pod().spec.securityContext, ...securityContext };
  const uid = both.runAsUser;
  if (uid === undefined || uid === process.getuid?.()) return undefined;
  if (!canBecome(uid)) throw new ConfigError(`cannot run as user ${uid}: this machine gives the lab no such user`);
  return { uid, gid: both.runAsGroup ?? 0 };
}

/** Volumes at the very paths of their mounts where those exist on this machine, unless that would hide what the lab itself needs. */
function bindsOf({ options, folders }: PodRuntime, { volumeMounts = [] }: Container, isInRoot: boolean): readonly Bind[] {
  const needed = [options.folder, options.apps, options.tools.bin, process.execPath];
  const mounts = isInRoot ? [] : volumeMounts.filter(({ mountPath }) => !needed.some((path) => `${path}/`.startsWith(`${mountPath.replace(/\/$/, '')}/`)));
  const own = mounts.map(({ name, subPath = '', mountPath }) => ({ from: join(folders.volumes, name, subPath), to: mountPath }));
  return [...(options.hosts === undefined ? [] : [{ from: options.hosts, to: '/etc/hosts' }]), ...own];
}

/** What the image of a program would hold, and leave for the program to write. */
function furnish({ options }: PodRuntime, program: string, root: string, user: { readonly uid: number; readonly gid: number } | undefined): void {
  for (const file of options.imageFiles ?? []) {
    if (!program.endsWith(file.program)) continue;
    const to = join(root, file.to);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(file.from, to);
  }
  if (user !== undefined) chownSync(root, user.uid, user.gid);
}

function limit(runtime: PodRuntime, container: Container, attempt: number): Cgroup | undefined {
  const { cgroups } = runtime.options;
  const memoryBytes = quantity(container.resources?.limits?.memory);
  const cpus = quantity(container.resources?.limits?.cpu);
  const limits = { ...(memoryBytes === undefined ? {} : { memoryBytes }), ...(cpus === undefined ? {} : { cpus }) };
  if (cgroups !== undefined) return cgroups.create(`${runtime.pod().metadata.uid}-${container.name}-${attempt}`, limits);
  if (Object.keys(limits).length > 0)
    tell(runtime, 'Warning', 'LimitsNotEnforced', `Limits of container ${container.name} have no effect: control groups are not available`, container);
  return undefined;
}
