import type { Milliseconds } from '../model/time.ts';
import { type Hop, serverCloses } from '../race/hop.ts';
import { safeClientIdle, safeServerIdle } from '../race/safe-limit.ts';

/** What would make a hop safe by the margin rule. */
export interface SafeHop {
  readonly hop: Hop;
  readonly isSafe: boolean;
  /** From when on the server must not be asked any more. */
  readonly serverMs: Milliseconds;
  /** The longest safe limit of the client; absent where the server's leaves no room for a margin. */
  readonly clientAtMostMs?: Milliseconds;
  /** Absent if the client keeps connections forever. */
  readonly serverAtLeastMs?: Milliseconds;
}

/** Of every hop whose server closes idle connections. */
export function safeHops(hops: readonly Hop[]): readonly SafeHop[] {
  return hops.flatMap((hop) => {
    const closes = serverCloses(hop);
    if (closes === undefined) return [];
    const serverMs = closes.minMs - closes.deafMs;
    const { clientIdleMs, clientMaxRequests } = hop;
    const clientAtMostMs = safeClientIdle(serverMs);
    const serverAtLeastMs = clientIdleMs === undefined ? undefined : safeServerIdle(clientIdleMs);
    const isSafe = clientMaxRequests === 1 || (clientIdleMs !== undefined && (clientIdleMs <= (clientAtMostMs ?? 0) || serverMs >= (serverAtLeastMs ?? 0)));
    return [
      { hop, isSafe, serverMs, ...(clientAtMostMs === undefined ? {} : { clientAtMostMs }), ...(serverAtLeastMs === undefined ? {} : { serverAtLeastMs }) },
    ];
  });
}
