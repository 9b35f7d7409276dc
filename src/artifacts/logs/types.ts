import type { AccessFormat, AccessRow } from '../../formats/access-log/row.ts';
import type { Place } from '../../model/evidence.ts';
import type { Identity } from '../../model/source.ts';
import type { EpochMs, Milliseconds } from '../../model/time.ts';
import type { DistributionBin } from '../../race/distribution.ts';
import type { SameSecond } from '../../race/observations.ts';

/** Which way a row went through its proxy. `listener` = refused before any request was read (no cluster, no method). */
export type Direction = 'inbound' | 'outbound' | 'listener' | 'gateway' | 'unknown';

/** What a row says about its request. `client-abort` = DC/DR: the caller left. `ok` includes answers below 500 of the application. */
export type RowOutcome = 'ok' | 'failed' | 'client-abort' | 'tcp-closed';

/** Rows that share what matters, counted. */
export interface RequestGroup {
  readonly direction: Direction;
  readonly outcome: RowOutcome;
  readonly cluster?: string;
  readonly authority?: string;
  readonly upstreamHost?: string;
  /** Of its first row. */
  readonly sni?: string;
  readonly code: number;
  readonly flags: readonly string[];
  /** Details without their variable parts: `upstream_reset_before_response_started{connection_termination}`. */
  readonly details?: string;
  readonly count: number;
  readonly first: EpochMs;
  readonly last: EpochMs;
  readonly lastAt: Place;
}

/** A row of a request that failed or was given up, kept whole, with what the connection's history says. */
export interface FailureRow {
  readonly row: AccessRow;
  readonly at: Place;
  /** The line as read, cut at 2,000 characters. */
  readonly text: string;
  readonly direction: Direction;
  /** Quiet time on this upstream connection before this request: start - end of the previous request on it. */
  readonly idleGapMs?: Milliseconds;
  /** 1 = first request on this upstream connection as far as the log shows. Absent where rows carry no connection. */
  readonly ordinal?: number;
  /** Time since the first request seen on this upstream connection. */
  readonly ageMs?: Milliseconds;
  /** Requests of its cluster that were under way when it began, itself included. Absent where rows carry no connection, or come in no order. */
  readonly inFlight?: number;
  /** A later row with the same request id (and authority and path) ended well: a retry saved it. */
  readonly savedByRetry?: boolean;
}

/** Requests whose paths have one shape (`pathShape`). */
export interface PathCount {
  readonly path: string;
  readonly requests: number;
  readonly failures: number;
}

/** The connections of one proxy to one upstream cluster and host set, as far as rows show them. */
export interface UpstreamPool {
  readonly direction: Direction;
  readonly cluster: string;
  readonly requests: number;
  readonly failures: number;
  readonly connections: number;
  /** Idle gaps (ms) of requests that went well on a reused connection, in bins of at most 0.1 %. */
  readonly survivorGaps: readonly DistributionBin[];
  /** How long (ms) requests that went well took. Absent where no caller left. */
  readonly servedMs?: readonly DistributionBin[];
  /**
   * The same of their places on their connections, of their connections' ages (ms), and of the quiet time (ms) of an idle connection that was passed over when a
   * new one was opened. Absent where nothing failed, or the log is written newest first.
   */
  readonly lives?: { readonly ordinals: readonly DistributionBin[]; readonly ages: readonly DistributionBin[]; readonly renewals: readonly DistributionBin[] };
  /** How many of its requests were under way as each of those began that went well, and how closely requests come. Absent like `lives`. */
  readonly company?: { readonly inFlight: readonly DistributionBin[]; readonly sameSecond: SameSecond };
  /** Its requests by path. Absent where nothing failed or paths are many; rows without a path are not in it. */
  readonly paths?: readonly PathCount[];
  /** Requests that began more than 50 ms before another on their connection ended: HTTP/2, or several proxies in one log. */
  readonly overlaps: number;
  readonly maxSurvivorGapMs?: Milliseconds;
  /** Failing requests by ordinal on their connection. */
  readonly failuresOnFirstUse: number;
}

/** Requests and failures of one cluster per bucket of time; buckets widen so that there are at most 1,000. */
export interface Timeline {
  /** `-` for rows that name none: listener rows and requests without a route. */
  readonly cluster: string;
  readonly direction: Direction;
  readonly bucketMs: Milliseconds;
  readonly buckets: readonly { readonly from: EpochMs; readonly requests: number; readonly failures: number }[];
}

/** The access log of one proxy, digested while it streamed by. */
export interface ProxyAccessLog {
  readonly proxy: Identity;
  readonly at: Place;
  readonly formats: readonly AccessFormat[];
  readonly rows: number;
  readonly first: EpochMs;
  readonly last: EpochMs;
  readonly groups: readonly RequestGroup[];
  /** At most `failureLimit` of them; `failuresSeen` counts all. */
  readonly failures: readonly FailureRow[];
  readonly failuresSeen: number;
  readonly clientAborts: number;
  /** Answers to gRPC clients whose status was not logged: HTTP says 200 of them whatever became of the call. Absent = none. */
  readonly grpcUntold?: number;
  /** Requests whose callers left, kept whole: the first and last `giveUpLimit`, half each; `clientAborts` counts all. */
  readonly giveUps: readonly FailureRow[];
  readonly pools: readonly UpstreamPool[];
  readonly timelines: readonly Timeline[];
  /** Lines that began like a row and could not be read (cut off, interleaved). */
  readonly damaged: number;
  readonly damagedAt?: Place;
  /**
   * IP addresses of the proxy itself: where inbound rows were answered and outbound rows left from. Several, when rows of
   * several pods are merged in one file without a name on each line (or the pod has more than one address).
   */
  readonly localAddresses: readonly string[];
}

/** Something a log line says that a diagnosis can use. The catalogue of ids is `log-signals.ts`. */
export interface Signal {
  readonly id: string;
  readonly time?: EpochMs;
  /** The line, cut at 1,000 characters. */
  readonly text: string;
  readonly at: Place;
  readonly data: { readonly [name: string]: string };
}

/** The log of one container that is not access-log rows. */
export interface ContainerLog {
  readonly identity: Identity;
  readonly at: Place;
  readonly lines: number;
  readonly first?: EpochMs;
  readonly last?: EpochMs;
  /** Every kind's first 200 and last 200. */
  readonly signals: readonly Signal[];
  readonly counts: { readonly [signalId: string]: number };
  /** The last lines before the log ends, at most 5. */
  readonly tail: readonly { readonly at: Place; readonly text: string; readonly time?: EpochMs }[];
}
