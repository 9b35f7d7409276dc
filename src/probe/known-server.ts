import { serverByHeader, type ServerIdleDefault, serverIdleDefault } from '../knowledge/keepalive/index.ts';

/** What is known of the server that its own `Server` header names; undefined when it names none that is known. */
export function knownServer(header: string | undefined): ServerIdleDefault | undefined {
  const server = header === undefined ? undefined : serverByHeader(header);
  return server === undefined ? undefined : serverIdleDefault({ app: server.id });
}
