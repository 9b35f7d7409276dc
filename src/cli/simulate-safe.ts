import type { Milliseconds } from '../model/time.ts';
import { type Hop, serverCloses } from '../race/hop.ts';
import { safeClientIdle, type SafeLimit, safeServerIdle } from '../race/safe-limit.ts';

/** What would make a hop safe by the margin rule. */
export interface SafeHop {
  readonly hop: Hop;
  readonly isSafe: boolean;
  /** From when on the server must not be asked any more. */
  readonly serverMs: Milliseconds;
  readonly limit: SafeLimit;
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
    const limit = safeClientIdle(serverMs);
    const serverAtLeastMs = clientIdleMs === undefined ? undefined : safeServerIdle(clientIdleMs);
    const isSafe =
      clientMaxRequests === 1 ||
      (clientIdleMs !== undefined && ((limit.kind === 'client-idle' && clientIdleMs <= limit.atMostMs) || serverMs >= (serverAtLeastMs ?? 0)));
    return [{ hop, isSafe, serverMs, limit, ...(serverAtLeastMs === undefined ? {} : { serverAtLeastMs }) }];
  });
}
