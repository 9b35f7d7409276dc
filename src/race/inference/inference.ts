import type { Milliseconds } from '../../model/time.ts';
import type { Completeness } from '../completeness.ts';

/** What may have reset the requests. */
export type Mechanism =
  /** The server closed the connection because it was idle, as the request was on its way. */
  | 'idle-limit'
  /** The server closes each connection, unannounced, after so many requests. */
  | 'request-limit'
  /** The server closes each connection, unannounced, at some age. */
  | 'age-limit'
  /** Several at one moment, whatever their connections: a crash, a restart, a push of configuration, a moment of overload. */
  | 'bursts'
  /** On a connection's first request: accepted and closed at once, a limit of connections, the wrong protocol. */
  | 'first-use'
  /** While many requests were under way. */
  | 'load'
  /** None of these: a reset now and then that nothing here explains. */
  | 'background';

/**
 * - `named`: posterior above 0.999 and Bayes factor above 1000 over the runner-up; never `background`, which is only what is left over
 * - `likely`: posterior above 0.9
 * - `undecided`: neither
 * - `nothing`: there were no resets
 */
export type Verdict = 'named' | 'likely' | 'undecided' | 'nothing';

export interface Inference {
  readonly verdict: Verdict;
  /** The most probable one; absent when there were no resets. */
  readonly mechanism?: Mechanism;
  /** All mechanisms, the most probable first. Empty when there were no resets. */
  readonly hypotheses: readonly Hypothesis[];
  /** How much better the most probable mechanism foretells the rows than the runner-up, as a power of ten. */
  readonly log10BayesFactor?: number;
  /** Resets that the most probable mechanism explains, by their index in the observations. */
  readonly fitting: readonly number[];
  /** Moments at which requests were reset; resets within a quarter of a second of each other are one, for they may have one reason. */
  readonly moments: number;
  /** Present when `idle-limit` is a candidate: what the limit would be. */
  readonly idleLimit?: IdleLimit;
  /** Present when `request-limit` is the most probable: requests per connection. */
  readonly requestLimit?: number;
  /** Present when `age-limit` is the most probable. */
  readonly ageLimit?: { readonly from: Milliseconds; readonly to: Milliseconds };
  /** Present when `load` is the most probable: requests under way from which on resets come. */
  readonly loadFrom?: number;
  /** Present when resets come in pairs less than 5 s apart, more often than chance would bring them together: speaks of crashes or restarts. */
  readonly clustered?: { readonly pairs: number; readonly chance: number };
  /** Resets that took too long for a race, by index. */
  readonly slow: readonly number[];
  /** Resets on their connection's first use, by index. */
  readonly firstUse: readonly number[];
  /** How many more independent resets of the same kind would decide. Present with `likely` and `undecided` where more of them can decide. */
  readonly moreResets?: number;
  /** Why rows of this log cannot decide, however many: only a measurement of the server can. */
  readonly needsProbe?: 'metronome';
  /** What the log's own numbers say about its being whole, and what the caller knows of it. */
  readonly completeness: Completeness;
  /**
   * Why the verdict is `undecided` although the numbers alone would allow another:
   * - `incomplete`: the log has rows missing, or too many, see `completeness.doubts`
   * - `first-use-unconfirmed`: resets on new connections, where connections may be new only because rows are missing
   * - `under-load`: resets on new connections, or in bursts, when many requests are under way, which opens connections and comes in bursts
   * - `same-since-restart`: connections of one age or ordinal, but reset in bursts: all of them may be as old as the last restart
   * - `requests-in-ticks`: bursts of resets in bursts of requests, which share whatever resets them
   * - `too-coarse`: bursts, in a log whose seconds were not counted, so that the requests may come in bursts too
   * - `explains-few`: two of three resets are left over
   * - `outlived`: more than a few requests went well on connections that were quiet for longer than the limit
   * - `also-idle`: most resets come after one length of quiet that is rare, which the mechanism does not explain
   * - `server-away`: the requests were reset while connections were refused
   * - `same-as-idle`: all connections end at their second request, and requests come like a metronome
   * - `load-unknown`: resets on new connections, and nothing tells how many requests were under way
   */
  readonly withheld?:
    | 'incomplete'
    | 'first-use-unconfirmed'
    | 'under-load'
    | 'same-since-restart'
    | 'requests-in-ticks'
    | 'too-coarse'
    | 'explains-few'
    | 'outlived'
    | 'also-idle'
    | 'server-away'
    | 'same-as-idle'
    | 'load-unknown';
}

export interface Hypothesis {
  readonly mechanism: Mechanism;
  /** 0 to 1; all of them add up to 1. */
  readonly posterior: number;
  /** Natural logarithm of the probability of the rows under this mechanism, averaged over its parameters. */
  readonly logLikelihood: number;
}

export interface IdleLimit {
  /**
   * - `race`: requests are lost only in a narrow band at the limit (W1 + W2, RFC 9112 section 9.5)
   * - `drain`: lost during the last second before an Envoy as server closes, and answered by the reset at its end (Envoy 1.36,
   *   conn_manager_impl.cc: idle time-out, drain time-out of 5 s, delayed close time-out of 1 s)
   * - `beyond`: every request after a longer quiet is lost: a middlebox forgot the connection and answers with a reset
   */
  readonly shape: 'race' | 'drain' | 'beyond';
  /** The median quiet time of the resets that fit; with `drain` the one at which the server closes. */
  readonly estimate: Milliseconds;
  /** Where the limit must lie: every request that went well says it is longer, every reset that it was reached. */
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  /** A limit that known software has and that lies in the interval. */
  readonly snapped?: Milliseconds;
  /** With `drain`: the idle time-out that is configured there if its two other limits are Envoy's defaults. */
  readonly drainIdle?: Milliseconds;
  /** Resets after that quiet time, by index. */
  readonly resets: readonly number[];
  /** Resets after other quiet times that are known. */
  readonly elsewhere: number;
  /** Requests that went well on reused connections: after less quiet, after as much, after more. */
  readonly survivors: { readonly below: number; readonly inside: number; readonly beyond: number };
  /** New connections that were opened although an idle one existed: quiet for less than the limit, and for longer. */
  readonly renewals?: { readonly below: number; readonly beyond: number };
  /** Share of the requests on reused connections that come after as much quiet: what chance would give. */
  readonly chance: number;
}
