/** Callers that wait a chosen time after each answer, and what Envoy's access log says became of them. */
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** One attempt to reuse a connection, by Envoy's own clock. */
export interface Reuse {
  readonly pool: number;
  readonly gapMs: number;
  readonly isLost: boolean;
}

export interface PoolRequests {
  readonly requests: number;
  readonly losses: number;
  readonly reuses: readonly Reuse[];
}

/** Each pool has one caller on one connection to Envoy; `pauseMs` gives the wait before its next request. */
export async function driveCallers(port: number, pools: number, forMs: number, pauseMs: (pool: number) => number): Promise<void> {
  const until = performance.now() + forMs;
  const caller = async (pool: number): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    // Not all at once, or the host is busy just when it matters.
    await wait((2_000 * pool) / pools);
    while (performance.now() < until) {
      await request(port, pool, agent);
      await wait(pauseMs(pool));
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: pools }, (_, pool) => caller(pool)));
}

/** Requests, losses and reuses of the pools that are asked for. A loss leaves no idle connection behind, so the request after it reuses nothing. */
export function readReuses(accessLog: string, isAsked: (pool: number) => boolean): PoolRequests {
  const rows = readFileSync(accessLog, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .map((row) => ({
      pool: Number(row.pool),
      start: Number(row.start) * 1_000,
      end: Number(row.start) * 1_000 + Number(row.took) / 1_000,
      isLost: row.flags === 'UC',
    }))
    .filter(({ pool }) => isAsked(pool))
    .toSorted((one, other) => one.start - other.start);
  const reuses = [...Map.groupBy(rows, ({ pool }) => pool).values()].flatMap((own) =>
    own.flatMap((row, index) => {
      const before = own[index - 1];
      return before === undefined || before.isLost ? [] : [{ pool: row.pool, gapMs: row.start - before.end, isLost: row.isLost }];
    }),
  );
  return { requests: rows.length, losses: rows.filter(({ isLost }) => isLost).length, reuses };
}

/** Bounded by Envoy's route timeout of 5 s; what the answer is, its access log says. */
function request(port: number, pool: number, agent: Agent): Promise<void> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: `/${pool}`, agent }, (answer) => {
      answer.resume().once('close', () => resolve());
    }).once('error', () => resolve());
  });
}
