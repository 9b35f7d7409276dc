import type { Milliseconds } from '../model/time.ts';
import type { Hop } from './hop.ts';
import { type Lags, quietLags, throttledLags } from './lags.ts';
import type { PoolShape, Traffic } from './traffic.ts';

/** What is simulated: traffic through one hop or several. */
export interface Scenario {
  readonly traffic: Traffic;
  /** Of the application at the end of the path, without the network. */
  readonly serviceMs: Milliseconds;
  readonly shape: PoolShape;
  /** Callers with pools of their own, each with this traffic: the replicas of a client. */
  readonly pools: number;
  /** Attempts after the first that whoever is first makes after a 503. */
  readonly retries: number;
  readonly isThrottled: boolean;
  /** From the caller to the application; at least one. */
  readonly hops: readonly Hop[];
}

/** Time from the start of a request until its answer, seen by a hop's client: the application and every round trip behind it. */
export function busyTime(scenario: Scenario, hop: Hop): Milliseconds {
  const behind = scenario.hops.slice(scenario.hops.indexOf(hop));
  return behind.reduce((sum, { rttMs }) => sum + rttMs, scenario.serviceMs);
}

export function lagsOf(scenario: Scenario): Lags {
  return scenario.isThrottled ? throttledLags : quietLags;
}
