import type { ClusterAccess } from './access/cluster-access.ts';
import type { ClusterPort } from './cluster-port.ts';
import { openForward } from './forward/open-forward.ts';
import { readAnswer } from './read-answer.ts';
import { senderFor } from './send-request.ts';

/** A cluster that is asked over HTTPS with kept-alive connections. Answers are raw text: nothing unknown is dropped. Opens nothing yet. */
export function openCluster(access: ClusterAccess): ClusterPort {
  const { agent, send, close } = senderFor(access);
  return {
    context: access.context,
    ...(access.namespace === undefined ? {} : { namespace: access.namespace }),
    get: async (path, { mostBytes, ...asked }) => await readAnswer(await send({ method: 'GET', path, ...asked }), mostBytes),
    forward: async (pod, port, signal) => await openForward({ access, agent, pod, port, signal }),
    close,
  };
}
