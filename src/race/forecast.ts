import type { Milliseconds } from '../model/time.ts';
import { ageLimitShare } from './age-limit.ts';
import { type GapLaw, shorterGaps } from './gap-law.ts';
import { gapOutcomes } from './gap-outcomes.ts';
import type { Hop } from './hop.ts';
import { type Lags, quietLags, throttledLags } from './lags.ts';
import { idleLossShare, requestLimitShare, type ReuseChances, reuseChances } from './loss-share.ts';
import { type CountInterval, poissonInterval } from './poisson-interval.ts';
import { busyTime, type Scenario } from './scenario.ts';
import { gapLaw, requestsPerSecond } from './traffic.ts';

/** What is to be expected of one hop, or of all. */
export interface Expectation {
  /** Share of requests that fail, 0 to 1. */
  readonly share: number;
  readonly perDay: number;
  /** The same on quiet hosts and on throttled ones. */
  readonly quietPerDay: number;
  readonly throttledPerDay: number;
  /** Failures of a single day, in 95 of 100 days, whichever of the two the hosts are. */
  readonly interval: CountInterval;
}

export interface HopForecast extends Expectation {
  readonly hop: Hop;
  /** The part of the share that the idle limit costs, without limits of age and of requests. */
  readonly idleShare: number;
}

export interface Forecast extends Expectation {
  readonly hops: readonly HopForecast[];
}

const DAY_SECONDS = 86_400;

/**
 * Failures to expect of a scenario, in closed form. Undefined where there is no closed form: a periodic caller whose requests overlap, or bursts that
 * are spread over several pools.
 */
export function forecast(scenario: Scenario): Forecast | undefined {
  const hops: HopForecast[] = [];
  const passing: Shares = { share: 1, quiet: 1, throttled: 1 };
  let passed = passing;
  for (const hop of scenario.hops) {
    const shares = hopShares(scenario, hop);
    if (shares === undefined) return undefined;
    hops.push({ hop, idleShare: shares.idle, ...expectation(scenario, shares) });
    passed = both(passed, shares, (before, lost) => before * (1 - lost));
  }
  return {
    ...expectation(
      scenario,
      both(passing, passed, (all, rest) => all - rest),
    ),
    hops,
  };
}

/** Requests per day of all pools together. */
export function requestsPerDay(scenario: Scenario): number {
  return requestsPerSecond(scenario.traffic) * DAY_SECONDS * scenario.pools;
}

/** How long connections of a hop were quiet: of those used once, which a round trip more kept busy, and of those used more often. */
interface HopLaws {
  readonly afterNew: GapLaw;
  readonly later: GapLaw;
}

/** The share of requests that a hop loses and no retry saves. Undefined without a closed form. */
export function hopShare(scenario: Scenario, hop: Hop, lags: Lags): number | undefined {
  return lossesBy(scenario, hop)?.(hop, lags).all;
}

/** What a hop loses, of all its requests. */
interface Losses {
  readonly all: number;
  /** Those of them that the idle limit costs. */
  readonly idle: number;
}

/** The same for a hop with these or other limits: the law of its gaps, which takes long to find for many requests at once, is found once. */
export function lossesBy(scenario: Scenario, hop: Hop): ((hop: Hop, lags: Lags) => Losses) | undefined {
  const laws = hopLaws(scenario, hop);
  return laws === undefined ? undefined : (own, lags) => shareOf(scenario, busyTime(scenario, hop), laws, own, lags);
}

function hopLaws(scenario: Scenario, hop: Hop): HopLaws | undefined {
  const { traffic, shape } = scenario;
  const busyMs = busyTime(scenario, hop);
  const later = gapLaw(traffic, busyMs, shape);
  const afterNew = afterNewLaw(scenario, hop, busyMs, later);
  return later === undefined || afterNew === undefined ? undefined : { afterNew, later };
}

