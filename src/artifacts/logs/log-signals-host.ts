import { dataOf, groups, type SignalRule, when } from './log-signal-rule.ts';

/** The node: its kernel and its kubelet. */
export type HostSignalId = 'kernel-oom-kill' | 'conntrack-full' | 'neighbour-table-full' | 'kubelet-killing' | 'kubelet-probe-failed' | 'kubelet-evicted';

/** klog's structured fields: `pod="ns/name" podUID="…" containerName="x"`. */
function kubeletFields(message: string): { readonly [name: string]: string | undefined } {
  const field = (name: string): string | undefined => {
    const found = new RegExp(String.raw`\b${name}=(?:"((?:[^"\\]|\\.){0,400})"|(\S{1,200}))`).exec(message);
    return found?.[1] ?? found?.[2];
  };
  const [namespace, pod] = (field('pod') ?? '').split('/', 2);
  return { namespace: pod === undefined ? undefined : namespace, pod: pod ?? namespace, podUid: field('podUID'), container: field('containerName') };
}

/** Words of Linux 5 and 6 (mm/oom_kill.c, net/netfilter/nf_conntrack_core.c) and of kubelet 1.24 to 1.34. */
export const hostSignals: Readonly<Record<HostSignalId, SignalRule>> = {
  'kernel-oom-kill': {
    needles: ['out of memory: killed process', 'oom-kill:', 'killed process'],
    read: ({ message }) => {
      const killed = groups(
        /(?<scope>Memory cgroup out|Out) of memory: Killed process (?<pid>\d+) \((?<process>[^)]{1,60})\)(?:.*?anon-rss:(?<anonRss>\d+)kB)?/,
        message,
      );
      if (killed !== undefined) return dataOf({ ...killed, scope: killed['scope'] === 'Out' ? 'node' : 'cgroup' });
      const constraint = groups(/oom-kill:constraint=(?<constraint>\w{1,40})/, message);
      if (constraint === undefined) return undefined;
      const cgroup = /task_memcg=([^,\s]{1,400})/.exec(message)?.[1] ?? '';
      return dataOf({
        scope: constraint['constraint'] === 'CONSTRAINT_MEMCG' ? 'cgroup' : 'node',
        process: /\btask=([^,\s]{1,60})/.exec(message)?.[1],
        pid: /\bpid=(\d+)/.exec(message)?.[1],
        podUid: podUidOf(cgroup),
        containerId: /(?:cri-containerd-|crio-|docker-|\/)([0-9a-f]{64})/.exec(cgroup)?.[1],
      });
    },
  },
  // Linux 6.18 names the network namespace where it is not the host's own
  'conntrack-full': when(['table full, dropping', 'table full in netns'], /nf_conntrack: .{0,40}table full(?: in netns \d{1,20})?, dropping (?<what>packet)/),
  'neighbour-table-full': when(['neighbour: ', 'neighbor table overflow'], /(?<text>neighbou?r(?:: |ing )?[^\n]{0,40}(?:overflow|table full)[^\n]{0,40})/i),
  'kubelet-killing': {
    needles: ['killing container', 'stopping container'],
    read: ({ message }) =>
      /killing container|stopping container /i.test(message)
        ? dataOf({ ...kubeletFields(message), gracePeriod: /gracePeriod=(\d+)/.exec(message)?.[1] })
        : undefined,
  },
  'kubelet-probe-failed': {
    needles: ['probe failed', 'probe errored'],
    read: ({ message }) => {
      const probe = /probeType="(\w{1,20})"/.exec(message)?.[1] ?? /\b(Readiness|Liveness|Startup) probe (?:failed|errored)/.exec(message)?.[1];
      if (probe === undefined) return undefined;
      return dataOf({
        probe: probe.toLowerCase(),
        ...kubeletFields(message),
        output: /output="((?:[^"\\]|\\.){1,300})/.exec(message)?.[1] ?? /probe (?:failed|errored): ([^\n]{1,300})/.exec(message)?.[1],
      });
    },
  },
  'kubelet-evicted': {
    needles: ['evict'],
    read: ({ message }) =>
      /eviction manager: (?:must evict|pod .{1,200} is evicted|attempting to reclaim)/i.test(message)
        ? dataOf({ text: message.slice(0, 300), pod: /pod ?[:=]? ?"?([\w./-]{1,200})"? is evicted/.exec(message)?.[1] })
        : undefined,
  },
};

/** A pod's uid in a cgroup path; systemd writes it with underscores: `kubepods-burstable-pod1234_….slice`. */
export function podUidOf(cgroup: string): string | undefined {
  return /pod([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})/.exec(cgroup)?.[1]?.replaceAll('_', '-');
}
