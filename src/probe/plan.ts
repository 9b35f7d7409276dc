import type { Milliseconds } from '../model/time.ts';
import { requestText, type Target } from './target.ts';

export const mostConnections = 4;
export const mostRequests = 1100;
export const longestWait: Milliseconds = 2 * 3_600_000;
export const defaultWait: Milliseconds = 150_000;

/** Between the starts of two connections: enough that a timer's granularity shows, and that one bad answer stops the next. */
const stagger: Milliseconds = 237;
/** Connecting, and each answer, may take so long. */
const answerLimit: Milliseconds = 10_000;
/** After the last close: whether the server lingers, and late work of this process. */
const closingTime: Milliseconds = 5_000;
const requestPause: Milliseconds = 10;
const requestsTime: Milliseconds = 60_000;
const ageInterval: Milliseconds = 700;

export interface ProbeOptions {
  readonly connections: number;
  readonly maxWait: Milliseconds;
  /** Measure after how many requests a connection ends, up to so many. */
  readonly requests?: number;
  /** Measure at what age a busy connection ends, up to this age. */
  readonly age?: Milliseconds;
  readonly allowLoadBalancer: boolean;
}

/** Everything that will be done, before any of it is. All times in milliseconds. */
export interface ProbePlan {
  readonly target: Target;
  /** What is sent, once per request. */
  readonly request: string;
  readonly answerLimitMs: Milliseconds;
  readonly allowLoadBalancer: boolean;
  /** First, alone: one connection with requests one after the other. */
  readonly requests?: { readonly most: number; readonly pauseMs: Milliseconds; readonly atMostMs: Milliseconds };
  /** Then: connections that carry one request each and are left alone. */
  readonly idle: {
    readonly startsMs: readonly Milliseconds[];
    readonly maxWaitMs: Milliseconds;
    readonly atMostMs: Milliseconds;
    /** If an Envoy answers: one more request on the last connection when the first has been closed. */
    readonly hasLateRequest: boolean;
  };
  /** Beside them: one connection with a request at every interval. */
  readonly age?: { readonly intervalMs: Milliseconds; readonly mostRequests: number; readonly upToMs: Milliseconds; readonly atMostMs: Milliseconds };
  readonly mostConnectionsAtOnce: number;
  readonly mostRequests: number;
  readonly atMostMs: Milliseconds;
}

/** Plans a probe. At most four connections are open at once: one that measures the age takes the place of an idle one. */
export function planProbe(target: Target, options: ProbeOptions): ProbePlan {
  const idleCount = Math.max(1, Math.min(options.connections, options.age === undefined ? mostConnections : mostConnections - 1));
  const startsMs = Array.from({ length: idleCount }, (_, index) => index * stagger);
  // The starts lie 0.5 to 0.7 s apart then: within the second in which an Envoy answers no more, see late-request.ts.
  const hasLateRequest = options.allowLoadBalancer && idleCount >= 3;
  // Connecting and the one answer come before the wait.
  const idleMs = (startsMs.at(-1) ?? 0) + (hasLateRequest ? 3 : 2) * answerLimit + options.maxWait + closingTime;
  const requests = options.requests === undefined ? undefined : { most: options.requests, pauseMs: requestPause, atMostMs: requestsTime + 2 * answerLimit };
  const age =
    options.age === undefined
      ? undefined
      : { intervalMs: ageInterval, mostRequests: Math.ceil(options.age / ageInterval) + 1, upToMs: options.age, atMostMs: options.age + 2 * answerLimit };
  return {
    target,
    request: requestText(target),
    answerLimitMs: answerLimit,
    allowLoadBalancer: options.allowLoadBalancer,
    ...(requests === undefined ? {} : { requests }),
    idle: { startsMs, maxWaitMs: options.maxWait, atMostMs: idleMs, hasLateRequest },
    ...(age === undefined ? {} : { age }),
    mostConnectionsAtOnce: Math.max(idleCount + (age === undefined ? 0 : 1), 1),
    mostRequests: idleCount + (hasLateRequest ? 1 : 0) + (requests?.most ?? 0) + (age?.mostRequests ?? 0),
    atMostMs: (requests?.atMostMs ?? 0) + Math.max(idleMs, age?.atMostMs ?? 0),
  };
}
