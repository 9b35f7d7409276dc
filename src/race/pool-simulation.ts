import type { Milliseconds } from '../model/time.ts';
import { createConnectionLife, type PooledConnection, type Served } from './connection-life.ts';
import type { PoolSetup } from './pool-setup.ts';
import type { Random } from './random.ts';
import { createTimeQueue } from './time-queue.ts';

/** How a request ended: `reset` is 503 UC, `refused` 503 UF, `timeout` 504 UT in an Envoy's access log. */
export type SimulatedOutcome = 'served' | 'reset' | 'refused' | 'timeout';

/** A request as an access log would have it; of one that was retried, the last attempt. */
export interface SimulatedRequest {
  /** Milliseconds on the clock of the arrivals. */
  readonly start: Milliseconds;
  readonly durationMs: Milliseconds;
  readonly host: number;
  /** Unlike for every connection that was opened or tried. */
  readonly connection: number;
  /** 1 = the first request on its connection. */
  readonly ordinal: number;
  /** Start less the end of the request before on the connection; absent on first use. */
  readonly gapMs?: Milliseconds;
  /** Start less the start of the connection's first request. */
  readonly ageMs: Milliseconds;
  /** Requests under way when this one began, on all hosts, itself included. */
  readonly inFlight: number;
  readonly outcome: SimulatedOutcome;
  /** 1 = no retry. */
  readonly attempts: number;
}

interface Attempt {
  readonly start: Milliseconds;
  readonly number: number;
  readonly inFlight: number;
}

interface Ended {
  readonly row: SimulatedRequest;
  readonly attempt: Attempt;
  readonly connection: PooledConnection;
  readonly served: Served;
}

/** Envoy waits a random time below this before it retries (retry_back_off base_interval, 25 ms). */
const RETRY_WITHIN_MS = 25;

/**
 * Plays requests against a pool of connections, event by event, and yields them in the order in which they end. Exact: a request is lost because of what
 * each end knew at that moment, not by a formula. Memory is bound by the requests under way at once.
 * @param arrivals Moments of the requests, ascending, in milliseconds.
 * @param serviceTime How long the server works at the next request, in milliseconds, without the network.
 */
export function* simulatePool(
  arrivals: Iterable<Milliseconds>,
  serviceTime: () => Milliseconds,
  setup: PoolSetup,
  random: Random,
): Generator<SimulatedRequest, void, undefined> {
  const hosts = setup.hosts ?? 1;
  const workers = setup.workers ?? 1;
  const life = createConnectionLife(setup, random);
  const pools: PooledConnection[][] = Array.from({ length: hosts * workers }, () => []);
  const underWay: number[] = Array.from({ length: hosts }, () => 0);
  const events = createTimeQueue<Ended | Attempt>();
  const most = 1 + (setup.client.retries ?? 0);
  let waiting = 0;

  const begin = (attempt: Attempt, at: Milliseconds): void => {
    const host = hosts === 1 ? 0 : random.below(hosts);
    const pool = host * workers + (workers === 1 ? 0 : random.below(workers));
    const idle = taken(pools[pool] ?? [], at);
    const connection = idle ?? life.open(host, pool, at);
    const busy = (underWay[host] ?? 0) + 1;
    underWay[host] = busy;
    const ordinal = connection.requests + 1;
    const served = life.serve(connection, at, serviceTime(), busy);
    const row: SimulatedRequest = {
      start: attempt.start,
      durationMs: served.end - attempt.start,
      host,
      connection: connection.id,
      ordinal,
      ...(idle === undefined ? {} : { gapMs: at - connection.lastEnd }),
      ageMs: at - connection.openedAt,
      inFlight: attempt.inFlight,
      outcome: served.outcome,
      attempts: attempt.number,
    };
    events.put(served.end, { row, attempt, connection, served });
  };

  function* until(moment: Milliseconds): Generator<SimulatedRequest, void, undefined> {
    for (let next = events.take(moment); next !== undefined; next = events.take(moment)) {
      const { at, what } = next;
      if (!('row' in what)) {
        begin(what, at);
        continue;
      }
      const { row, attempt, connection, served } = what;
      underWay[row.host] = (underWay[row.host] ?? 1) - 1;
      if (served.isKept) {
        life.rest(connection, at);
        pools[connection.pool]?.push(connection);
      }
      const isRetried = attempt.number < most && (served.outcome === 'reset' || served.outcome === 'refused');
      if (isRetried) events.put(at + random.uniform() * RETRY_WITHIN_MS, { ...attempt, number: attempt.number + 1 });
      else {
        waiting -= 1;
        yield row;
      }
    }
  }

  for (const start of arrivals) {
    yield* until(start);
    waiting += 1;
    begin({ start, number: 1, inFlight: waiting }, start);
  }
  yield* until(Number.POSITIVE_INFINITY);
}

/** Takes the connection used last, as Envoy does (conn_pool_base.cc, 1.36 to 1.40), and drops those which the client knows to be gone. */
function taken(pool: PooledConnection[], at: Milliseconds): PooledConnection | undefined {
  for (let last = pool.pop(); last !== undefined; last = pool.pop()) if (last.goneAt >= at) return last;
  return undefined;
}
