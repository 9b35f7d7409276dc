import type { EpochMs } from '../../model/time.ts';
import { parseInstant } from '../time/instant.ts';
import type { ProxyFault } from '../../model/proxy-fault.ts';
import type { ProxyRow } from './proxy-row.ts';
import { present, requestLine, said } from './request-line.ts';

const longest = 8_000;

/**
 * A line of nginx's error log about one attempt to reach an upstream, or about a request that it refused for its rate; undefined for any other
 * line. The log has no zone: its time is taken for UTC, which is what containers run in.
 * Source: src/http/ngx_http_upstream.c, src/event/ngx_event_connect.c, src/os/unix/ngx_recv.c, nginx 1.9.13 to 1.29.
 */
export function parseNginxError(line: string): ProxyRow | undefined {
  if (line.length > longest || line.charCodeAt(4) !== 47 || !line.includes(', client: ')) return undefined;
  const head = /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) \[[a-z]{3,6}\] \d{1,9}#\d{1,9}: (?:\*\d{1,19} )?/.exec(line);
  const start = head === null ? undefined : parseInstant(head[1] ?? '');
  if (head === null || start === undefined) return undefined;
  const rest = line.slice(head[0].length);
  const cut = rest.indexOf(', client: ');
  const message = rest.slice(0, cut);
  const found = faultOf(message);
  if (found === undefined) return undefined;
  return attempt(start, message, found, rest.slice(cut));
}

function attempt(start: EpochMs, message: string, fault: ProxyFault, context: string): ProxyRow {
  const quoted = (name: string): string | undefined => new RegExp(`, ${name}: "([^"]{0,4000})`).exec(context)?.[1];
  const upstream = quoted('upstream') ?? '';
  const place = /^[a-z]{1,10}:\/\/([^/?#\s]{1,255})/.exec(upstream)?.[1];
  const isAddress = place !== undefined && /:\d{1,5}$/.test(place);
  const isLate = fault === 'timeout' || fault === 'connect-timeout';
  return {
    proxy: 'nginx',
    kind: 'attempt',
    start,
    end: start,
    // what nginx answers when it has no try left (ngx_http_upstream_next); limit_req_status and limit_conn_status are 503 unless set
    code: fault === 'rate' ? 503 : fault === 'truncated' ? 0 : isLate ? 504 : 502,
    fault,
    words: message.slice(0, 300),
    ...requestLine(quoted('request') ?? ''),
    ...present<ProxyRow>({
      client: said(/^, client: ([^,\s]{1,60})/.exec(context)?.[1]),
      authority: said(quoted('host')),
      requestId: said(quoted('request_id')),
      ...(isAddress ? { upstreamHost: place } : { upstreamName: said(place) }),
    }),
  };
}

/** The body of an answer is read here; before, only its header was awaited. */
const isInBody = (message: string): boolean => /while (?:reading upstream|sending to client|reading response trailer)\b/.test(message);

function faultOf(message: string): ProxyFault | undefined {
  if (/^limiting (?:requests|connections)\b/.test(message)) return 'rate';
  if (!message.includes('upstream') && !message.includes('could not be resolved')) return undefined;
  if (message.startsWith('no live upstreams')) return 'no-host';
  if (/^\S{1,255} could not be resolved \(/.test(message)) return 'no-host';
  if (/^upstream SSL certificate |^SSL_do_handshake\(\) failed|^peer closed connection in SSL handshake/.test(message)) return 'tls';
  if (message.startsWith('upstream timed out')) return /while (?:connecting|SSL handshaking) to upstream/.test(message) ? 'connect-timeout' : 'timeout';
  const errno = /^connect\(\) (?:to \S{1,255} )?failed \((\d{1,3}):/.exec(message)?.[1];
  if (errno !== undefined) return connectFaults[errno] ?? 'connect';
  const isCut = /^(?:kevent\(\) reported that )?(?:recv|send|sendfile|writev|readv|SSL_read|SSL_write)\(\) failed|^upstream prematurely closed/.test(message);
  if (isCut && !/\bclient\b/.test(message.slice(0, 40))) return isInBody(message) ? 'truncated' : 'reset';
  return /^upstream sent (?:invalid|too big|no valid|unexpected|duplicate|unsupported|too many|conflicting)/.test(message) ? 'invalid-response' : undefined;
}

/**
 * Errno of Linux. nginx also says `connect() failed` of a connection from its cache that it finds ended before it has sent anything
 * (ngx_http_upstream_test_connect; seen with nginx 1.22.1): 104 and 32 are such, for a new connection is refused with 111.
 */
const connectFaults: Readonly<Record<string, ProxyFault>> = {
  '32': 'reset',
  '101': 'unreachable',
  '104': 'reset',
  '110': 'connect-timeout',
  '111': 'refused',
  '112': 'unreachable',
  '113': 'unreachable',
};
