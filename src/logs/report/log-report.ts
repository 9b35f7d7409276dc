import type { Said } from '../../model/text.ts';
import type { Instant, Milliseconds } from '../../model/time.ts';
import type { Doubt } from '../../race/completeness.ts';
import type { Inference } from '../../race/inference/index.ts';
import type { RequestTimeline } from '../../race/observations.ts';

/** What access logs say of the failures in them: plain data, printed as text, Markdown, HTML or JSON. */
export interface LogReport {
  readonly schemaVersion: 1;
  /** `named`: at least one mechanism stands beyond doubt; `undecided`: there are failures and none does; `nothing-read`: no row was found. */
  readonly verdict: 'clean' | 'named' | 'undecided' | 'nothing-read';
  readonly sources: { readonly files: number; readonly names: readonly string[]; readonly bytes: number; readonly skipped: readonly Left[] };
  readonly span?: { readonly from: Instant; readonly to: Instant };
  readonly rows: RowCounts;
  readonly proxies: readonly ProxySummary[];
  readonly flags: readonly FlagCount[];
  readonly failures: readonly FailureSummary[];
  readonly failureTimes?: RequestTimeline;
  readonly pools: readonly PoolSummary[];
  readonly completeness: readonly DoubtfulLog[];
  readonly fits: readonly Fit[];
  readonly notes: readonly Said[];
}

export interface Left {
  readonly file: string;
  readonly reason: Said;
}

export interface RowCounts {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Callers that left, and TCP connections that ended. */
  readonly other: number;
  /** Lines that begin as rows and are cut off or interleaved. */
  readonly damaged: number;
  /** Rows that stood there twice and count once. */
  readonly duplicates: number;
}

export interface ProxySummary {
  readonly name: string;
  readonly rows: number;
  readonly failed: number;
  readonly from: Instant;
  readonly to: Instant;
}

export interface FlagCount {
  readonly flags: string;
  readonly count: number;
  readonly share: number;
}

export interface FailureSummary {
  readonly proxy: string;
  readonly code: number;
  readonly flags: string;
  readonly details: string;
  readonly hop: string;
  readonly cluster: string;
  readonly host: string;
  readonly count: number;
  /** Of all failures. */
  readonly share: number;
  readonly first: Instant;
  readonly last: Instant;
  /** Where the first that was read stands. */
  readonly at: { readonly file: string; readonly line: number };
  readonly timeline: RequestTimeline;
}

/** The connections of one proxy to one host of a cluster. */
export interface PoolSummary {
  readonly proxy: string;
  readonly cluster: string;
  readonly host: string;
  readonly hop: string;
  readonly requests: number;
  readonly connections: number;
  /** Zone one: on a reused connection; zone two: reset; zone three: a new connection although an idle one existed. */
  readonly reused: number;
  readonly reset: number;
  readonly renewed: number;
  /** Quiet times before resets, where they are known. */
  readonly gapsBeforeResets: { readonly count: number; readonly totalMs: Milliseconds };
  readonly medianGapMs?: Milliseconds;
  readonly longestGapMs?: Milliseconds;
  readonly medianOrdinal?: number;
  readonly medianAgeMs?: Milliseconds;
}

export interface DoubtfulLog {
  readonly proxy: string;
  readonly doubt: Doubt;
  readonly reason: Said;
}

/** What fits the resets of one cluster, as one proxy saw them. */
export interface Fit {
  readonly proxy: string;
  readonly cluster: string;
  readonly hop: string;
  readonly hosts: number;
  readonly resets: number;
  readonly inference: Inference;
  readonly gaps: readonly GapBin[];
  /** The resets, the first and the last of them, each with its line. */
  readonly examples: readonly ResetExample[];
}

/** Requests by the quiet time before them; `to` is part of the bin. */
export interface GapBin {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  readonly reused: number;
  readonly reset: number;
  readonly renewed: number;
}

export interface ResetExample {
  readonly at: Instant;
  readonly gapMs?: Milliseconds;
  readonly ordinal: number;
  readonly ageMs: Milliseconds;
  readonly durationMs: Milliseconds;
  readonly file: string;
  readonly line: number;
}
