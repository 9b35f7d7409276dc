import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { ClusterAccess } from './access/cluster-access.ts';
import { plainHeaders } from './access/plain-headers.ts';
import { ClusterError } from './cluster-port.ts';
import { type Tunnel, tunnelThrough } from './tunnel.ts';

/** Sockets to one server at the same time, unless fewer are asked for. */
const SOCKETS = 8;

/** Requests to one server over kept-alive connections, with credentials. */
export interface Sender {
  readonly agent: HttpAgent;
  readonly send: (request: ServerRequest) => Promise<IncomingMessage>;
  readonly close: () => void;
}

export interface ServerRequest {
  readonly method: 'GET' | 'PATCH' | 'POST' | 'DELETE';
  readonly path: string;
  readonly signal: AbortSignal;
  readonly accept?: string;
  readonly body?: { readonly type: string; readonly text: string };
}

/** Opens nothing yet. Its `send` throws a `ClusterError` when no answer came. */
export function senderFor(access: ClusterAccess, sockets: number = SOCKETS): Sender {
  const isSecure = access.server.startsWith('https:');
  const tunnel: Tunnel | undefined = access.proxy === undefined ? undefined : tunnelThrough(access.proxy);
  const options = { keepAlive: true, maxSockets: sockets, ...access.tls };
  const agent = isSecure ? new HttpsAgent(options) : new HttpAgent(options);
  if (tunnel !== undefined) agent.createConnection = tunnel(isSecure, access.tls);
  return {
    agent,
    send: async ({ method, path, signal, accept = 'application/json', body }) => {
      const { headers, ...pair } = await access.credentials();
      const about = body === undefined ? {} : { 'content-type': body.type, 'content-length': Buffer.byteLength(body.text) };
      const started = { agent, method, headers: { ...plainHeaders(headers), accept, 'user-agent': 'why503', ...about }, signal, ...pair };
      const target = new URL(`${access.server}${path}`);
      return await answerOf(isSecure ? httpsRequest(target, started) : httpRequest(target, started), body?.text);
    },
    close: () => agent.destroy(),
  };
}

function answerOf(outgoing: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', (cause) => reject(new ClusterError(cause.message, 'unreachable', 0, { cause })));
    outgoing.end(body);
  });
}
