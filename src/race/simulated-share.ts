import type { Milliseconds } from '../model/time.ts';
import type { Hop } from './hop.ts';
import { envoyDrain } from './safe-limit.ts';
import type { PoolSetup } from './pool-setup.ts';
import { simulatePool } from './pool-simulation.ts';
import type { Random } from './random.ts';
import { busyTime, lagsOf, type Scenario } from './scenario.ts';
import { arrivalsOf } from './traffic.ts';

/** What the exact simulation of a hop has counted so far. */
export interface SimulatedShare {
  readonly requests: number;
  readonly losses: number;
  /** Simulated time. */
  readonly spanMs: Milliseconds;
}

/** When enough was simulated, whichever comes first. */
export interface SimulationBounds {
  readonly requests: number;
  readonly losses: number;
  readonly spanMs: Milliseconds;
}

/** So many requests between two counts: often enough for Ctrl-C and a progress line. */
const BETWEEN_COUNTS = 5_000;

/** Plays one pool of a hop event by event; yields its counts now and then, and at the end. */
export function* simulatedShare(scenario: Scenario, hop: Hop, bounds: SimulationBounds, random: Random): Generator<SimulatedShare, void, undefined> {
  const busyMs = busyTime(scenario, hop);
  const serviceMs = busyMs - hop.rttMs;
  const serviceTime = scenario.traffic.kind === 'random' ? () => random.exponential(serviceMs) : () => serviceMs;
  const arrivals = arrivalsOf(scenario.traffic, busyMs, random);
  let [requests, losses, spanMs] = [0, 0, 0];
  for (const { start, outcome } of simulatePool(arrivals, serviceTime, setupOf(scenario, hop), random)) {
    requests += 1;
    if (outcome !== 'served') losses += 1;
    spanMs = Math.max(spanMs, start);
    if (requests >= bounds.requests || losses >= bounds.losses || spanMs >= bounds.spanMs) break;
    if (requests % BETWEEN_COUNTS === 0) yield { requests, losses, spanMs };
  }
  yield { requests, losses, spanMs };
}

/** Whether a count and a share can be of the same truth. `too-rare`: so few were expected and seen that the count says little. */
export type Agreement = 'agrees' | 'differs' | 'too-rare';

const FEW = 5;
const DEVIATIONS = 3.5;

export function agreement(share: number, { requests, losses }: SimulatedShare): Agreement {
  const expected = share * requests;
  if (share === 0) return losses === 0 ? 'agrees' : 'differs';
  if (expected < FEW && losses < FEW) return 'too-rare';
  return Math.abs(losses - expected) <= DEVIATIONS * Math.sqrt(Math.max(1, expected * (1 - share))) + 1 ? 'agrees' : 'differs';
}

function setupOf({ shape, retries, ...scenario }: Scenario, hop: Hop): PoolSetup {
  const { serverIdle, envoyServerIdleMs, serverMaxRequests, serverMaxAgeMs, clientIdleMs, clientMaxRequests } = hop;
  const { decisionMs, noticeMs, latenessMs } = lagsOf({ shape, retries, ...scenario });
  return {
    server: {
      decisionMs,
      ...(serverIdle === undefined ? {} : { idle: { limitMs: serverIdle.minMs, spreadMs: serverIdle.maxMs - serverIdle.minMs } }),
      ...(envoyServerIdleMs === undefined ? {} : { envoyIdle: { idleMs: envoyServerIdleMs, ...envoyDrain } }),
      ...(serverMaxRequests === undefined ? {} : { requests: { limit: serverMaxRequests, announced: false } }),
      ...(serverMaxAgeMs === undefined ? {} : { age: { limitMs: serverMaxAgeMs, announced: false, waits: true } }),
    },
    client: {
      noticeMs,
      latenessMs,
      retries,
      ...(clientIdleMs === undefined ? {} : { idleMs: clientIdleMs }),
      ...(clientMaxRequests === undefined ? {} : { maxRequests: clientMaxRequests }),
    },
    oneWayMs: hop.rttMs / 2,
    workers: shape.workers,
    hosts: shape.hosts,
  };
}
