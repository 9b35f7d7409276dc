import type { Duplex } from 'node:stream';
import type { Answer } from './answer.ts';
import type { OpenStream } from './open-stream.ts';
import { pause } from './pause.ts';
import { createResponseReader, type ResponseReader } from './response-reader.ts';

/** Why a connection or a request on it came to nothing. */
export type Failure =
  | 'refused'
  | 'unreachable'
  | 'unresolved'
  | 'tls'
  | 'reset'
  | 'timeout'
  | 'closed'
  | 'not-http'
  | 'head-too-large'
  | 'body-too-large'
  | 'interrupted'
  | 'other';

/** How the server ended a connection; moments are of `performance.now()`. */
export interface Closing {
  readonly kind: 'fin' | 'rst';
  readonly at: number;
}

/** Bytes that belong to no request: behind an answer that is whole, or while the connection was idle. */
export interface Unasked {
  /** When the first of them came. */
  readonly at: number;
  /** The status of an answer that nobody asked for, such as 408, or 0 for other bytes. */
  readonly status: number;
}

/** What became of bytes that were sent after the server's FIN; `unknown` where none could be sent, or the wait for it was interrupted. */
export type AfterFin = 'reset' | 'silent' | 'unknown';

/** One answered request, or why there is no answer. */
export type Exchange =
  | { readonly ok: true; readonly answer: Answer; readonly sentAt: number; readonly lastByteAt: number }
  | { readonly ok: false; readonly failure: Failure; readonly sentAt: number; readonly at: number; readonly detail?: string };

/** A connection that writes down when what happens. At most one request at a time. */
export interface Connection {
  readonly openedAt: number;
  /** Milliseconds from asking for the connection to having it. */
  readonly openedIn: number;
  readonly send: (request: string, method: 'GET' | 'HEAD', timeoutMs: number) => Promise<Exchange>;
  /** Waits for the server to end an idle connection; undefined when the time is over, or a signal raised: its own or `until`. */
  readonly closing: (timeoutMs: number, until?: AbortSignal) => Promise<Closing | undefined>;
  readonly unasked: () => Unasked | undefined;
  /** After a FIN: sends a byte twice, unless interrupted. A server that has closed for good answers the first with RST, which the second one meets. */
  readonly afterFin: () => Promise<AfterFin>;
  readonly destroy: () => void;
}

/** Opens a connection; the signal ends whatever is waited for on it. Its first request must be sent at once: an unused connection can block a server with one worker. */
export async function openConnection(open: OpenStream, signal: AbortSignal): Promise<Connection | { readonly failure: Failure; readonly detail?: string }> {
  const asked = performance.now();
  try {
    const stream = await open(signal);
    return connectionOf(stream, performance.now() - asked, signal);
  } catch (error) {
    return signal.aborted ? { failure: 'interrupted' } : failureOf(error);
  }
}

const mostUnasked = 65_536;

interface Pending {
  readonly reader: ResponseReader;
  readonly done: (result: { readonly answer: Answer } | { readonly failure: Failure; readonly detail?: string }, at: number) => void;
}

