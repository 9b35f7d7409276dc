import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Container, Handler, HttpGet } from './pod.ts';

/** What a probe or hook found; the text is what a kubelet writes about it. */
export interface ProbeResult {
  readonly isSuccess: boolean;
  readonly output: string;
}

/** Runs a command in the container. */
export type ExecInContainer = (
  command: readonly string[],
  timeoutSeconds: number,
) => Promise<{ readonly code: number; readonly output: string; readonly timedOut: boolean }>;

/** What a probe needs of its container. */
export interface ProbeTarget {
  readonly container: Container;
  readonly podIp: string;
  readonly exec: ExecInContainer;
}

/** One probe or hook, made from the node as a kubelet makes it (Kubernetes 1.34, pkg/probe; redirects count as success and are not followed). */
export async function probeOnce(handler: Handler, { container, podIp, exec }: ProbeTarget, timeoutSeconds: number): Promise<ProbeResult> {
  if (handler.httpGet !== undefined) return probeHttp(handler.httpGet, container, podIp, timeoutSeconds);
  if (handler.tcpSocket !== undefined) {
    const { host = podIp, port } = handler.tcpSocket;
    return probeTcp(host, portNumber(port, container), timeoutSeconds);
  }
  const command = handler.exec?.command ?? [];
  const { code, output, timedOut } = await exec(command, timeoutSeconds);
  if (timedOut) return { isSuccess: false, output: `command timed out: "${command.join(' ')}" timed out after ${timeoutSeconds}s` };
  return { isSuccess: code === 0, output };
}

function probeHttp(
  { host, path = '/', port, scheme = 'HTTP', httpHeaders = [] }: HttpGet,
  container: Container,
  podIp: string,
  timeoutSeconds: number,
): Promise<ProbeResult> {
  const number = portNumber(port, container);
  const target = host ?? podIp;
  const url = `${scheme.toLowerCase()}://${target}:${number}${path.startsWith('/') ? path : `/${path}`}`;
  const headers = { 'user-agent': 'kube-probe/1.34', accept: '*/*', ...Object.fromEntries(httpHeaders.map(({ name, value }) => [name.toLowerCase(), value])) };
  const send = scheme === 'HTTPS' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    // A connection of its own for each probe, as the kubelet has it.
    const outgoing = send(url, { headers: { ...headers, connection: 'close' }, agent: false, rejectUnauthorized: false }, (incoming) => {
      incoming.resume();
      const code = incoming.statusCode ?? 0;
      const isSuccess = code >= 200 && code < 400;
      incoming.on('end', () => finish({ isSuccess, output: isSuccess ? '' : `HTTP probe failed with statuscode: ${code}` }));
    });
    const failed = (text: string): void => finish({ isSuccess: false, output: `Get "${url}": ${text}` });
    const timer = setTimeout(() => failed('context deadline exceeded (Client.Timeout exceeded while awaiting headers)'), timeoutSeconds * 1000);
    const finish = (result: ProbeResult): void => {
      clearTimeout(timer);
      resolve(result);
      outgoing.destroy();
    };
    outgoing.on('error', (error: NodeJS.ErrnoException) => failed(goError(error, `${target}:${number}`)));
    outgoing.end();
  });
}

function probeTcp(host: string, port: number, timeoutSeconds: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const failed = (text: string): void => finish({ isSuccess: false, output: text });
    const timer = setTimeout(() => failed(`dial tcp ${host}:${port}: i/o timeout`), timeoutSeconds * 1000);
    const finish = (result: ProbeResult): void => {
      clearTimeout(timer);
      resolve(result);
      socket.destroy();
    };
    socket.on('connect', () => finish({ isSuccess: true, output: '' }));
    socket.on('error', (error: NodeJS.ErrnoException) => failed(goError(error, `${host}:${port}`)));
  });
}

/** A failed connection in the words of Go's net package, which the kubelet passes on. */
export function goError({ code, message }: Pick<NodeJS.ErrnoException, 'code' | 'message'>, address: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `dial tcp ${address}: connect: connection refused`;
    case 'EHOSTUNREACH':
      return `dial tcp ${address}: connect: no route to host`;
    case 'ENETUNREACH':
      return `dial tcp ${address}: connect: network is unreachable`;
    case 'ETIMEDOUT':
      return `dial tcp ${address}: i/o timeout`;
    case 'ECONNRESET':
      // Node says the same of a reset and of an orderly end without an answer.
      return message === 'socket hang up' ? 'EOF' : `read tcp ${address}: read: connection reset by peer`;
    default:
      return message;
  }
}

function portNumber(port: number | string, container: Container): number {
  return typeof port === 'number' ? port : (container.ports?.find(({ name }) => name === port)?.containerPort ?? Number(port));
}
