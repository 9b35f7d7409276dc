import { Agent as HttpAgent, request } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import { WebSocket } from 'ws';
import type { ClusterAccess } from '../access/cluster-access.ts';
import { plainHeaders } from '../access/plain-headers.ts';
import { type Answer, ClusterError, type ForwardedPort, type GetOptions } from '../cluster-port.ts';
import type { PodName } from '../pod-name.ts';
import { readAnswer } from '../read-answer.ts';
import { forwardStream } from './forward-stream.ts';

export interface ForwardRequest {
  readonly access: ClusterAccess;
  readonly agent: HttpAgent | HttpsAgent;
  readonly pod: PodName;
  readonly port: number;
  readonly signal: AbortSignal;
}

/** What kubelets speak over a WebSocket (Kubernetes 1.7 to 1.34, kubelet's streaming server). */
const PROTOCOL = 'v4.channel.k8s.io';

/** Where a port-forward is asked for. */
export function forwardPath({ namespace, name }: PodName, port: number): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/portforward?ports=${port}`;
}

/** Opens a port of a pod and speaks HTTP/1.1 with whoever listens there, request after request over one connection. */
export async function openForward({ access, agent, pod, port, signal }: ForwardRequest): Promise<ForwardedPort> {
  const { headers, ...pair } = await access.credentials();
  const url = `${access.server.replace(/^http/, 'ws')}${forwardPath(pod, port)}`;
  // Node sends a list as a line each; the types of ws know texts only.
  const socket = new WebSocket(url, [PROTOCOL], {
    agent,
    headers: plainHeaders(headers) as Record<string, string>,
    ...pair,
    ...access.tls,
    perMessageDeflate: false,
  });
  // Before anything can come: the first messages may arrive with the answer to the upgrade.
  const stream = forwardStream(socket);
  const stop = (): void => socket.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await opened(socket, signal);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  const inner = new HttpAgent({ keepAlive: true, maxSockets: 1 });
  let isTaken = false;
  inner.createConnection = () => {
    // The far end has closed: a second connection would be a port-forward of its own.
    if (isTaken || stream.destroyed) throw new ClusterError('the server in the pod closed the connection', 'unreachable');
    isTaken = true;
    return stream;
  };
  return {
    get: (path, options) => getOver(inner, port, path, options, () => stream.refusal()),
    close: () => {
      inner.destroy();
      socket.terminate();
    },
  };
}

function opened(socket: WebSocket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('unexpected-response', (_request, incoming) => {
      const status = incoming.statusCode ?? 0;
      readAnswer(incoming, 4096).then(
        ({ text }) => reject(new ClusterError(text, 'refused', status)),
        () => reject(new ClusterError(`answered with ${status}`, 'refused', status)),
      );
    });
    socket.on('error', (cause) =>
      reject(new ClusterError(signal.aborted ? 'stopped' : cause.message, signal.aborted ? 'timeout' : 'unreachable', 0, { cause })),
    );
  });
}

function getOver(agent: HttpAgent, port: number, path: string, { signal, mostBytes, accept }: GetOptions, refusal: () => string | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void => reject(new ClusterError(refusal() ?? cause.message, 'unreachable', 0, { cause }));
    // A stream that ended before its request leaves Node's client waiting for ever.
    signal.addEventListener('abort', () => fail(new Error('no answer in time')), { once: true });
    try {
      const outgoing = request({ agent, host: 'localhost', port, path, signal, headers: accept === undefined ? {} : { accept } }, (incoming) => {
        readAnswer(incoming, mostBytes).then(resolve, fail);
      });
      outgoing.on('error', fail);
      outgoing.end();
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
