import type { IncomingMessage } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import { asObject, asObjects, asString, numberAt, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { type KubeApi, KubeError, type KubeObject, type WatchEvent } from './kube-api.ts';
import { createPaths } from './paths.ts';

/** How the API server is reached: its address, the authority that signed its certificate (PEM) and a bearer token. */
export interface Access {
  readonly url: string;
  readonly ca: string;
  readonly token: string;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

interface Reply {
  readonly status: number;
  readonly lines: AsyncIterable<string>;
}

const fieldManager = 'why503-lab';
const patchTypes = { merge: 'application/merge-patch+json', strategic: 'application/strategic-merge-patch+json', json: 'application/json-patch+json' };

/** A client over HTTPS with kept-alive connections. Answers are raw JSON: nothing unknown is dropped. */
export function createApi(access: Access): KubeApi {
  const agent = new Agent({ keepAlive: true, maxSockets: 32, ca: access.ca });
  const call = (options: Call): Promise<Reply> => send(access, agent, options);
  const text = async (options: Call): Promise<string> => {
    const reply = await call(options);
    const lines: string[] = [];
    for await (const line of reply.lines) lines.push(line);
    const body = lines.join('\n');
    if (reply.status >= 300) throw refusal(options, reply.status, body);
    return body;
  };
  const json = async (options: Call): Promise<JsonObject> => asObject(parsed(await text(options), options)) ?? {};

  const get = (path: string): Promise<JsonObject> => json({ method: 'GET', path });
  const pathOf = createPaths(get);
  return {
    url: access.url,
    get,
    pathOf,
    list: async (path) => itemsOf(await get(path)),
    text: (path) => text({ method: 'GET', path }),
    create: (path, body) => json({ method: 'POST', path, body }),
    patch: (path, body, type = 'merge') => json({ method: 'PATCH', path, body, contentType: patchTypes[type] }),
    apply: async (object) => {
      const path = `${await pathOf(object)}?fieldManager=${fieldManager}&force=true&fieldValidation=Strict`;
      // A JSON document is a YAML document.
      const applied = await json({ method: 'PATCH', path, body: object, contentType: 'application/apply-patch+yaml' });
      return applied as KubeObject;
    },
    delete: async (path, options) => {
      await text({ method: 'DELETE', path, body: { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background', ...options } });
    },
    watch: async (path, onEvent, signal) => {
      while (!signal.aborted) {
        try {
          await watchOnce(path, onEvent, signal, get, call);
        } catch (error) {
          if (signal.aborted) return;
          // 410: the version is too old. Whatever broke the watch, a new list mends it; anything else is an error of who takes the events.
          if (!(error instanceof KubeError)) throw error;
        }
        if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 300));
      }
    },
  };
}

async function watchOnce(
  path: string,
  onEvent: (event: WatchEvent) => void,
  signal: AbortSignal,
  get: (path: string) => Promise<JsonObject>,
  call: (options: Call) => Promise<Reply>,
): Promise<void> {
  const listed = await get(path);
  const objects = itemsOf(listed);
  for (const object of objects) onEvent({ type: 'added', object });
  onEvent({ type: 'synced', objects });
  let version = stringAt(listed, 'metadata', 'resourceVersion') ?? '0';
  const separator = path.includes('?') ? '&' : '?';
  while (!signal.aborted) {
    const options: Call = { method: 'GET', path: `${path}${separator}watch=1&timeoutSeconds=300&resourceVersion=${version}`, signal };
    const reply = await call(options);
    if (reply.status >= 300) throw refusal(options, reply.status, '');
    for await (const line of reply.lines) {
      const event = asObject(parsed(line, options));
      const object = asObject(event?.['object']);
      const type = asString(event?.['type'])?.toLowerCase();
      if (object === undefined) continue;
      if (type === 'error') throw new KubeError(`watch of ${path} ended: ${stringAt(object, 'message') ?? ''}`, numberAt(object, 'code') ?? 0);
      version = stringAt(object, 'metadata', 'resourceVersion') ?? version;
      // The API server's own objects have a kind and a name.
      if (type === 'added' || type === 'modified' || type === 'deleted') onEvent({ type, object: object as KubeObject });
    }
  }
}

/** Items of a list leave out their own kind; it follows from the list's. */
function itemsOf(list: JsonObject): readonly KubeObject[] {
  const kind = (asString(list['kind']) ?? '').replace(/List$/, '');
  const apiVersion = asString(list['apiVersion']) ?? '';
  // The API server's own objects have a kind and a name.
  return asObjects(list['items']).map((item) => ({ apiVersion, kind, ...item }) as unknown as KubeObject);
}

function send(access: Access, agent: Agent, { method, path, body, contentType, signal }: Call): Promise<Reply> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const options: RequestOptions = {
    agent,
    method,
    headers: {
      authorization: `Bearer ${access.token}`,
      accept: 'application/json',
      // Node leaves out the length of a DELETE's body, and the server would take the body for the next request.
      ...(text === undefined ? {} : { 'content-type': contentType ?? 'application/json', 'content-length': Buffer.byteLength(text) }),
    },
    ...(signal === undefined ? { timeout: 60_000 } : { signal }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, access.url), options, (incoming) => {
      resolve({ status: incoming.statusCode ?? 0, lines: linesOf(incoming, `${method} ${path}`) });
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within 60 s')));
    outgoing.on('error', (cause) => reject(new KubeError(`${method} ${path}: ${cause.message}`, 0, { cause })));
    outgoing.end(text);
  });
}

/** The stream's lines; a stream that breaks is a `KubeError`. (`readline` loses those that come before anyone iterates.) */
async function* linesOf(stream: IncomingMessage, what: string): AsyncGenerator<string> {
  stream.setEncoding('utf8');
  let rest = '';
  try {
    for await (const chunk of stream) {
      const lines = `${rest}${String(chunk)}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (cause) {
    throw new KubeError(`${what}: the answer broke off: ${cause instanceof Error ? cause.message : String(cause)}`, 0, { cause });
  }
  if (rest !== '') yield rest;
}

function parsed(text: string, { method, path }: Call): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KubeError(`${method} ${path}: the answer is not JSON`, 0, { cause });
  }
}

function refusal({ method, path }: Call, status: number, body: string): KubeError {
  let message = body.slice(0, 500);
  try {
    message = stringAt(JSON.parse(body), 'message') ?? message;
  } catch {
    // Proxies and early errors answer in plain text.
  }
  return new KubeError(`${method} ${path}: ${status} ${message}`, status);
}
