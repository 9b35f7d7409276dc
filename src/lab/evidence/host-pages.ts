import type { NodePage, PodPage } from './readers.ts';

/** A page that a program of the host prints. */
export interface HostPage<P extends string> {
  readonly page: P;
  /** The id of the artifact, as docs/artifacts.md lists them; absent where no analysis reads the page yet. */
  readonly artifact?: string;
  /** What prints it. A program that is not there is a missing page. */
  readonly command: readonly string[];
  /** The file below `host/` or `host/NAMESPACE/POD/`. */
  readonly file: string;
}

/** What a node says of itself. All commands only read. */
export const nodePages: readonly HostPage<NodePage>[] = [
  {
    page: 'conntrack',
    artifact: 'conntrack',
    command: ['sysctl', 'net.netfilter.nf_conntrack_count', 'net.netfilter.nf_conntrack_max'],
    file: 'conntrack.txt',
  },
  { page: 'conntrack-counters', artifact: 'conntrack', command: ['conntrack', '-S'], file: 'conntrack-counters.txt' },
  { page: 'kernel-log', artifact: 'kernel-log', command: ['dmesg', '--ctime', '--color=never'], file: 'kernel.txt' },
  { page: 'network-counters', command: ['nstat', '--zeros', '--ignore', '--noupdate'], file: 'nstat.txt' },
];

/** What a pod's network namespace says. */
export const podPages: readonly HostPage<PodPage>[] = [
  { page: 'sockets', artifact: 'sockets', command: ['ss', '-tanp'], file: 'sockets.txt' },
  { page: 'firewall', artifact: 'firewall', command: ['iptables-save'], file: 'iptables.txt' },
  {
    page: 'conntrack',
    artifact: 'conntrack',
    command: ['sysctl', 'net.netfilter.nf_conntrack_count', 'net.netfilter.nf_conntrack_max'],
    file: 'conntrack.txt',
  },
  { page: 'network-counters', command: ['nstat', '--zeros', '--ignore', '--noupdate'], file: 'nstat.txt' },
];
