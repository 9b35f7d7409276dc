import type { KubeApi } from '../cluster/kube-api.ts';
import type { LabTools } from '../parts/tools.ts';
import type { Cgroups } from '../world/cgroup.ts';
import type { NodeNetwork } from '../world/network.ts';
import type { BackOffOptions } from './back-off.ts';

/** What the lab's kubelet is given. */
export interface KubeletOptions {
  readonly api: KubeApi;
  readonly tools: Pick<LabTools, 'bin'>;
  readonly node: { readonly name: string; readonly network: NodeNetwork };
  /** The kubelet's own folder: pods' volumes and logs. */
  readonly folder: string;
  /** Working directory of containers that name none: the checkout's `lab/apps`. */
  readonly apps: string;
  readonly signal: AbortSignal;
  /** A file that containers see as `/etc/hosts`. It must be rewritten in place, not replaced. */
  readonly hosts?: string;
  /** Control groups for limits; a pod with limits gets a warning event where there are none. */
  readonly cgroups?: Cgroups;
  /** Whether the kubelet does the scheduler's work too. Default true. */
  readonly binds?: boolean;
  /** Rest between restarts; a pod's annotation `why503.lab/back-off: SECONDS[/SECONDS]` (first and longest) goes before it. Default: Kubernetes' own. */
  readonly backOff?: BackOffOptions;
  /** Seconds between two looks at ConfigMaps, Secrets and tokens of running pods. Default 20. */
  readonly refreshSeconds?: number;
  /** The address of the n-th pod (from 1). Default 10.203.1.1, 10.203.1.2, … */
  readonly address?: (index: number) => string;
  /** Files that a real image would hold, for containers that run inside their own folder: `to` is relative to it. */
  readonly imageFiles?: readonly { readonly program: string; readonly from: string; readonly to: string }[];
  /** What went wrong without being a pod's fault, one sentence each. */
  readonly onProblem?: (problem: string) => void;
}
