import type { IncidentPattern, Party } from './diagnosis.ts';
import type { Evidence, NonEmpty } from './evidence.ts';
import type { ProxyFault, ProxyProduct } from './proxy-fault.ts';
import type { EpochMs, Milliseconds, Span } from './time.ts';

/**
 * What a failing row amounts to, whatever its proxy's version calls it.
 * - `reset`: UC, the connection was up and ended without an answer; `connect`: UF; `no-host`: UH; `overflow`: UO
 * - `no-route`: NR on a request; `no-cluster`: NC; `refused-by-listener`: NR on a connection, before any request
 * - `timeout`: UT, SI, DT, UMSDR; `protocol`: UPE, DPE; `stream-reset`: UR, LR; `denied`: UAEX, RBAC, RL
 * - `gave-up`: DC (or code 499) after a wait far longer than answers take: its caller left because nobody answered
 * - `answered`: no flag, the next one on the path made the answer; `other`: the rest
 */
export type Family =
  | 'reset'
  | 'connect'
  | 'no-host'
  | 'overflow'
  | 'no-route'
  | 'no-cluster'
  | 'refused-by-listener'
  | 'timeout'
  | 'protocol'
  | 'stream-reset'
  | 'denied'
  | 'gave-up'
  | 'answered'
  | 'other';

/** One failing request (or refused connection), at the hop where it broke; rows of the hops above are joined to it. */
export interface Failure {
  readonly time: EpochMs;
  readonly end: EpochMs;
  readonly family: Family;
  readonly flags: readonly string[];
  readonly details?: string;
  readonly transportFailure?: string;
  readonly code: number;
  readonly durationMs?: Milliseconds;
  readonly direction: 'inbound' | 'outbound' | 'listener' | 'gateway' | 'unknown';
  /** The proxy whose row has the flag, or the application for `answered` rows whose next hop is the application itself. */
  readonly writer: Party;
  /** Hop id, or a party's name where the request never left it (no route) or was answered by it (the application's own 503). */
  readonly hop: string;
  /** The party the request was for at this hop. */
  readonly server: Party;
  readonly upstreamLocal?: string;
  readonly downstreamRemote?: string;
  readonly downstreamLocal?: string;
  /** Pod whose log has the row, `namespace/name`. */
  readonly pod?: string;
  /** Who sent the request: workload name, where known. */
  readonly client?: string;
  /** Address the request was sent to, `ip:port`. */
  readonly upstreamHost?: string;
  /** Pod that has (or had) this address, `namespace/name`. */
  readonly serverPod?: string;
  readonly cluster?: string;
  readonly authority?: string;
  readonly path?: string;
  readonly requestId?: string;
  /** Where a proxy that is not Envoy tells it: its own terms, which have no flags. */
  readonly told?: { readonly proxy: ProxyProduct; readonly fault: ProxyFault; readonly method?: string; readonly attempts?: number };
  readonly idleGapMs?: Milliseconds;
  readonly ordinal?: number;
  readonly ageMs?: Milliseconds;
  /** Requests of its pool of connections that were under way when it began, itself included. */
  readonly inFlight?: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly savedByRetry: boolean;
  /** The answer came from beyond the last hop that is logged. */
  readonly unseenBeyond: boolean;
  /** Its own row first, then joined rows of other hops. */
  readonly evidence: NonEmpty<Evidence>;
}

/** Failures for one target that belong together. What analyzers judge; the Diagnosis carries its summary. */
export interface ObservedIncident {
  readonly id: string;
  /** `name.namespace` of the workload or service the requests were for. */
  readonly target: string;
  readonly targetName: string;
  readonly targetNamespace?: string;
  /** Of which parts of the target's failures it is made, where time tells several apart: bursts, or single failures spread over the rest. */
  readonly part?: { readonly keys: readonly string[]; readonly shape: 'episode' | 'spread' };
  readonly failures: readonly Failure[];
  /** All failing requests, also those not kept as rows. */
  readonly total: number;
  /** Requests for this target, failing ones included, where rows were counted. */
  readonly requests?: number;
  readonly pattern: IncidentPattern;
  /** Stretches of failures without a quiet of more than `burstGapMs`. */
  readonly bursts: readonly (Span & { readonly failures: readonly number[] })[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly families: readonly Family[];
  readonly clients: readonly string[];
}

/** All request evidence, judged. */
export interface Traffic {
  /** Those with the most failures; at most `incidentLimit` of facts/traffic. */
  readonly incidents: readonly ObservedIncident[];
  /** Further targets with failures, which are counted but not judged. */
  readonly incidentsLeftOut: number;
  readonly requests: { readonly seen: number; readonly failed: number; readonly savedByRetry: number; readonly clientAborted: number };
  /** Of those that clients gave up, how many after a wait far longer than answers take and with nothing of an answer: perhaps lost. */
  readonly abortedLate: number;
  /** Targets (`name.namespace`) with requests that went well, and how many. */
  readonly served: ReadonlyMap<string, number>;
  /** `client -> target` of all requests that were seen, also those outside the question; the busiest first. */
  readonly pathsSeen: readonly string[];
  /** True where most rows are answers to gRPC clients whose status was not logged: failures over 200 cannot be seen in them. */
  readonly isGrpcUntold: boolean;
  /** From the first to the last request that was seen, also outside the question; absent where rows have no time. */
  readonly timeSeen?: Span;
  /** Workloads that were seen to send requests, by target. */
  readonly callers: ReadonlyMap<string, readonly string[]>;
  /** Failing attempts that a retry saved: not incidents, but worth telling. */
  readonly saved: readonly Failure[];
  /** Where requests were counted: false = no access log had a row. */
  readonly observed: boolean;
}
