import type { Evidence, NonEmpty, ObjectRef } from '../model/evidence.ts';
import type { EpochMs } from '../model/time.ts';

export type LifeKind =
  | 'created'
  | 'started' // a container started
  | 'terminated' // a container ended; `exitCode`, `reason`
  | 'stopping' // kubelet or process says that it is asked to stop (SIGTERM)
  | 'deleted' // the pod was deleted (SuccessfulDelete, deletionTimestamp)
  | 'ready'
  | 'unready'
  | 'probe-failed' // `probe`: liveness, readiness, startup
  | 'liveness-kill'
  | 'back-off'
  | 'oom-kill' // kernel or runtime says so
  | 'stopped' // the process says that its shutdown is complete
  | 'crash-line' // panic, uncaught exception, worker exit, fatal
  | 'evicted';

/** Something that happened to a pod or one of its containers, at a moment. */
export interface LifeEvent {
  readonly time: EpochMs;
  /** How far the true moment may lie from `time` (Kubernetes writes whole seconds; an age in a table more). */
  readonly slackMs: number;
  readonly kind: LifeKind;
  /** `namespace/name`. */
  readonly pod: string;
  readonly workload: string;
  readonly namespace: string;
  readonly container?: string;
  readonly isProxy: boolean;
  readonly exitCode?: number;
  readonly signal?: number;
  readonly reason?: string;
  /** For an end from status: when that run of the container began. */
  readonly since?: EpochMs;
  /** For a start from status: when that run ended. */
  readonly until?: EpochMs;
  readonly probe?: 'liveness' | 'readiness' | 'startup';
  readonly count: number;
  readonly first?: EpochMs;
  /** Container restarts known from status. */
  readonly restarts?: number;
  readonly subject: ObjectRef;
  readonly evidence: NonEmpty<Evidence>;
}
