import type { Evidence, NonEmpty, ObjectRef } from '../model/evidence.ts';
import type { EpochMs, Milliseconds } from '../model/time.ts';

/**
 * Why a pod or container went away.
 * - `oom`: killed for memory; `crash`: ended by itself with an error, or its log says so; `liveness`: killed by the kubelet for a failing probe
 * - `shutdown`: asked to stop (deletion, roll-out, scale-down); `eviction`; `unknown-end`: it ended and nothing says why
 */
export type OutageKind = 'oom' | 'crash' | 'liveness' | 'shutdown' | 'eviction' | 'unknown-end';

/** A time in which a container or pod could not serve. */
export interface Outage {
  readonly kind: OutageKind;
  /** `namespace/name`. */
  readonly pod: string;
  readonly workload: string;
  readonly namespace: string;
  readonly container?: string;
  readonly isProxy: boolean;
  readonly from: EpochMs;
  /** When it (or its successor container) was ready again; for a pod that is gone, the end of its grace and of stale routing. */
  readonly to: EpochMs;
  readonly slackMs: Milliseconds;
  /** When the run that ended had begun. */
  readonly upSince?: EpochMs;
  /** No end was seen: only a later start of the same container, or a successor in the pod's place, tells of it, and `from` is a likely moment. */
  readonly isInferred: boolean;
  /** Its node was lost, and the pod with it as far as anybody can tell. */
  readonly isNodeLost?: true;
  readonly exitCode?: number;
  /** The kubelet's word for the end: `OOMKilled`, `Error`, `Completed`. */
  readonly reason?: string;
  readonly restarts?: number;
  readonly subject: ObjectRef;
  readonly evidence: NonEmpty<Evidence>;
}

/** True when only logs tell of this end: a process says that it was told to stop, not by whom (a deletion, an eviction, a probe, a person). */
export function isToldByLogsOnly({ evidence }: Outage): boolean {
  return evidence.every(({ at }) => at.artifact === 'container-logs');
}
