import type { EpochMs } from '../../model/time.ts';

/** Whose lines of the kernel's log are kept. The log is the whole machine's: other labs and other programs write into it too. */
export interface KernelLinesOf {
  /** Older lines are left out. */
  readonly since: EpochMs;
  /** Uids of the pods, gone ones included: of kills for want of memory those in their control groups are kept. */
  readonly pods: ReadonlySet<string>;
  /** Inode numbers of the pods' network namespaces, as the kernel names them: of full tables of single networks those are kept. Absent: all. */
  readonly networks?: ReadonlySet<string>;
}

/**
 * Of `dmesg --ctime` (printed in UTC) the lines that matter to these pods: their kills for want of memory, a full connection table,
 * exhausted network memory. The rest speaks of the machine, which is nobody's business.
 */
export function kernelLines(text: string, { since, pods, networks }: KernelLinesOf): string {
  const kept: string[] = [];
  const victims = new Set<string>();
  const listed = new Set<string>();
  let invoked: string | undefined;
  for (const line of text.split('\n')) {
    const start = line.slice(0, 2_000);
    if (!isSince(start, since)) continue;
    const kill = OOM_KILL.exec(start);
    if (kill !== null) {
      // The report of one kill (Linux 5.0 to 6.12, mm/oom_kill.c): who asked for memory, whose group it is and which process dies, that it died.
      const [, limited = '', group = '', pid = ''] = kill;
      // What asked may be any program of the machine, unless the limit that was met is the pod's own.
      if (invoked !== undefined && isOf(limited, pods)) kept.push(invoked);
      invoked = undefined;
      // With memory.oom.group all processes of the group die; the report lists them before.
      const dying = isOf(limited, pods) === isOf(group, pods) ? [...listed, pid] : [pid];
      if (isOf(group, pods)) kept.push(line);
      for (const one of dying) {
        if (isOf(group, pods)) victims.add(one);
        else victims.delete(one);
      }
      listed.clear();
    } else if (start.includes('invoked oom-killer')) {
      invoked = line;
      listed.clear();
    } else if (LISTED.test(start)) {
      for (const id of LISTED.exec(start)?.slice(1) ?? []) listed.add(id);
    } else if (/Killed process \d|oom_reaper/.test(start)) {
      const pid = /(?:Killed|reaped) process (\d{1,10})/.exec(start)?.[1];
      if (pid !== undefined && victims.has(pid)) kept.push(line);
    } else if (MATTERS.test(start) && isOwn(start, networks)) kept.push(line);
  }
  return kept.map((line) => `${line}\n`).join('');
}

const OOM_KILL =
  /^\[[^\]]{1,40}\] oom-kill:constraint=[^,]{0,60},(?:[^,]{1,100},){0,40}(?:oom_memcg=([^,]{0,1000})|global_oom),task_memcg=([^,]{0,1000}),task=.{0,64},pid=(\d{1,10})/;
/** `[  pid  ]   uid  tgid total_vm …` */
const LISTED = /^\[[^\]]{1,40}\] \[ {0,10}(\d{1,10})\] {1,10}\d{1,10} {1,10}(\d{1,10}) /;
const MATTERS = /nf_conntrack|SYN flooding|TCP: out of memory|too many orphaned sockets|neighbou?r.{0,40}overflow/;

/** Whether a control group's path has the uid of one of the pods. */
function isOf(group: string, pods: ReadonlySet<string>): boolean {
  return (group.match(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g) ?? []).some((uid) => pods.has(uid));
}

function isOwn(line: string, networks: ReadonlySet<string> | undefined): boolean {
  const network = /nf_conntrack: table full in netns (\d{1,20})/.exec(line)?.[1];
  return network === undefined || networks === undefined || networks.has(network);
}

function isSince(line: string, since: EpochMs): boolean {
  const said = /^\[[A-Z][a-z]{2} ([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})\]/.exec(line)?.[1];
  const time = said === undefined ? Number.NaN : Date.parse(`${said} UTC`);
  // The clock of the ring buffer is exact to a second.
  return Number.isFinite(time) && time >= since - 1000;
}
