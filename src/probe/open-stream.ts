import { connect, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';

/**
 * Opens one stream of bytes to the server, ready to carry a request. A socket here; whatever else ends with `end` where the server said FIN and with an
 * error of code `ECONNRESET` where it said RST can stand in for it (a stream of a port-forward, which has close semantics of its own).
 * Rejects when the stream cannot be opened or the signal is raised.
 */
export type OpenStream = (signal: AbortSignal) => Promise<Duplex>;

/** How TLS is spoken; contents of PEM files, not their names. */
export interface TlsSettings {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly insecure: boolean;
}

export interface Endpoint {
  readonly address: string;
  readonly port: number;
  /** The name that was asked for: what the certificate must be for. */
  readonly host: string;
  readonly tls?: TlsSettings;
}

/** Sockets of TCP or TLS to one address. `timeoutMs` bounds connecting and the handshake together. */
export function socketOpener(endpoint: Endpoint, timeoutMs: number): OpenStream {
  return (signal) =>
    new Promise((resolve, reject) => {
      const { socket, ready } = startSocket(endpoint);
      const give = (error: unknown): void => {
        settle();
        socket.destroy();
        reject(error);
      };
      const interrupt = (): void => give(signal.reason);
      const timer = setTimeout(() => give(Object.assign(new Error('connecting took too long'), { code: 'ETIMEDOUT' })), timeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', interrupt);
        socket.removeListener('error', give);
      };
      socket.once('error', give);
      signal.addEventListener('abort', interrupt, { once: true });
      if (signal.aborted) return interrupt();
      socket.once(ready, () => {
        settle();
        resolve(socket);
      });
    });
}

/** Half-open sockets: after the server's FIN it can still be seen whether it reads. */
function startSocket({ address, port, host, tls }: Endpoint): { readonly socket: Duplex; readonly ready: 'connect' | 'secureConnect' } {
  const tcp = { host: address, port, allowHalfOpen: true, noDelay: true };
  if (tls === undefined) return { socket: connect(tcp), ready: 'connect' };
  const { insecure, servername, ...files } = tls;
  const name = servername ?? (isIP(host) === 0 ? host : undefined);
  // HTTP/1.1 is what this speaks; a server that prefers HTTP/2 must not choose it.
  const options = { ...tcp, ...files, rejectUnauthorized: !insecure, ALPNProtocols: ['http/1.1'], ...(name === undefined ? {} : { servername: name }) };
  return { socket: connectTls(options), ready: 'secureConnect' };
}
