import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { WebSocketServer } from 'ws';
import { stringAt } from '../formats/json.ts';
import type { JsonObject } from '../model/json.ts';

export interface SmallApiServer {
  readonly url: string;
  /** Requests as `GET path`, in order. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

export interface OtherAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer in place of the usual one, no answer at all, or a connection that breaks; undefined for the usual one. */
export type Instead = (path: string, times: number) => OtherAnswer | 'hang' | 'break' | undefined;

export interface SmallApiOptions {
  /** Items of lists by path: `/api/v1/namespaces/shop/pods`. Single objects are found in them by name. A path that is not here is 404. */
  readonly lists: Readonly<Record<string, readonly JsonObject[]>>;
  /** Other pages, as logs, by path without query. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Ports of this machine behind `namespace/pod:port`. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly instead?: Instead;
}

/** A real HTTP server that answers as a Kubernetes API server does to those who read: lists page by page, objects, logs and port-forwards. Anything but GET fails the connection. */
export async function smallApiServer(options: SmallApiOptions): Promise<SmallApiServer> {
  const asked: string[] = [];
  const times = new Map<string, number>();
  const server = createServer((incoming, outgoing) => answer(incoming, outgoing, options, asked, times));
  forwardPorts(server, options, asked);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(incoming: IncomingMessage, outgoing: ServerResponse, options: SmallApiOptions, asked: string[], times: Map<string, number>): void {
  const target = incoming.url ?? '';
  asked.push(`${incoming.method} ${target}`);
  const count = (times.get(target) ?? 0) + 1;
  times.set(target, count);
  const instead = incoming.method === 'GET' ? options.instead?.(target, count) : 'break';
  if (instead === 'break') incoming.socket.destroy();
  else if (instead !== 'hang') {
    const { status: code, body, headers = {} } = instead ?? usual(new URL(target, 'http://localhost'), options);
    outgoing.writeHead(code, headers).end(body);
  }
}

function usual({ pathname, searchParams }: URL, { lists, texts }: SmallApiOptions): OtherAnswer {
  const text = texts?.[pathname];
  if (text !== undefined) return { status: 200, body: text };
  const list = lists[pathname];
  if (list !== undefined) return { status: 200, body: pageOf(list, searchParams) };
  const end = pathname.lastIndexOf('/');
  const single = lists[pathname.slice(0, end)]?.find((object) => stringAt(object, 'metadata', 'name') === pathname.slice(end + 1));
  return single === undefined
    ? { status: 404, body: status(404, 'the server could not find the requested resource') }
    : { status: 200, body: JSON.stringify(single) };
}

/** A refusal as the API server words it. */
export function status(code: number, message: string, more: JsonObject = {}): string {
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code, ...more });
}

function pageOf(list: readonly JsonObject[], query: URLSearchParams): string {
  const start = Number(query.get('continue') ?? 0);
  const limit = Number(query.get('limit') ?? list.length);
  const next = start + limit;
  return JSON.stringify({ kind: 'List', apiVersion: 'v1', metadata: next < list.length ? { continue: `${next}` } : {}, items: list.slice(start, next) });
}

/** Port-forwards as a kubelet serves them over a WebSocket: the channel in front of each message, and the port in the first of each channel. */
function forwardPorts(server: Server, { ports = {}, instead }: SmallApiOptions, asked: string[]): void {
  const sockets = new WebSocketServer({
    server,
    handleProtocols: (protocols) => (protocols.has('v4.channel.k8s.io') ? 'v4.channel.k8s.io' : false),
    verifyClient: ({ req }, done) => {
      const refusal = instead?.(req.url ?? '', 1);
      if (typeof refusal === 'object') done(false, refusal.status, refusal.body);
      else done(true);
    },
  });
  sockets.on('connection', (socket, incoming) => {
    asked.push(`GET ${incoming.url}`);
    const [, namespace, pod, port] = /namespaces\/([^/]+)\/pods\/([^/]+)\/portforward\?ports=(\d+)/.exec(incoming.url ?? '') ?? [];
    const target = ports[`${namespace}/${pod}:${port}`];
    const announced = Buffer.alloc(2);
    announced.writeUInt16LE(Number(port));
    for (const channel of [0, 1]) socket.send(Buffer.concat([Buffer.from([channel]), announced]));
    if (target === undefined) {
      socket.send(Buffer.concat([Buffer.from([1]), Buffer.from(`error forwarding port ${port} to pod: connection refused`)]));
      return socket.close();
    }
    const inner = connect(target, '127.0.0.1');
    socket.on('message', (message: Buffer) => inner.write(message.subarray(1)));
    inner.on('data', (data) => socket.send(Buffer.concat([Buffer.from([0]), data])));
    inner.on('close', () => socket.close());
    inner.on('error', () => socket.close());
    socket.on('close', () => inner.destroy());
    return undefined;
  });
}
