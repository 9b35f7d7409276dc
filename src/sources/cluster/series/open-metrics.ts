import { REDACTED } from '../../../formats/redacted.ts';
import { ClusterError, type ClusterPort } from '../cluster-port.ts';
import { readAnswer } from '../read-answer.ts';
import { senderFor } from '../send-request.ts';
import type { MetricsAccess } from './metrics-access.ts';

const SOCKETS = 2;

/** A Prometheus or VictoriaMetrics as something to ask in the same manner as a cluster: GET alone. What it says of credentials does not get past here. */
export function openMetrics(access: MetricsAccess): ClusterPort {
  const server = { context: access.shown, server: access.base, tls: {}, credentials: () => Promise.resolve({ headers: access.headers }) };
  const { send, close } = senderFor(server, SOCKETS);
  const hidden = (text: string): string => access.secrets.reduce((kept, secret) => (kept.includes(secret) ? kept.replaceAll(secret, REDACTED) : kept), text);
  return {
    context: access.shown,
    get: async (path, { mostBytes, signal }) => {
      const target = `${path}${access.query === '' ? '' : `&${access.query}`}`;
      try {
        const answer = await readAnswer(await send({ method: 'GET', path: target, signal }), mostBytes);
        return { ...answer, text: hidden(answer.text) };
      } catch (cause) {
        throw cause instanceof ClusterError ? new ClusterError(hidden(cause.message), cause.failure, cause.status, { cause }) : cause;
      }
    },
    forward: () => Promise.reject(new ClusterError('a metrics server has no pods', 'refused')),
    close,
  };
}