function connectionOf(stream: Duplex, openedIn: number, signal: AbortSignal): Connection {
  const openedAt = performance.now();
  let pending: Pending | undefined;
  let closed: Closing | undefined;
  let unasked: { readonly at: number; readonly text: string } | undefined;
  let unaskedBytes = 0;
  let wasResetLater = false;
  const waiting = new Set<() => void>();

  const ended = (kind: 'fin' | 'rst', error?: Error): void => {
    if (closed !== undefined) {
      wasResetLater ||= kind === 'rst';
      return;
    }
    const at = performance.now();
    closed = { kind, at };
    const reading = kind === 'fin' ? pending?.reader.end() : undefined;
    if (reading?.state === 'whole') pending?.done({ answer: reading.answer }, at);
    else pending?.done(kind === 'fin' ? { failure: 'closed' } : failureOf(error), at);
    for (const wake of waiting) wake();
  };
  stream.on('data', (bytes: Buffer) => {
    const at = performance.now();
    if (pending === undefined) return note(bytes, at);
    const reading = pending.reader.push(bytes);
    if (reading.state === 'open') return;
    if (reading.state === 'broken') return pending.done({ failure: reading.why }, at);
    if (reading.rest.length > 0) note(reading.rest, at);
    pending.done({ answer: reading.answer }, at);
  });
  stream.on('end', () => ended('fin'));
  stream.on('error', (error) => ended('rst', error));
  stream.on('close', () => ended('rst'));

  function note(bytes: Uint8Array, at: number): void {
    unaskedBytes += bytes.length;
    // A server that goes on and on is read no further.
    if (unaskedBytes > mostUnasked) stream.pause();
    const text = ((unasked?.text ?? '') + Buffer.from(bytes).toString('latin1')).slice(0, 64);
    // Line ends behind a body are an old habit and mean nothing (RFC 9112 2.2).
    if (text.trim() !== '') unasked = { at: unasked?.at ?? at, text };
  }

  return {
    openedAt,
    openedIn,
    send: (request, method, timeoutMs) => {
      const sentAt = performance.now();
      if (signal.aborted) return Promise.resolve({ ok: false, failure: 'interrupted', sentAt, at: sentAt });
      if (closed !== undefined) return Promise.resolve({ ok: false, failure: closed.kind === 'fin' ? 'closed' : 'reset', sentAt, at: closed.at });
      return new Promise((resolve) => {
        const finish: Pending['done'] = (result, at) => {
          pending = undefined;
          clearTimeout(timer);
          signal.removeEventListener('abort', interrupt);
          resolve('answer' in result ? { ok: true, answer: result.answer, sentAt, lastByteAt: at } : { ok: false, ...result, sentAt, at });
        };
        const timer = setTimeout(() => finish({ failure: 'timeout' }, performance.now()), timeoutMs);
        const interrupt = (): void => finish({ failure: 'interrupted' }, performance.now());
        signal.addEventListener('abort', interrupt, { once: true });
        pending = { reader: createResponseReader(method), done: finish };
        stream.write(request);
      });
    },
    closing: (timeoutMs, until) =>
      new Promise((resolve) => {
        if (closed !== undefined || signal.aborted || until?.aborted === true) return resolve(closed);
        const finish = (): void => {
          clearTimeout(timer);
          waiting.delete(finish);
          signal.removeEventListener('abort', finish);
          until?.removeEventListener('abort', finish);
          resolve(closed);
        };
        const timer = setTimeout(finish, Math.max(0, timeoutMs));
        waiting.add(finish);
        signal.addEventListener('abort', finish, { once: true });
        until?.addEventListener('abort', finish, { once: true });
      }),
    unasked: () => (unasked === undefined ? undefined : { at: unasked.at, status: statusOf(unasked.text) }),
    afterFin: async () => {
      // Long enough for the RST to come back, over loopback as over an ocean.
      const wait = Math.min(2000, 50 + 3 * openedIn);
      if (!stream.writable) return wasResetLater ? 'reset' : 'unknown';
      for (let sent = 0; sent < 2 && !wasResetLater && !signal.aborted; sent++) {
        if (stream.writable) stream.write('\n');
        await pause(wait, signal);
      }
      if (wasResetLater) return 'reset';
      return signal.aborted ? 'unknown' : 'silent';
    },
    destroy: () => {
      stream.destroy();
    },
  };
}

function statusOf(text: string): number {
  return Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
}

const failureCodes: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
};

/** What an error of a socket means; anything that TLS complains of is `tls`. `detail` says what is wrong, without what Node advises its own users to do. */
export function failureOf(error: unknown): { readonly failure: Failure; readonly detail?: string } {
  if (!(error instanceof Error)) return { failure: 'reset' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // Node's words for an end within the handshake (lib/internal/tls/wrap.js, v24), under the code of a plain reset.
  if (error.message.includes('before secure TLS connection')) return { failure: 'tls', detail: 'the server ended the connection during the handshake' };
  const known = failureCodes[code];
  if (known !== undefined) return { failure: known };
  const isTls = /^(ERR_(TLS|SSL|OSSL)|CERT_|CRL_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME|INVALID_(CA|PURPOSE)|ERROR_IN_C|PATH_LENGTH)/.test(code);
  // OpenSSL's own errors have a short reason beside a message with places in its source.
  const detail = 'reason' in error && typeof error.reason === 'string' ? error.reason : error.message;
  return { failure: isTls ? 'tls' : 'other', detail: detail.replace(/; if the root CA is installed locally, try .*$/s, '').slice(0, 300) };
}