/** After a new connection, which a round trip more kept busy. Random callers do not remember how long they waited. */
function afterNewLaw({ traffic, shape }: Scenario, { rttMs }: Hop, busyMs: Milliseconds, later: GapLaw | undefined): GapLaw | undefined {
  switch (traffic.kind) {
    case 'periodic':
      return gapLaw(traffic, busyMs + rttMs, shape);
    case 'counted':
      return later === undefined ? undefined : shorterGaps(later, rttMs);
    case 'random':
      return later;
  }
}

function shareOf(scenario: Scenario, busyMs: Milliseconds, { afterNew, later }: HopLaws, hop: Hop, lags: Lags): Losses {
  const { traffic, shape, retries } = scenario;
  const chances = reuseChances(later, hop, lags);
  const idle = idleLossShare(afterNew === later ? chances : reuseChances(afterNew, hop, lags), chances, hop.clientMaxRequests);
  const byAge = ageLimitShare(traffic, busyMs, shape.workers * shape.hosts, later, chances, hop, lags);
  const all = Math.min(1, idle + requestLimitShare(later, chances, hop, lags) + byAge);
  const unsaved = lostAgain(scenario, busyMs, chances, hop, lags) ** retries;
  return { all: all * unsaved, idle: idle * unsaved };
}

/** Envoy waits a random time below this before it retries (retry_back_off base_interval, 25 ms). */
const RETRY_WITHIN_MS = 25;

/**
 * The chance that a retry meets a second connection in its window, at most. Pools of a periodic caller were used whole periods apart: two of them are in a
 * window only if it is wider than a period, and a single pool has no second idle connection. In a stack the next one below was put back just before the
 * first: within the window, if another answer came in that time.
 */
function lostAgain(scenario: Scenario, busyMs: Milliseconds, { lost }: ReuseChances, hop: Hop, lags: Lags): number {
  const { traffic, shape } = scenario;
  if (traffic.kind === 'periodic') {
    const windows = gapOutcomes(hop, lags).lost;
    const widthMs = Math.max(0, ...windows.map(({ toMs }) => toMs)) - Math.min(...windows.map(({ fromMs }) => fromMs));
    const pools = shape.workers * shape.hosts;
    return widthMs + RETRY_WITHIN_MS < traffic.periodMs ? 0 : (1 - 1 / pools) * lost;
  }
  const load = (requestsPerSecond(traffic) / 1_000 / (shape.workers * shape.hosts)) * busyMs;
  const window = hop.rttMs + lags.decisionMs + lags.noticeMs;
  return 1 - Math.exp((-window / Math.max(1, busyMs)) * Math.max(1, load));
}

/** Shares as the scenario has it, on quiet hosts and on throttled ones. */
interface Shares {
  readonly share: number;
  readonly quiet: number;
  readonly throttled: number;
}

interface HopShares extends Shares {
  /** What the idle limit costs, as the scenario has it. */
  readonly idle: number;
}

function both(one: Shares, other: Shares, of: (one: number, other: number) => number): Shares {
  return { share: of(one.share, other.share), quiet: of(one.quiet, other.quiet), throttled: of(one.throttled, other.throttled) };
}

function hopShares(scenario: Scenario, hop: Hop): HopShares | undefined {
  const losses = lossesBy(scenario, hop);
  if (losses === undefined) return undefined;
  const [quiet, throttled] = [losses(hop, quietLags), losses(hop, throttledLags)];
  const own = scenario.isThrottled ? throttled : quiet;
  return { share: own.all, idle: own.idle, quiet: quiet.all, throttled: throttled.all };
}

function expectation(scenario: Scenario, { share, quiet, throttled }: Shares): Expectation {
  const requests = requestsPerDay(scenario);
  // Wider lags can mean less: connections that die early do not meet the close.
  const [least, most] = [Math.min(quiet, throttled), Math.max(quiet, throttled)];
  return {
    share,
    perDay: share * requests,
    quietPerDay: quiet * requests,
    throttledPerDay: throttled * requests,
    interval: poissonInterval(least * requests, most * requests),
  };
}
