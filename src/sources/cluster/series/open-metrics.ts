import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { ClusterError, type ClusterPort, type GetOptions } from '../cluster-port.ts';
import { readAnswer } from '../read-answer.ts';
import type { MetricsAccess } from './metrics-access.ts';

const REDACTED = '***redacted***';
const SOCKETS = 2;

/** A Prometheus or VictoriaMetrics as something to ask in the same manner as a cluster: GET alone. What it says of credentials does not get past here. */
export function openMetrics(access: MetricsAccess): ClusterPort {
  const isSecure = access.base.startsWith('https:');
  const options = { keepAlive: true, maxSockets: SOCKETS };
  const agent = isSecure ? new HttpsAgent(options) : new HttpAgent(options);
  const hidden = (text: string): string => access.secrets.reduce((kept, secret) => (kept.includes(secret) ? kept.replaceAll(secret, REDACTED) : kept), text);
  const send = (path: string, { signal }: GetOptions): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const target = `${access.base}${path}${access.query === '' ? '' : `&${access.query}`}`;
      const headers = { ...access.headers, accept: 'application/json', 'user-agent': 'why503' };
      const outgoing = (isSecure ? httpsRequest : httpRequest)(target, { agent, headers, signal });
      outgoing.on('response', resolve);
      outgoing.on('error', (cause) => reject(new ClusterError(hidden(cause.message), 'unreachable', 0, { cause })));
      outgoing.end();
    });
  return {
    context: access.shown,
    get: async (path, asked) => {
      const answer = await readAnswer(await send(path, asked), asked.mostBytes);
      return { ...answer, text: hidden(answer.text) };
    },
    forward: () => Promise.reject(new ClusterError('a metrics server has no pods', 'refused')),
    close: () => agent.destroy(),
  };
}
