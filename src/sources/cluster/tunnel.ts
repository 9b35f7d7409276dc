import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { UserError } from '../user-error.ts';
import type { ClusterTls } from './access/cluster-access.ts';

/** Makes the function by which an agent gets its connections. */
export type Tunnel = (isSecure: boolean, tls: ClusterTls) => (options: object, done?: (error: Error | null, socket: Duplex) => void) => undefined;

/** Connections through an HTTP proxy by CONNECT (RFC 9110, 9.3.6). Throws a `UserError` for other kinds of proxies. */
export function tunnelThrough(proxy: string): Tunnel {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new UserError(
      'cluster-proxy',
      'The proxy-url of the kubeconfig is no HTTP proxy, and no other kind is supported.',
      'Run kubectl proxy and give a kubeconfig whose server is http://127.0.0.1:8001.',
    );
  }
  return (isSecure, tls) => (options, done) => {
    const { host = '', port = '' }: { readonly host?: string; readonly port?: string | number } = options;
    const target = `${host}:${port}`;
    const user = url.username === '' ? undefined : Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64');
    const outgoing = (url.protocol === 'https:' ? secureRequest : request)(url, {
      method: 'CONNECT',
      path: target,
      agent: false,
      headers: { host: target, ...(user === undefined ? {} : { 'proxy-authorization': `Basic ${user}` }) },
    });
    // The agent takes an error without a socket, which Node's types do not say.
    const fail = (error: Error): void => done?.(error, undefined as unknown as Duplex);
    outgoing.on('error', fail);
    outgoing.on('connect', ({ statusCode }, socket: Socket) => {
      if (statusCode !== 200) return fail(new Error(`the proxy answered with ${statusCode ?? 0}`));
      done?.(null, isSecure ? connect({ servername: host, ...options, ...tls, socket }) : socket);
    });
    outgoing.end();
    return undefined;
  };
}
