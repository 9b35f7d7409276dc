import type { Json } from '../../model/json.ts';
import type { KubeApi, KubeObject } from '../cluster/kube-api.ts';
import type { RunningPod } from '../kubelet/running-pod.ts';
import type { Shortage } from '../kubelet/eviction.ts';

/** A sentence in the languages of the tool. */
export interface Worded {
  readonly en: string;
  readonly 'zh-TW': string;
}

/** What a scenario needs of the machine; where it is missing, the scenario is left out and says why. */
export type Power = 'limits' | 'root' | 'nginx';

/** What really happens in a scenario. */
export interface ScenarioTruth {
  /** Id of the cause, `healthy`, or `undecided` where honest evidence cannot tell. */
  readonly cause: string;
  readonly acceptableAlso?: readonly string[];
  /** All of these must be named (at `likely` or better), in whatever order: two causes at once. */
  readonly allNamed?: readonly string[];
  /** Hop id as a Diagnosis names it, for example `vminsert-sidecar->vminsert`. */
  readonly hop?: string;
  /** Who closed: checked where given. */
  readonly closedBy?: string;
  readonly mustNot: readonly string[];
}

/** What the API server alone can tell of a scenario, where the bundle's pages of hosts tell more; and why. */
export interface LiveTruth extends Partial<Pick<ScenarioTruth, 'cause' | 'acceptableAlso' | 'allNamed' | 'hop' | 'closedBy'>> {
  readonly why: string;
}

/** What must be seen in the access log of a workload's proxies, or the scenario did not break what it says. */
export interface Observation {
  readonly workload: string;
  /** A response flag, or a status code for rows without one. */
  readonly shows: string;
  /** Default 1. With 0 such rows may be missing, but `atMost` holds. */
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A configuration that makes it stop. */
export interface ScenarioFix {
  readonly title: Worded;
  readonly apply: (stage: Stage) => Promise<void>;
  /** Id of the tool's own fix whose patches go through the API server in place of `apply`, and are taken back in the end. */
  readonly own?: string;
  /** What a person does after the tool's own fix: wait for new pods, roll out once more. */
  readonly afterOwn?: (stage: Stage) => Promise<void>;
  /** Whose proxies' access logs are counted before and after: the client's side, where every request counts once. */
  readonly measuredAt: string;
  /** Seconds of traffic after the fix. Default 30. */
  readonly seconds?: number;
}

/** One way to break (or not to break) the mesh. The file's name is the id. */
export interface Scenario {
  readonly id: string;
  /** What it shows, in one line. */
  readonly title: Worded;
  /** What is done to the mesh, for people. */
  readonly breaks: Worded;
  readonly truth: ScenarioTruth;
  /** Absent: a reading of the live cluster must say what the bundle says. */
  readonly live?: LiveTruth;
  readonly observe: readonly Observation[];
  /** For a keep-alive race: the workload whose proxies send on the hop, and how long the server keeps an idle connection; the model's prediction is printed then. */
  readonly race?: { readonly hop: string; readonly limitMs: number };
  readonly needs?: readonly Power[];
  /** Seconds it usually takes, without the start of the lab. */
  readonly seconds: number;
  /** Applies the objects, waits, breaks, waits. What was logged until it returns is the evidence. */
  readonly run: (stage: Stage) => Promise<void>;
  readonly fix?: ScenarioFix;
}

/** What a scenario has to do its work: a namespace of its own with injection enabled, in a running mesh. */
export interface Stage {
  readonly namespace: string;
  readonly api: KubeApi;
  readonly signal: AbortSignal;
  /** Applies objects; those without a namespace get the stage's. */
  readonly apply: (...objects: readonly KubeObject[]) => Promise<void>;
  readonly remove: (object: KubeObject) => Promise<void>;
  /** Waits until all pods of the workloads (label `app`) are ready; throws after `seconds` (180: others may be starting too). */
  readonly ready: (workloads: readonly string[], seconds?: number) => Promise<void>;
  readonly wait: (seconds: number) => Promise<void>;
  /** Asks until the answer is neither undefined nor false; throws with `what` after `seconds` (60). */
  readonly until: <T>(what: string, ask: () => T | Promise<T>, seconds?: number) => Promise<T>;
  /** The running pods of a workload (label `app`), oldest first. */
  readonly pods: (workload: string) => readonly RunningPod[];
  /** Runs a program in the pod's network (as root). */
  readonly inPod: (pod: RunningPod, command: readonly string[]) => Promise<string>;
  readonly onNode: (command: readonly string[]) => Promise<string>;
  readonly deletePod: (pod: RunningPod, graceSeconds?: number) => Promise<void>;
  readonly evict: (pod: RunningPod, shortage: Shortage) => Promise<void>;
  /** Rows in the access logs of a workload's proxies that show this flag or status. */
  readonly rows: (workload: string, shows: string) => number;
  /** Changes something in an object that was applied before: a merge patch. */
  readonly patch: (object: Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>, change: { readonly [key: string]: Json }) => Promise<void>;
}
