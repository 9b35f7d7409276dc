import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, appendFileSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cgroup, type CgroupLimits, version1, version2 } from './cgroup-files.ts';
import { type CgroupMounts, cgroupMounts } from './cgroup-mounts.ts';
import { processesBelow, removeGroup, removeTree } from './cgroup-tree.ts';

export interface Cgroups {
  readonly version: 1 | 2;
  readonly create: (name: string, limits: CgroupLimits) => Cgroup;
  /** Kills what runs in the lab's groups and removes them. */
  readonly remove: () => Promise<void>;
}

const prefix = 'why503-lab-';
/** A child group that holds a process as long as its lab lives: a group with a process cannot be removed, so a removable one belongs to a dead lab. */
const alive = 'alive';
/** Tries, 50 ms apart, to remove the groups of a lab that ends. */
const removeTries = 40;

/** The lab's own control groups, after removing those of dead labs; or the reason why there are none here. */
export function openCgroups(mountTable: string = readFileSync('/proc/mounts', 'utf8')): Cgroups | { readonly unavailable: string } {
  const mounts = cgroupMounts(mountTable);
  if (mounts === undefined) return { unavailable: 'no control groups are mounted' };
  try {
    return open(mounts);
  } catch (error) {
    return { unavailable: `control groups cannot be made here: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Removes the groups of labs that have ended, as far as this process may: to be called after a lab, from outside of it. */
export function removeStaleCgroups(mountTable: string = readFileSync('/proc/mounts', 'utf8')): void {
  const mounts = cgroupMounts(mountTable);
  if (mounts === undefined) return;
  for (const root of rootsOf(mounts)) {
    try {
      removeStale(root);
    } catch {
      // Where nothing may be removed, nothing was made either.
    }
  }
}

function rootsOf(mounts: CgroupMounts): readonly string[] {
  if (mounts.version === 2) return [mounts.root];
  return [mounts.memory, mounts.cpu, ...(mounts.cpuacct === undefined ? [] : [mounts.cpuacct])].filter((root, index, all) => all.indexOf(root) === index);
}

function open(mounts: CgroupMounts): Cgroups {
  const roots = rootsOf(mounts);
  for (const root of roots) removeStale(root);
  if (mounts.version === 2) enable(mounts.root);
  const name = `${prefix}${process.pid}-${randomBytes(4).toString('hex')}`;
  const bases = roots.map((root) => join(root, name));
  for (const base of bases) {
    mkdirSync(base);
    if (mounts.version === 2) enable(base);
    mkdirSync(join(base, alive));
  }
  const holder = spawn('setpriv', ['--pdeathsig', 'SIGKILL', '--', 'sleep', 'infinity'], { stdio: 'ignore' });
  for (const base of bases) writeFileSync(join(base, alive, 'cgroup.procs'), `${holder.pid}`);
  holder.unref();
  return {
    version: mounts.version,
    create: (child, limits) => {
      const folders = bases.map((base) => join(base, child.slice(0, 200)));
      for (const folder of folders) mkdirSync(folder, { recursive: true });
      return mounts.version === 2 ? version2(folders, limits) : version1(folders, limits);
    },
    remove: async () => {
      // A group goes only when its processes are gone, which takes a moment.
      for (let tries = 0; tries < removeTries && bases.some((base) => existsSync(base)); tries += 1) {
        for (const pid of bases.flatMap(processesBelow)) killQuietly(pid);
        bases.forEach(removeTree);
        await sleep(50);
      }
    },
  };
}

/** Hands memory and CPU control down to the groups below. */
function enable(folder: string): void {
  const path = join(folder, 'cgroup.subtree_control');
  const enabled = readFileSync(path, 'utf8').trim().split(' ');
  for (const controller of ['memory', 'cpu']) if (!enabled.includes(controller)) appendFileSync(path, `+${controller}`);
}

function removeStale(root: string): void {
  accessSync(root, constants.W_OK);
  for (const name of readdirSync(root).filter((entry) => entry.startsWith(prefix))) {
    const holder = join(root, name, alive);
    if (!existsSync(holder) || removeGroup(holder)) removeTree(join(root, name));
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
