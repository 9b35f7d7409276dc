import { fill } from '../model/text.ts';
import { UserError } from '../sources/user-error.ts';
import { type Language, probeTexts } from './texts.ts';

/** What is probed, and what each request says. */
export interface Target {
  readonly scheme: 'http' | 'https';
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** With its query. */
  readonly path: string;
  /** The Host header. */
  readonly authority: string;
  readonly method: 'GET' | 'HEAD';
}

export interface TargetOptions {
  readonly path?: string;
  readonly host?: string;
  readonly method?: 'GET' | 'HEAD';
}

/** Reads `host:port`, `[::1]:8080` or a URL. Throws the user error `probe-target` for what is none of them, or could not stand in a request. */
export function readTarget(text: string, options: TargetOptions, language: Language): Target {
  const say = probeTexts(language);
  const refuse = (why: string): never => {
    throw new UserError('probe-target', fill(say.badTarget, { target: text, why }), say.badTargetNext);
  };
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const url = URL.canParse(isUrl ? text : `http://${text}`) ? new URL(isUrl ? text : `http://${text}`) : refuse(say.notATarget);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse(fill(say.otherScheme, { scheme: url.protocol.slice(0, -1) }));
  if (url.username !== '' || url.password !== '') return refuse(say.hasPassword);
  if (url.hostname === '') return refuse(say.notATarget);
  // `http://name` has the port of its scheme; a bare `name` is more likely a mistake.
  if (!isUrl && !/:\d{1,5}$/.test(text.split('/', 1)[0] ?? '')) return refuse(say.noPort);
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const port = url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port);
  if (port === 0) return refuse(say.noPort);
  const path = options.path ?? `${url.pathname}${url.search}`;
  // Nothing that would end the request line or a header.
  if (!/^\/[\x21-\x7e]*$/.test(path)) return refuse(fill(say.badPath, { path }));
  const authority = options.host ?? url.host;
  if (!/^[\x21-\x7e]+$/.test(authority)) return refuse(fill(say.badHost, { host: authority }));
  return { scheme, host: url.hostname.replace(/^\[|\]$/g, ''), port, path, authority, method: options.method ?? 'GET' };
}

/** The request as it is sent, byte by byte. It asks for nothing of the connection: what the server does by itself is the measurement. */
export function requestText({ method, path, authority }: Target): string {
  return `${method} ${path} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: why503-probe\r\nAccept: */*\r\n\r\n`;
}
