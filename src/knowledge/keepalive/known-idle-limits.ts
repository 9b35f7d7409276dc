import type { Milliseconds } from '../../model/time.ts';
import { type ServerDefault, serverTable } from './server-table.ts';

/** What the configuration that a server is shipped with says, where that is not the built-in value (Tomcat 10.1 conf/server.xml: connectionTimeout). */
const shipped: { readonly [id: string]: Milliseconds } = { tomcat: 20_000 };

/** Node.js 20.20.2 closes 1 s after `keepAliveTimeout` (_http_server.js); Envoy 1.40 drains for 5 s and delays the close by 1 s more. */
const delayed: { readonly [id: string]: Milliseconds } = { 'node-http': 6_000, 'envoy-downstream': 3_606_000 };

/**
 * Every idle limit that some known server has by default, shortest first, with the servers that have it: what an estimate out of logs may be
 * taken for when its interval allows. A server that closes at a fixed time after its nominal limit stands under both. Servers that close
 * after each response, or never, have no limit and are not here.
 */
export const knownIdleLimits: readonly { readonly idleMs: Milliseconds; readonly names: readonly string[] }[] = [
  ...Map.groupBy(
    serverTable.flatMap((server) => limitsOf(server).map((idleMs) => ({ idleMs, name: server.name }))),
    ({ idleMs }) => idleMs,
  ),
]
  .map(([idleMs, servers]) => ({ idleMs, names: [...new Set(servers.map(({ name }) => name))] }))
  .toSorted((a, b) => a.idleMs - b.idleMs);

function limitsOf(server: ServerDefault): readonly Milliseconds[] {
  const nominal = [server.idleMs ?? 0, ...(server.versions ?? []).map(({ idleMs }) => idleMs), shipped[server.id] ?? 0, delayed[server.id] ?? 0];
  return nominal.filter((idleMs) => idleMs > 0);
}
