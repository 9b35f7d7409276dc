import type { Artifacts } from './source.ts';
import type { Said } from './text.ts';
import type { EpochMs, Instant, Span } from './time.ts';

/** What was read, what was not and why. Part of every result. */
export interface Coverage {
  readonly files: number;
  readonly bytes: number;
  readonly read: readonly ReadEntry[];
  readonly skipped: readonly SkippedEntry[];
  readonly missing: readonly MissingEntry[];
  /** Things a reader of the report should know about the input: cut-off logs, clock trouble, limits that were hit. */
  readonly notes: readonly Said[];
}

/** One artifact that was found. */
export interface ReadEntry {
  readonly artifact: string;
  readonly title: string;
  readonly files: readonly string[];
  readonly items: number;
}

export interface SkippedEntry {
  readonly file: string;
  readonly reason: Said;
}

export interface MissingEntry {
  readonly artifact: string;
  readonly title: string;
  readonly collectWith: readonly string[];
}

/** Everything known about a mesh at one moment. The same from a live cluster and from a folder. */
export interface Snapshot {
  readonly id: string;
  /** The evidence's own "now": the latest moment it speaks of. The only clock the core has. */
  readonly takenAt: EpochMs;
  readonly takenAtText: Instant;
  readonly origin: string;
  readonly artifacts: Artifacts;
  readonly coverage: Coverage;
  /** The question that the evidence was collected for, where it says so. */
  readonly collectedFor?: Question;
}

/** What is asked. Everything optional: with nothing given the failures themselves choose the path. */
export interface Question {
  readonly from?: string;
  readonly to?: string;
  /** Only what happened in this length of time before the snapshot. */
  readonly sinceMs?: number;
  /** Only what happened in this stretch of time. */
  readonly window?: Span;
}
