import type { Milliseconds } from '../model/time.ts';
import type { SimulatedOutcome } from './pool-simulation.ts';
import type { Crash, PoolSetup } from './pool-setup.ts';
import type { Random } from './random.ts';

/** A connection of the simulated pool; it changes as it is used. Moments are the client's but where they are named the server's. */
export interface PooledConnection {
  readonly id: number;
  readonly host: number;
  readonly pool: number;
  readonly openedAt: Milliseconds;
  requests: number;
  lastEnd: Milliseconds;
  /** From this moment of the server on, what arrives is not answered. */
  deafFrom: Milliseconds;
  /** When the client handles the server's close. */
  seenAt: Milliseconds;
  /** After this moment the client does not use it any more. */
  goneAt: Milliseconds;
}

/** What became of an attempt. */
export interface Served {
  readonly end: Milliseconds;
  readonly outcome: SimulatedOutcome;
  /** Whether the client keeps the connection for the next request. */
  readonly isKept: boolean;
}

export interface ConnectionLife {
  readonly open: (host: number, pool: number, at: Milliseconds) => PooledConnection;
  /** @param busy Requests under way at the host, this one included. */
  readonly serve: (connection: PooledConnection, start: Milliseconds, serviceMs: Milliseconds, busy: number) => Served;
  /** The connection becomes idle: from here on its end is settled, but for requests. */
  readonly rest: (connection: PooledConnection, at: Milliseconds) => void;
}

const ENVOY_ROUTE_TIMEOUT_MS = 15_000;
const NEVER = Number.POSITIVE_INFINITY;

/** The rules by which a connection of the simulation lives and dies. */
export function createConnectionLife(setup: PoolSetup, random: Random): ConnectionLife {
  const { server, client, oneWayMs: way = 0, middleboxIdleMs = NEVER } = setup;
  const notice = client.noticeMs ?? 0;
  const decision = server.decisionMs ?? 0;
  const byChance = (chance: number | undefined): boolean => chance !== undefined && random.uniform() < chance;
  const upTo = (most: Milliseconds | undefined): Milliseconds => (most === undefined || most === 0 ? 0 : random.uniform() * most);
  const lost = (end: Milliseconds, outcome: SimulatedOutcome = 'reset'): Served => ({ end, outcome, isKept: false });
  let opened = 0;

  /** The server's idle close, in its own time, if its last byte left at `sentAt`. */
  const idleClose = (sentAt: Milliseconds): Milliseconds => {
    if (server.idle === undefined) return NEVER;
    const { limitMs, spreadMs, tickMs } = server.idle;
    const due = sentAt + limitMs;
    return (tickMs === undefined ? due : Math.ceil(due / tickMs) * tickMs) + upTo(spreadMs);
  };

  const isAnnounced = (connection: PooledConnection, isNew: boolean, arrival: Milliseconds, finish: Milliseconds): boolean => {
    const { requests, age, envoyIdle } = server;
    const atServer = connection.openedAt + way;
    return (
      (requests?.announced === true && connection.requests >= requests.limit) ||
      (age?.announced === true && finish - atServer >= age.limitMs) ||
      (envoyIdle !== undefined && !isNew && arrival - (connection.lastEnd - way) > envoyIdle.idleMs)
    );
  };

  return {
    open: (host, pool, at) => {
      opened += 1;
      return { id: opened, host, pool, openedAt: at, requests: 0, lastEnd: at, deafFrom: NEVER, seenAt: NEVER, goneAt: NEVER };
    },

    serve(connection, start, serviceMs, busy) {
      const isNew = connection.requests === 0;
      if (isNew && isDown(server.crashes, connection.host, start + way)) return lost(start + 2 * way, 'refused');
      // A new connection costs a round trip before the request can leave.
      const sent = isNew ? start + 2 * way : start;
      const arrival = sent + way;
      if (isNew && byChance(server.acceptThenClose)) return lost(sent);
      if (!isNew && start - connection.lastEnd > middleboxIdleMs) return lost(start + (client.timeoutMs ?? ENVOY_ROUTE_TIMEOUT_MS), 'timeout');
      if (arrival > connection.deafFrom) return lost(Math.max(start, connection.seenAt));
      if (busy > (server.overloadAbove ?? NEVER)) return lost(arrival + way);
      if (byChance(server.randomReset)) return lost(arrival + random.uniform() * serviceMs + way);
      const finish = arrival + serviceMs;
      const killed = firstCrash(server.crashes, connection.host, isNew ? start + way : arrival, finish);
      const tooOld = server.age?.announced === false && !server.age.waits ? connection.openedAt + way + server.age.limitMs : NEVER;
      const cut = Math.min(killed, tooOld > arrival && tooOld <= finish ? tooOld : NEVER);
      if (cut !== NEVER) return lost(cut + way);
      connection.requests += 1;
      const isLast = connection.requests >= (client.maxRequests ?? NEVER) || isAnnounced(connection, isNew, arrival, finish);
      return { end: finish + way, outcome: 'served', isKept: !isLast };
    },

    rest(connection, at) {
      const sentAt = at - way;
      const { requests, age, envoyIdle } = server;
      const idle = idleClose(sentAt);
      const drained = envoyIdle === undefined ? NEVER : sentAt + envoyIdle.idleMs + envoyIdle.drainMs;
      const full = requests !== undefined && !requests.announced && connection.requests >= requests.limit ? sentAt : NEVER;
      const old = age === undefined || age.announced ? NEVER : Math.max(sentAt, connection.openedAt + way + age.limitMs);
      const abrupt = Math.min(full, old, firstCrash(server.crashes, connection.host, sentAt, NEVER));
      const closed = Math.min(idle, drained + (envoyIdle?.closeMs ?? 0), abrupt);
      connection.lastEnd = at;
      connection.deafFrom = Math.min(idle - decision, drained - decision, abrupt);
      // A close that comes after the middlebox forgot the connection reaches nobody.
      connection.seenAt = closed + way > at + middleboxIdleMs ? NEVER : closed + way + notice;
      connection.goneAt = Math.min(connection.seenAt, client.idleMs === undefined ? NEVER : at + client.idleMs + upTo(client.latenessMs));
    },
  };
}

/** The first crash of a host after `from` and not after `to`; infinity if there is none. */
function firstCrash(crashes: readonly Crash[] | undefined, host: number, from: Milliseconds, to: Milliseconds): Milliseconds {
  if (crashes === undefined) return NEVER;
  for (let index = firstAfter(crashes, from); index < crashes.length; index += 1) {
    const crash = crashes[index];
    if (crash === undefined || crash.at > to) return NEVER;
    if (concerns(crash, host)) return crash.at;
  }
  return NEVER;
}

/** Where the crashes after a moment begin; there may be one for every hour of years. */
function firstAfter(crashes: readonly Crash[], moment: Milliseconds): number {
  let [low, high] = [0, crashes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((crashes[middle]?.at ?? NEVER) > moment) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Of the crashes before a moment only the latest of the host can still keep it down. */
function isDown(crashes: readonly Crash[] | undefined, host: number, at: Milliseconds): boolean {
  if (crashes === undefined) return false;
  for (let index = firstAfter(crashes, at) - 1; index >= 0; index -= 1) {
    const crash = crashes[index];
    if (crash !== undefined && concerns(crash, host)) return at < crash.at + crash.downMs;
  }
  return false;
}

function concerns(crash: Crash, host: number): boolean {
  return crash.host === undefined || crash.host === host;
}
