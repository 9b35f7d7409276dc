import type { EpochMs } from '../../model/time.ts';
import type { PodName } from '../../sources/cluster/pod-name.ts';

/** What a container uses now. */
export interface ContainerUsage extends PodName {
  readonly container: string;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/**
 * What the API server cannot give. `admin` and `metrics` are what a port-forward reaches: a path of the proxy's admin page
 * (127.0.0.1:15000) and of any other port inside the pod; both give the body and throw when there is none. The rest is optional:
 * where a reader is absent, that evidence is recorded as missing.
 */
export interface EvidenceReaders {
  readonly admin: (pod: PodName, path: string, signal: AbortSignal) => Promise<string>;
  readonly metrics: (pod: PodName, port: number, path: string, signal: AbortSignal) => Promise<string>;
  readonly usage?: (signal: AbortSignal) => Promise<readonly ContainerUsage[]>;
  readonly onNode?: (page: NodePage, signal: AbortSignal) => Promise<string>;
  readonly inPod?: (pod: PodName, page: PodPage, signal: AbortSignal) => Promise<string>;
}

/** Pages of the node; which program prints each stands in `host-pages.ts`. */
export type NodePage = 'conntrack' | 'conntrack-counters' | 'kernel-log' | 'network-counters';

/** Pages of a pod's network namespace. */
export type PodPage = 'sockets' | 'firewall' | 'network-counters' | 'conntrack';

/** The clock of whoever collects. */
export type Clock = () => EpochMs;
