import type { EpochMs } from '../../model/time.ts';

/**
 * Of `dmesg --ctime` (printed in UTC) the lines that matter to a mesh and are not older than `since`: kills for want of memory, a full
 * connection table, crashes, exhausted network memory. The rest speaks of the machine, which is nobody's business.
 * Of full tables of network namespaces those in `networks` (inode numbers as the kernel names them), where given: others are other labs' pods.
 */
export function kernelLines(text: string, since: EpochMs, networks?: ReadonlySet<string>): string {
  return text
    .split('\n')
    .filter((line) => MATTERS.test(line.slice(0, 2_000)) && isSince(line, since) && isOwn(line, networks))
    .map((line) => `${line}\n`)
    .join('');
}

const MATTERS =
  /oom-kill|invoked oom-killer|Out of memory|Memory cgroup out of memory|Killed process|oom_reaper|nf_conntrack|segfault at|SYN flooding|TCP: out of memory|too many orphaned sockets|neighbou?r.{0,40}overflow|page allocation failure|blocked for more than \d+ seconds/;

function isOwn(line: string, networks: ReadonlySet<string> | undefined): boolean {
  const network = /nf_conntrack: table full in netns (\d{1,20})/.exec(line.slice(0, 2_000))?.[1];
  return network === undefined || networks === undefined || networks.has(network);
}

function isSince(line: string, since: EpochMs): boolean {
  const said = /^\[[A-Z][a-z]{2} ([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})\]/.exec(line)?.[1];
  const time = said === undefined ? Number.NaN : Date.parse(`${said} UTC`);
  // The clock of the ring buffer is exact to a second.
  return Number.isFinite(time) && time >= since - 1000;
}
