import type { EpochMs, Milliseconds } from '../../model/time.ts';
import type { Connection } from './connection-history.ts';
import { detached } from './detached.ts';

/** Connections of one cluster that were used last and may be idle. */
export interface IdleConnections {
  /**
   * Notes that a connection to the host was used, from `start` on. Gives the quiet time after which it had seemed to be passed over, if this request had
   * taken it by then: requests are logged when they end.
   */
  readonly used: (connection: Connection, host: string, start: EpochMs) => Milliseconds | undefined;
  /**
   * For how long the host's connection used last had been idle when a new one was opened; undefined when none was. Envoy takes the connection that was used last
   * (its pool is a stack: Envoy 1.36 source/common/conn_pool/conn_pool_base.cc). One that was passed over once is presumed closed until it is used again.
   */
  readonly passedOver: (host: string, at: EpochMs) => Milliseconds | undefined;
}

interface Used {
  readonly connection: Connection;
  readonly host: string;
  end: EpochMs;
}

const mostRecent = 32;

export function createIdleConnections(): IdleConnections {
  /** The one used last stands last. */
  const recent: Used[] = [];
  const note = (connection: Connection, host: string): void => {
    const latest = recent.at(-1);
    if (latest?.connection === connection) {
      latest.end = connection.lastEnd;
      return;
    }
    // a host's name is kept once, and not the block of the log that it was read from
    const name = recent.findLast((used) => used.host === host)?.host ?? detached(host);
    if (recent.length === mostRecent) recent.shift();
    recent.push({ connection, host: name, end: connection.lastEnd });
  };
  return {
    used(connection, host, start) {
      const passed = connection.passedOver;
      delete connection.passedOver;
      note(connection, host);
      return passed !== undefined && start <= passed.at ? passed.quiet : undefined;
    },
    passedOver(host, at) {
      const found = recent.findLast(
        ({ connection, host: own, end }) =>
          own === host && end <= at && end === connection.lastEnd && !connection.isClosed && connection.passedOver === undefined,
      );
      if (found === undefined) return undefined;
      found.connection.passedOver = { at, quiet: at - found.end };
      return at - found.end;
    },
  };
}
