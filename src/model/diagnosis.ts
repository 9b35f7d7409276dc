import type { Bearing } from './cause.ts';
import type { Evidence, NonEmpty, ObjectRef, Traced } from './evidence.ts';
import type { Finding } from './analyzer.ts';
import type { Coverage } from './snapshot.ts';
import type { Said } from './text.ts';
import type { Instant, Milliseconds } from './time.ts';

/** One end of a hop. Its name is `vminsert` for the application and `vminsert-sidecar` for its proxy. */
export interface Party {
  readonly role: 'app' | 'sidecar' | 'gateway' | 'waypoint' | 'external';
  readonly name: string;
  readonly workload: ObjectRef;
  readonly container?: string;
}

/** One link of the request path. Unknown is an absent property, never a guess. */
export interface Hop {
  /** `client->server` by party name, for example `vminsert-sidecar->vminsert`. */
  readonly id: string;
  readonly client: Party;
  readonly server: Party;
  readonly protocol?: Traced<'http1' | 'http2' | 'tcp'>;
  readonly security?: Traced<'plaintext' | 'tls' | 'mtls'>;
  readonly idleTimeout: {
    readonly client?: Traced<Milliseconds>;
    readonly server?: Traced<Milliseconds>;
    /** The server's, where only the requests that were reset tell it. */
    readonly inferred?: InferredLimit;
  };
  readonly retries?: Traced<string>;
  readonly requestTimeout?: Traced<Milliseconds>;
  readonly connectionLimits?: Traced<string>;
}

/** A limit that rows of requests tell: between two values, and probably near one. */
export interface InferredLimit {
  readonly estimate: Milliseconds;
  readonly low: Milliseconds;
  readonly high: Milliseconds;
  /** Reset requests that it is inferred from. */
  readonly resets: number;
  /** Some of them. */
  readonly from: NonEmpty<Evidence>;
}

export type IncidentPattern = 'sporadic' | 'bursts' | 'constant' | 'client-class';

/** A stretch of time in which failures came. */
export interface Window {
  readonly from: Instant;
  readonly to: Instant;
  readonly failures: number;
}

/** Something that changed near an incident's failures. */
export interface NearbyChange {
  readonly at: Instant;
  readonly what: Said;
  /** What it is known from. */
  readonly source: 'object' | 'event' | 'log' | 'metric';
  readonly subject: ObjectRef;
  /** From the change to the first failure of the burst nearest to it; negative when it came after. */
  readonly beforeMs: Milliseconds;
  /** When that burst began. */
  readonly burst: Instant;
  readonly evidence: Evidence;
}

/** Failing requests that belong together, and the causes judged for them. */
export interface Incident {
  readonly id: string;
  /** `name.namespace` of the service or workload the requests were for. */
  readonly target: string;
  readonly hop?: string;
  readonly writtenBy?: Party;
  readonly flags: readonly string[];
  readonly details: readonly string[];
  /** True when no request was seen and a fault that must fail every time foretells it. */
  readonly predicted: boolean;
  readonly failures: number;
  readonly requests?: number;
  readonly pattern: IncidentPattern;
  /** Start of the first failure and end of the last; absent when predicted. */
  readonly from?: Instant;
  readonly to?: Instant;
  readonly windows: readonly Window[];
  readonly durationMs?: { readonly median: number; readonly max: number };
  readonly idleGapMs?: { readonly min: number; readonly median: number; readonly max: number; readonly known: number };
  readonly clients: readonly string[];
  readonly examples: readonly Evidence[];
  /** What changed around the failures, in order of time: joined by time alone, so it is no cause by itself. */
  readonly around?: readonly NearbyChange[];
  readonly causes: readonly RankedCause[];
  /** Failures that no cause at `possible` or better accounts for. */
  readonly unexplained: number;
}

export type CauseVerdict = 'confirmed' | 'likely' | 'possible' | 'unlikely' | 'excluded' | 'undecided';

/** One line of the sum that makes a score. */
export interface Vote {
  readonly analyzer: string;
  readonly finding: string;
  readonly as: Bearing;
  readonly db: number;
}

export interface RankedCause {
  readonly id: string;
  readonly title: string;
  readonly verdict: CauseVerdict;
  readonly scoreDb: number;
  readonly confidence: number;
  /** Share of the incident's failures that it accounts for, 0..1. */
  readonly explains: number;
  readonly hop?: string;
  readonly closedBy?: 'client' | 'server' | 'network' | 'proxy';
  readonly for: readonly string[];
  readonly against: readonly string[];
  readonly votes: readonly Vote[];
  readonly wouldDecide: readonly Gap[];
}

/** Evidence that was not there. */
export interface Gap {
  readonly artifact: string;
  readonly reason: string;
  readonly collectWith: readonly string[];
}

/** What became of one analyzer: silence has three kinds. */
export type Outcome =
  | { readonly analyzer: string; readonly status: 'ran'; readonly findings: readonly string[] }
  | { readonly analyzer: string; readonly status: 'skipped'; readonly missing: NonEmpty<Gap> }
  | { readonly analyzer: string; readonly status: 'crashed'; readonly error: string };

/** A setting that could fail and was not seen to. */
export interface Risk {
  readonly finding: string;
  readonly cause: string;
  readonly text: string;
}

/** Something that is set, looks like a remedy, and does not act where it is needed. Its finding tells where, and what acts instead. */
export interface Ineffective {
  readonly finding: string;
  /** The cause that it looks like a remedy for. */
  readonly cause: string;
  readonly text: string;
  /** The incident whose hop it was meant for, unless the cause is ruled out there; absent: no failure was seen that it was meant for. */
  readonly incident?: string;
}

/** Advice for a diagnosed cause. Patches that a schema checks come with `why503 fix`. */
export interface Fix {
  readonly id: string;
  readonly kind: 'advice';
  readonly cause: string;
  readonly title: Said;
  readonly closes: readonly string[];
  readonly purpose: 'repair' | 'mitigate' | 'prevent';
  readonly risk: 'none' | 'config-reload' | 'pod-restart' | 'traffic-change';
  readonly verifyWith: readonly string[];
  readonly undoWith: readonly string[];
  /** Istio versions it holds for, as `>=1.21`; there only when it holds for some and the version that runs is not known. */
  readonly istio?: string;
}

export type Verdict = 'healthy' | 'diagnosed' | 'undecided';

/** The result. Plain JSON; the only thing report, daemon and page know. */
export interface Diagnosis {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'why503'; readonly version: string };
  readonly question: {
    readonly from?: string;
    readonly to?: string;
    readonly sinceMs?: number;
    readonly window?: { readonly from: Instant; readonly to: Instant };
  };
  readonly snapshot: { readonly id: string; readonly takenAt: Instant; readonly origin: string; readonly coverage: Coverage };
  readonly verdict: Verdict;
  /** One sentence on why the verdict is what it is. */
  readonly reason: Said;
  readonly requests: { readonly seen: number; readonly failed: number; readonly savedByRetry: number; readonly clientAborted: number };
  readonly path: readonly Hop[];
  readonly incidents: readonly Incident[];
  /** Further targets with failures, counted but not judged; absent when there are none. */
  readonly incidentsLeftOut?: number;
  readonly causes: readonly RankedCause[];
  readonly risks: readonly Risk[];
  /** Those that concern an incident first; absent when there are none. */
  readonly ineffective?: NonEmpty<Ineffective>;
  readonly findings: readonly Finding[];
  readonly fixes: readonly Fix[];
  readonly outcomes: readonly Outcome[];
}
