import { type Arrivals, burstArrivals, periodicArrivals, poissonArrivals } from '../race/arrivals.ts';
import type { Mechanism } from '../race/inference/index.ts';
import type { PoolRequest } from './observe-pool.ts';
import { simulatePool } from '../race/pool-simulation.ts';
import type { Crash, PoolSetup } from '../race/pool-setup.ts';
import { type Random, seededRandom } from '../race/random.ts';

/** A log whose truth is known, because it was made so. */
export interface RaceScenario {
  readonly name: string;
  /** What may be named; empty: nothing may be. */
  readonly truth: readonly Mechanism[];
  /** Rows up to the given number of resets, or as many as come in the time that is played. */
  readonly rows: (seed: number, resets: number) => readonly PoolRequest[];
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** Any year will do. */
const epoch = Date.UTC(2026, 0, 1);

type Traffic = (random: Random) => Arrivals;
const poisson =
  (perSecond: number): Traffic =>
  (random) =>
    poissonArrivals(perSecond, random);
const periodic =
  (periodMs: number, jitterMs: number): Traffic =>
  (random) =>
    periodicArrivals(periodMs, jitterMs, random);
const bursts =
  (size: number, periodMs: number, jitterMs: number): Traffic =>
  (random) =>
    burstArrivals(size, periodMs, jitterMs, 3, random);

/** Few requests, and many for a while at the beginning of every ten minutes. */
const peaks =
  (usual: number, atPeak: number, lastingMs: number): Traffic =>
  (random) =>
    peakArrivals(usual, atPeak, lastingMs, random);

function* peakArrivals(usual: number, atPeak: number, lastingMs: number, random: Random): Arrivals {
  for (const at of poissonArrivals(atPeak, random)) if (at % (10 * minute) < lastingMs || random.uniform() < usual / atPeak) yield at;
}

type Service = (random: Random) => () => number;
const around =
  (meanMs: number): Service =>
  (random) =>
  () =>
    random.exponential(meanMs);
const always =
  (ms: number): Service =>
  () =>
  () =>
    ms;

/** A server with an idle limit; requests are lost in W = 2 x 10 ms of network + 50 ms of notice. */
const idleLimit = (limitMs: number): PoolSetup => ({ server: { idle: { limitMs, spreadMs: 2 } }, client: { noticeMs: 50 }, oneWayMs: 10 });
const each = (apartMs: number): readonly Crash[] => Array.from({ length: 400 }, (_, index) => ({ at: (index + 1) * apartMs, downMs: 5 * second }));
const hourly = each(hour);

export const raceScenarios: readonly RaceScenario[] = [
  scenario('idle limit 5 s, random traffic', ['idle-limit'], poisson(0.4), 50, idleLimit(5 * second)),
  scenario('idle limit 5 s, busy random traffic', ['idle-limit'], poisson(5), 50, idleLimit(5 * second)),
  scenario('idle limit 60 s, periodic, sd 0.5 s', ['idle-limit'], periodic(minute, 500), 20, idleLimit(minute)),
  scenario('idle limit 60 s, 4 at once each minute', ['idle-limit'], bursts(4, minute, 300), 20, idleLimit(minute)),
  scenario('idle limit 60 s, metronome, sd 5 ms', ['idle-limit'], periodic(minute + 20, 5), always(20), {
    ...idleLimit(minute),
    client: { noticeMs: 5 },
    oneWayMs: 5,
  }),
  scenario('Envoy as server closes after 10 s', ['idle-limit'], poisson(0.15), 20, {
    server: { envoyIdle: { idleMs: 10 * second, drainMs: 5 * second, closeMs: second } },
    client: {},
    oneWayMs: 1,
  }),
  scenario('crash each hour', ['bursts'], poisson(2), 1_500, { server: { crashes: hourly }, client: {}, oneWayMs: 1 }),
  scenario('unannounced close after 100 requests', ['request-limit'], poisson(20), 4, {
    server: { requests: { limit: 100, announced: false } },
    client: { noticeMs: 20 },
    oneWayMs: 2,
  }),
  scenario('unannounced close at 120 s of age', ['age-limit'], poisson(5), 60, {
    server: { age: { limitMs: 2 * minute, announced: false, waits: false } },
    client: { noticeMs: 20 },
    oneWayMs: 2,
  }),
  scenario('random resets', [], poisson(1), 40, { server: { randomReset: 0.002 }, client: {}, oneWayMs: 1 }),
  scenario('random resets of many, each minute', [], periodic(minute, 5), 20, { server: { randomReset: 0.1 }, client: {}, oneWayMs: 1 }),
  // its resets do come several at a moment, so that is no wrong answer
  scenario('overload above 4 at once', ['load', 'bursts'], poisson(8), 150, { server: { overloadAbove: 4 }, client: {}, oneWayMs: 1, workers: 2 }),
  scenario('accept, then close', ['first-use'], poisson(2), 10, { server: { acceptThenClose: 0.1 }, client: { idleMs: 2 * second }, oneWayMs: 1 }),
  scenario('a middlebox forgets after 30 s, silently', [], poisson(0.05), 20, { server: {}, client: {}, oneWayMs: 1, middleboxIdleMs: 30 * second }),
  scenario('idle limit 5 s, and a crash each hour', ['idle-limit', 'bursts'], poisson(0.4), 1_500, {
    ...idleLimit(5 * second),
    server: { idle: { limitMs: 5 * second, spreadMs: 2 }, crashes: hourly },
  }),
  scenario('idle limit 5 s, and accept, then close', ['idle-limit', 'first-use'], poisson(0.4), 50, {
    ...idleLimit(5 * second),
    server: { idle: { limitMs: 5 * second, spreadMs: 2 }, acceptThenClose: 0.01 },
  }),
  scenario('crash each six hours, slow requests', ['bursts'], poisson(0.5), 4_000, { server: { crashes: each(6 * hour) }, client: {}, oneWayMs: 1 }),
  scenario('close at 10 min of age, and a crash every two hours', ['age-limit', 'bursts'], poisson(1), 60, {
    server: { age: { limitMs: 10 * minute, announced: false, waits: false }, crashes: each(2 * hour) },
    client: { noticeMs: 20 },
    oneWayMs: 2,
  }),
  scenario('overload above 8 in peaks', ['load', 'bursts'], peaks(2, 100, 5 * second), 100, { server: { overloadAbove: 8 }, client: {}, oneWayMs: 1 }),
  scenario('unannounced close after 1,000 requests, peaks', ['request-limit'], peaks(6, 120, 20 * second), 60, {
    server: { requests: { limit: 1_000, announced: false } },
    client: { noticeMs: 10 },
    oneWayMs: 1,
  }),
  scenario('random resets, peaks', [], peaks(2, 100, 5 * second), 100, { server: { randomReset: 0.002 }, client: {}, oneWayMs: 1 }),
  twoHosts('idle limits of 5 s and 60 s on two hosts', ['idle-limit'], poisson(0.3), 30, [idleLimit(5 * second), idleLimit(minute)]),
  scenario('idle limit 5 s, two workers', ['idle-limit'], poisson(0.4), 50, { ...idleLimit(5 * second), workers: 2 }),
];

function scenario(name: string, truth: readonly Mechanism[], traffic: Traffic, service: number | Service, setup: PoolSetup): RaceScenario {
  return { name, truth, rows: (seed, resets) => play(traffic, service, setup, seededRandom(seed), resets) };
}

/** Two replicas that are not alike. */
function twoHosts(name: string, truth: readonly Mechanism[], traffic: Traffic, service: number, setups: readonly [PoolSetup, PoolSetup]): RaceScenario {
  return {
    name,
    truth,
    rows(seed, resets) {
      const [one, other] = setups.map((setup, host) =>
        play(traffic, service, setup, seededRandom(seed + 7_000 * host), resets).map((row) => ({
          ...row,
          connection: 2 * Number(row.connection) + host,
          host,
        })),
      );
      const end = Math.min(one?.at(-1)?.start ?? 0, other?.at(-1)?.start ?? 0);
      const all = [...(one ?? []), ...(other ?? [])].filter(({ start }) => start <= end);
      return all.toSorted((a, b) => a.start + a.durationMs - b.start - b.durationMs);
    },
  };
}

/** At most so many rows of one log. */
const mostRows = 30_000;

function play(traffic: Traffic, service: number | Service, setup: PoolSetup, random: Random, resets: number): readonly PoolRequest[] {
  const rows: PoolRequest[] = [];
  let left = resets;
  const serviceTime = typeof service === 'number' ? around(service) : service;
  for (const { start, durationMs, connection, outcome } of simulatePool(traffic(random), serviceTime(random), setup, random)) {
    // as a log has it: whole milliseconds, rounded down
    rows.push({
      start: epoch + Math.floor(start),
      durationMs: Math.floor(durationMs),
      connection,
      isReset: outcome === 'reset',
      isRefused: outcome === 'refused',
    });
    if (outcome === 'reset') left -= 1;
    if (left === 0 || rows.length >= mostRows) break;
  }
  return rows;
}
