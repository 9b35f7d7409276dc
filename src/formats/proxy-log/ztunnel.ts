import type { EpochMs } from '../../model/time.ts';
import { asObject, parsedJson } from '../json.ts';
import { parseDuration } from '../time/duration.ts';
import { parseInstant } from '../time/instant.ts';
import type { ProxyFault } from '../../model/proxy-fault.ts';
import type { ProxyPeer, ProxyRow } from './proxy-row.ts';
import { present, said } from './request-line.ts';

const longest = 8_000;

/**
 * A line of ztunnel's access log: one TCP connection of an ambient mesh, as text (tab-separated head, `key=value`) or JSON. `connection opened`
 * (level debug) is left out: the same connection is told again when it ends. Undefined for any other line.
 * Source: ztunnel src/proxy/metrics.rs and src/proxy.rs, Istio 1.24 to 1.31.
 */
export function parseZtunnel(line: string, written?: EpochMs): ProxyRow | undefined {
  if (line.length > longest || !line.includes('src.addr')) return undefined;
  const fields = line.charCodeAt(0) === 123 ? jsonFields(line) : textFields(line);
  if (fields === undefined) return undefined;
  const { get } = fields;
  const end = (fields.time === undefined ? undefined : parseInstant(fields.time)) ?? written;
  if (end === undefined || get('src.addr') === undefined || get('dst.addr') === undefined) return undefined;
  const error = said(get('error'));
  const side = get('direction');
  const took = parseDuration(get('duration') ?? '') ?? 0;
  return {
    proxy: 'ztunnel',
    kind: 'connection',
    start: end - took,
    end,
    code: 0,
    ...(error === undefined ? {} : outcomeOf(error)),
    ...(side === 'inbound' || side === 'outbound' ? { side } : {}),
    ...present<ProxyRow>({
      client: get('src.addr'),
      // what the connection is for; `dst.addr` is the tunnel's port 15008 where there is one
      upstreamHost: said(get('dst.hbone_addr')) ?? get('dst.addr'),
      upstreamName: said(get('dst.service')),
      from: peer(get('src.workload'), get('src.namespace')),
      to: peer(get('dst.workload'), get('dst.namespace')),
      ...(get('bytes_recv') === undefined ? {} : { bytesSent: Number(get('bytes_recv')) }),
    }),
  };
}

interface Fields {
  readonly time?: string;
  readonly get: (name: string) => string | undefined;
}

function textFields(line: string): Fields | undefined {
  const head = /^(\S{20,40})\s+(?:trace|debug|info|warn|error)\s+access\s+(?:connection (?:complete|failed)\b)/.exec(line);
  if (head === null) return undefined;
  const found = new Map<string, string>();
  for (const [, name = '', quoted, bare = ''] of line.slice(head[0].length).matchAll(/([a-z_.]{3,30})=(?:"((?:[^"\\]|\\.){0,2000})"|(\S{0,300}))/g)) {
    if (!found.has(name)) found.set(name, quoted?.replaceAll('\\"', '"') ?? bare);
  }
  // a quote left open = the line breaks off
  if (line.replaceAll('\\"', '').split('"').length % 2 === 0) return undefined;
  return { time: head[1] ?? '', get: (name) => found.get(name) };
}

function jsonFields(line: string): Fields | undefined {
  const object = asObject(parsedJson(line));
  if (object === undefined || object['scope'] !== 'access' || !/^connection (?:complete|failed)/.test(String(object['message'] ?? ''))) return undefined;
  const text = (name: string): string | undefined => {
    const value = object[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
  };
  const time = text('time');
  return { ...(time === undefined ? {} : { time }), get: text };
}

function peer(pod: string | undefined, namespace: string | undefined): ProxyPeer | undefined {
  const name = said(pod);
  const space = said(namespace);
  return name === undefined ? undefined : { pod: name, ...(space === undefined ? {} : { namespace: space }) };
}

function outcomeOf(error: string): Pick<ProxyRow, 'fault' | 'words' | 'clientLeft'> {
  if (/client disconnected before all data was written/.test(error)) return { clientLeft: true };
  const fault = faults.find(([pattern]) => pattern.test(error))?.[1] ?? 'unnamed';
  return { fault, words: error.slice(0, 300) };
}

/** Words of ztunnel's errors (src/proxy.rs); io errors carry the system's own text. */
const faults: readonly (readonly [RegExp, ProxyFault])[] = [
  [/policy (?:rejection|change)|allow policies exist, but none allowed|explicitly denied by|http status: ?40[13]/i, 'denied'],
  [/HBONE port 15008|deadline has elapsed|timed out/i, 'connect-timeout'],
  [/connection refused|os error 111/i, 'refused'],
  [/no route to host|network is unreachable|host is unreachable|os error 1(?:13|01|12)/i, 'unreachable'],
  [
    /no healthy upstream|no endpoints for workload|no valid (?:routing )?destination|no (?:ip addresses|valid target port|service)|dns(?: lookup| response)?: ?/i,
    'no-host',
  ],
  [/^tls error|certificate|handshake/i, 'tls'],
  [/http status: ?503/i, 'unnamed'],
  // copying went wrong in one direction, at either end of it
  [/^(?:send|receive): /, 'unnamed'],
  // cut while it was in use: by a drain, by the peer
  [/connection drain|pool draining|destination disconnected|reset by peer|broken pipe|unexpected end of file|connection (?:closed|error)/i, 'reset'],
  [/^connection failed/i, 'connect'],
];
