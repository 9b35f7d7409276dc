import type { Evidence, NonEmpty, ObjectRef } from './evidence.ts';
import type { EpochMs, Milliseconds } from './time.ts';

/** What can happen around failures. Words for each: text/changes. */
export type ChangeKind =
  | 'podStopped'
  | 'podReplaced'
  | 'outOfMemory'
  | 'crashed'
  | 'probeKilled'
  | 'evicted'
  | 'ended'
  | 'podCreated'
  | 'podReady'
  | 'scaled'
  | 'rolledOut'
  | 'restartAsked'
  | 'objectWritten'
  | 'configTaken'
  | 'pushed'
  | 'certificateBegins'
  | 'certificateEnds'
  | 'nodeEvent'
  | 'processStarted';

/** Something that changed at a moment, and where that is known from. */
export interface Change {
  readonly time: EpochMs;
  /** How far the true moment may lie from `time`. */
  readonly slackMs: Milliseconds;
  readonly kind: ChangeKind;
  readonly source: 'object' | 'event' | 'log' | 'metric';
  readonly subject: ObjectRef;
  /** What the words of its kind show besides the subject; `-` where they show nothing. */
  readonly detail: string;
  /** Workload it is about, `name.namespace`; absent for nodes and configuration. */
  readonly workload?: string;
  readonly evidence: NonEmpty<Evidence>;
}

/** A change near an incident's failures. */
export interface NearChange {
  readonly change: Change;
  /** The burst it lies nearest to, by its place in the incident's `bursts`. */
  readonly burst: number;
  /** From the change to the first failure of that burst; negative when it came after. */
  readonly beforeMs: Milliseconds;
}
