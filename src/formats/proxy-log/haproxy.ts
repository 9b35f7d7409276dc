import { parseInstant } from '../time/instant.ts';
import type { ProxyFault } from '../../model/proxy-fault.ts';
import type { ProxyRow } from './proxy-row.ts';
import { present, requestLine, said } from './request-line.ts';

const longest = 16_000;

/** `ip:port [accept date] frontend backend/server TR/Tw/Tc/Tr/Ta status bytes cc sc state ac/fc/bc/sc/retries srv/backend {…} "request"`. */
const form =
  /(?:^|\s)(\S{3,60}:\d{1,5}) \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d\.\d{3})\] (\S{1,200}) (\S{1,200})\/(\S{1,200}) (-?\d{1,12})\/(-?\d{1,12})\/(-?\d{1,12})\/(-?\d{1,12})\/(\+?-?\d{1,12}) (-1|\d{3}) (\+?\d{1,18}) (\S{1,200}) (\S{1,200}) ([CSPLRIDUKcs-][RQCHDLT-][NIDVEOPSRU-][NIRUPDA-]) \d{1,9}\/\d{1,9}\/\d{1,9}\/\d{1,9}\/(\+?\d{1,6}) \d{1,9}\/\d{1,9} ?(.*)$/;

/**
 * A line of HAProxy's HTTP log format (`option httplog`), with or without a syslog header before it; undefined for any other, also for the TCP
 * format, which tells of no request. The date has no zone: it is taken for UTC.
 * Source: HAProxy configuration manual 8.2.3 and 8.5, 1.8 to 3.2.
 */
export function parseHaproxy(line: string): ProxyRow | undefined {
  if (line.length > longest || !line.includes('] ')) return undefined;
  const match = form.exec(line);
  const accepted = match === null ? undefined : parseInstant(match[2] ?? '');
  if (match === null || accepted === undefined) return undefined;
  const [, client, , frontend, backend, server = '', , , connected, answered, total = '0', status = '', bytes, , , state = '----', retries = '0', rest = ''] =
    match;
  // the request stands in the last quotes; a line cut off inside them is not whole
  const open = rest.indexOf('"');
  if (open < 0 || !rest.endsWith('"') || rest.length - open < 2) return undefined;
  const code = status === '-1' ? 0 : Number(status);
  const isUnassigned = server === '<NOSRV>' || server === '<STATS>';
  const fault = faultOf(state, code, isUnassigned, answered !== '-1');
  const left = hasLeft(state) && code < 500;
  return {
    proxy: 'haproxy',
    kind: 'request',
    start: accepted,
    end: accepted + Math.max(0, Number(total.replace('+', ''))),
    code,
    ...requestLine(rest.slice(open + 1, -1)),
    ...(fault === undefined || left ? {} : { fault, words: `${state}${connected === '-1' ? ' Tc=-1' : ''}${isUnassigned ? ` ${server}` : ''}` }),
    ...(left ? { clientLeft: true } : {}),
    ...present<ProxyRow>({
      client,
      name: frontend?.replace(/~$/, ''),
      upstreamName: said(isUnassigned ? backend : `${backend}/${server}`),
      requestId: requestIdIn(rest.slice(0, open)),
      bytesSent: Number(bytes?.replace('+', '')),
      attempts: Number(retries.replace('+', '')) > 0 ? Number(retries.replace('+', '')) + 1 : undefined,
    }),
  };
}

const hasLeft = (state: string): boolean => state.startsWith('C') || state.startsWith('c');

/** The first two letters: who ended the session, and in which phase it was. */
function faultOf(state: string, code: number, isUnassigned: boolean, hasHeader: boolean): ProxyFault | undefined {
  const told = states[state.slice(0, 2)];
  if (state.startsWith('SC')) return isUnassigned ? 'no-host' : 'connect';
  if (told !== undefined) return told;
  if (code < 500) return undefined;
  if (state.startsWith('--') && hasHeader && !isUnassigned) return 'answered';
  return isUnassigned ? 'unasked' : 'unnamed';
}

const states: Readonly<Record<string, ProxyFault>> = {
  SH: 'reset',
  SD: 'truncated',
  SL: 'truncated',
  sC: 'connect-timeout',
  sH: 'timeout',
  sD: 'truncated',
  sQ: 'queue',
  PH: 'invalid-response',
  // sessions killed because the server was marked down (on-marked-down shutdown-sessions)
  DC: 'connect',
  DH: 'reset',
  DD: 'truncated',
};

/** A captured header (`{…}`) that is a request id: a UUID or 32 hexadecimal digits. */
function requestIdIn(captured: string): string | undefined {
  return /[{|]([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32})[|}]/.exec(captured)?.[1];
}
