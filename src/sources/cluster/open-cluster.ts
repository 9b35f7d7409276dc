import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { ClusterAccess } from './access/cluster-access.ts';
import { plainHeaders } from './access/plain-headers.ts';
import { ClusterError, type ClusterPort, type GetOptions } from './cluster-port.ts';
import { openForward } from './forward/open-forward.ts';
import { readAnswer } from './read-answer.ts';
import { type Tunnel, tunnelThrough } from './tunnel.ts';

/** Sockets to the API server at the same time. */
const SOCKETS = 8;

/** A cluster that is asked over HTTPS with kept-alive connections. Answers are raw text: nothing unknown is dropped. Opens nothing yet. */
export function openCluster(access: ClusterAccess): ClusterPort {
  const isSecure = access.server.startsWith('https:');
  const tunnel: Tunnel | undefined = access.proxy === undefined ? undefined : tunnelThrough(access.proxy);
  const options = { keepAlive: true, maxSockets: SOCKETS, ...access.tls };
  const agent = isSecure ? new HttpsAgent(options) : new HttpAgent(options);
  if (tunnel !== undefined) agent.createConnection = tunnel(isSecure, access.tls);
  const send = async (path: string, { signal, accept = 'application/json' }: GetOptions): Promise<IncomingMessage> => {
    const { headers, ...pair } = await access.credentials();
    const started = { agent, headers: { ...plainHeaders(headers), accept, 'user-agent': 'why503' }, signal, ...pair };
    const target = new URL(`${access.server}${path}`);
    return await answerOf(isSecure ? httpsRequest(target, started) : httpRequest(target, started));
  };
  return {
    context: access.context,
    ...(access.namespace === undefined ? {} : { namespace: access.namespace }),
    get: async (path, asked) => await readAnswer(await send(path, asked), asked.mostBytes),
    forward: async (pod, port, signal) => await openForward({ access, agent, pod, port, signal }),
    close: () => agent.destroy(),
  };
}

function answerOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', (cause) => reject(new ClusterError(cause.message, 'unreachable', 0, { cause })));
    outgoing.end();
  });
}
