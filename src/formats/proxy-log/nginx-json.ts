import type { EpochMs } from '../../model/time.ts';
import { asNumber, asObject, parsedJson } from '../json.ts';
import { parseInstant } from '../time/instant.ts';
import { fromNames, type NginxRole, pairNames } from './nginx-access.ts';
import { nginxOutcome } from './nginx-outcome.ts';
import type { ProxyRow } from './proxy-row.ts';
import { present, requestLine, said } from './request-line.ts';

const longest = 16_000;

/**
 * A JSON line made with nginx's `log_format … escape=json` or ingress-nginx's `log-format-upstream`. It must have two `$upstream_*` variables under
 * their own names, a status and a time (or `written`, when the line was written): an application's own log with a `status` is none.
 */
export function parseNginxJson(line: string, written?: EpochMs): ProxyRow | undefined {
  if (line.length > longest || !/"upstream_?[a-zA-Z]/.test(line)) return undefined;
  const object = asObject(parsedJson(line));
  if (object === undefined) return undefined;
  const values = new Map<NginxRole, string>();
  const others = new Map<string, unknown>();
  for (const [key, value] of Object.entries(object).slice(0, 200)) {
    const name = key.toLowerCase();
    const role = pairNames[name];
    others.set(name.replaceAll(/[^a-z0-9]/g, ''), value);
    // `upstream` by itself is anybody's word
    if (role !== undefined && name !== 'upstream' && (typeof value === 'string' || typeof value === 'number')) values.set(role, String(value));
  }
  const ofUpstream = (['address', 'status', 'length', 'headerTime', 'responseTime'] as const).filter((role) => values.has(role));
  const code = asNumber(others.get('status'));
  if (ofUpstream.length < 2 || code === undefined || !Number.isInteger(code) || code < 100 || code > 599) return undefined;
  const found = fromNames(code, (role) => values.get(role));
  const end = timeOf(others) ?? written;
  if (found === undefined || end === undefined) return undefined;
  const text = (...names: readonly string[]): string | undefined => names.map((name) => others.get(name)).find((value) => typeof value === 'string');
  const method = text('requestmethod', 'method');
  const uri = text('requesturi', 'uri', 'path', 'url');
  return {
    proxy: 'nginx',
    kind: 'request',
    start: end - found.tookMs,
    end,
    code,
    ...requestLine(text('request') ?? (method === undefined || uri === undefined ? '' : `${method} ${uri}`)),
    ...present<ProxyRow>({ client: said(text('remoteaddr', 'clientip', 'client')), authority: said(text('httphost', 'vhost', 'servername')) }),
    ...found.fields,
    ...nginxOutcome(found.answer),
  };
}

function timeOf(fields: ReadonlyMap<string, unknown>): EpochMs | undefined {
  for (const name of ['timeiso8601', 'timelocal', 'msec', 'time', 'timestamp', 'ts']) {
    const value = fields.get(name);
    const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
    const at = text === undefined ? undefined : parseInstant(text);
    if (at !== undefined) return at;
  }
  return undefined;
}
