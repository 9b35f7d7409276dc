import type { EpochMs } from '../../model/time.ts';
import { startTime } from '../access-log/start-time.ts';
import { asNumber, asObject, asString, parsedJson } from '../json.ts';
import { parseInstant } from '../time/instant.ts';
import type { ProxyFault } from '../../model/proxy-fault.ts';
import type { ProxyRow } from './proxy-row.ts';
import { present, requestLine, said } from './request-line.ts';

const longest = 8_000;

/**
 * A line of Linkerd's proxy: a request that it answered itself (`errors::respond`, level info), or its HTTP access log (`config.linkerd.io/access-log`,
 * apache or json). Its own log counts seconds since the start, so the first kind needs `written`, the time that the carrier gives
 * (`kubectl logs --timestamps`). Undefined for any other line.
 * Source: linkerd2-proxy linkerd/app/core/src/errors/respond.rs and linkerd/http/access-log, Linkerd 2.12 to 2.18.
 */
export function parseLinkerd(line: string, written?: EpochMs): ProxyRow | undefined {
  if (line.length > longest) return undefined;
  if (line.includes('errors::respond')) return answeredItself(line, written);
  if (line.charCodeAt(0) === 123) return line.includes('"client.addr"') ? jsonAccess(line) : undefined;
  return line.includes('.serviceaccount.identity.') || line.includes('Z] "') ? apacheAccess(line) : undefined;
}

function answeredItself(line: string, written: EpochMs | undefined): ProxyRow | undefined {
  const json = line.charCodeAt(0) === 123 ? asObject(parsedJson(line)) : undefined;
  const told = json === undefined ? undefined : asObject(json['fields']);
  const error = told === undefined ? / failed error=(.{1,2000}?)(?: error\.sources=|$)/.exec(line)?.[1] : asString(told['error']);
  const time = json === undefined ? undefined : parseInstant(asString(json['timestamp']) ?? '');
  const start = written ?? time;
  if (error === undefined || start === undefined) return undefined;
  const side = /(?:^|[^a-z])(inbound|outbound)(?=[:"\s{])/.exec(line)?.[1];
  const fault = faults.find(([pattern]) => pattern.test(error))?.[1] ?? 'unnamed';
  return {
    proxy: 'linkerd',
    kind: 'attempt',
    start,
    end: start,
    code: statusOf(fault),
    fault,
    words: error.slice(0, 300),
    ...(side === 'inbound' || side === 'outbound' ? { side } : {}),
    ...present<ProxyRow>({
      client: /client\.addr"?[=:] ?"?([\d.[\]a-f:]{7,60})/.exec(line)?.[1],
      upstreamHost:
        /endpoint (?:Pod\.\S{1,250}: )?((?:\d{1,3}\.){3}\d{1,3}:\d{1,5})/.exec(error)?.[1] ??
        serverPort(line) ??
        /:proxy\{addr=([\d.]{7,15}:\d{1,5})/.exec(line)?.[1],
      upstreamName: serviceIn(error),
    }),
  };
}

/** An inbound proxy names the port of its application only. */
function serverPort(line: string): string | undefined {
  const port = /inbound:server\{port=(\d{1,5})/.exec(line)?.[1];
  return port === undefined ? undefined : `127.0.0.1:${port}`;
}

/** `Service.playground.web:8080` → `web.playground.svc`; `logical service web.playground.svc.cluster.local:80` → the host. */
function serviceIn(error: string): string | undefined {
  const backend = /Service\.([a-z0-9-]{1,63})\.([a-z0-9-]{1,63}):\d{1,5}/.exec(error);
  if (backend !== null) return `${backend[2]}.${backend[1]}.svc`;
  return /logical service ([a-z][a-z0-9.-]{1,253})(?::\d{1,5})?:/.exec(error)?.[1];
}

/** Words of the proxy's errors; the narrower first. */
const faults: readonly (readonly [RegExp, ProxyFault])[] = [
  [/unauthorized|authorization|forbidden/i, 'denied'],
  [/fail-?fast|service unavailable|unavailable/i, 'no-host'],
  [/connection refused|os error 111/i, 'refused'],
  [/connect(?:ion)? timed out/i, 'connect-timeout'],
  [/no route to host|network is unreachable|host is unreachable/i, 'unreachable'],
  [/certificate|tls|handshake/i, 'tls'],
  [/connection closed before message completed|connection (?:reset|closed|error)|reset by peer|broken pipe|operation was canceled/i, 'reset'],
  [/timeout|timed out|deadline/i, 'timeout'],
  [/queue|load shed|concurrency/i, 'queue'],
  [/error trying to connect/i, 'connect'],
];

/** What Linkerd answers: 503 for a service in fail-fast, 504 for time-outs and connections not made in time, 403 for a refusal, else 502. */
function statusOf(fault: ProxyFault): number {
  if (fault === 'denied') return 403;
  if (fault === 'no-host' || fault === 'queue') return 503;
  return fault === 'timeout' || fault === 'connect-timeout' ? 504 : 502;
}

const apache = /^(\S{3,60}) (\S{1,300}) - \[(\d{4}-\d\d-\d\dT[\d:.]{8,18}Z)\] "([A-Z]{1,20} [^"]{1,4000} HTTP\/[\d.]{1,3})" (\d{3})$/;

function apacheAccess(line: string): ProxyRow | undefined {
  const match = apache.exec(line);
  const start = match === null ? undefined : startTime(match[3] ?? '');
  if (match === null || start === undefined) return undefined;
  return accessRow(start, 0, Number(match[5]), requestLine(match[4] ?? ''), match[1]);
}

function jsonAccess(line: string): ProxyRow | undefined {
  const object = asObject(parsedJson(line));
  const code = asNumber(object?.['status']);
  const start = startTime(asString(object?.['timestamp']) ?? '');
  if (object === undefined || code === undefined || start === undefined || asNumber(object['total_ns']) === undefined) return undefined;
  const method = asString(object['method']);
  const uri = asString(object['uri']);
  const request = requestLine(method === undefined || uri === undefined ? '' : `${method} ${uri}`);
  const host = said(asString(object['host']));
  return accessRow(
    start,
    (asNumber(object['total_ns']) ?? 0) / 1e6,
    code,
    { ...request, ...(host === undefined ? {} : { authority: host }) },
    asString(object['client.addr']),
  );
}

/** The access log is the server's proxy's; whether it or the application made a 5xx is not in it. */
function accessRow(start: EpochMs, tookMs: number, code: number, request: Partial<ProxyRow>, client: string | undefined): ProxyRow {
  return {
    proxy: 'linkerd',
    kind: 'request',
    start,
    end: start + Math.round(tookMs),
    code,
    side: 'inbound',
    ...request,
    ...(client === undefined ? {} : { client }),
    ...(code >= 500 ? { fault: 'unsigned', words: `status ${code}` } : {}),
  };
}
