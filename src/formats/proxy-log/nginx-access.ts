import { parseInstant } from '../time/instant.ts';
import { type NginxAnswer, attemptsIn, nginxOutcome } from './nginx-outcome.ts';
import type { ProxyRow } from './proxy-row.ts';
import { present, requestLine, said } from './request-line.ts';

const longest = 8_000;

/** What stands before the part that formats differ in. nginx writes a quote inside a value as `\x22`, so quotes part fields safely. */
const head =
  /^(\S{1,60}) (?:- \[[^\]]{0,60}\] )?- (\S{1,200}) \[([^\]]{20,40})\] "([^"]{0,7000})" (\d{3}) (\d{1,18}|-)(?: "([^"]{0,4000})" "([^"]{0,4000})")?(?= |$)/;

/** A list of `$upstream_*` values: attempts parted by `, `, groups by ` : `. */
const list = String.raw`[^\s,]{1,300}(?:(?:,| :) [^\s,]{1,300}){0,20}`;

/** ingress-nginx: `$request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name]? $upstream_addr …_length …_time …_status $req_id?`. */
const upstreamInfo = new RegExp(
  String.raw`^ \d{1,18} (\d{1,9}\.\d{1,6}) \[([^\]]{0,300})\](?: \[[^\]]{0,300}\])? (${list}) (${list}) (${list}) (${list})(?: (\S{1,200}))?$`,
);

/**
 * A line of nginx's access log: the default format of ingress-nginx (`upstreaminfo`, controller 0.9 to 1.14), the Combined Log Format with
 * `name=value` pairs of `$upstream_*` variables behind it, or the bare Common and Combined formats (`kind: 'plain'`), which any server writes.
 * Undefined for anything else, also for a line that breaks off.
 */
export function parseNginxAccess(line: string): ProxyRow | undefined {
  if (line.length > longest || !line.includes('] "')) return undefined;
  const match = head.exec(line);
  const written = match === null ? undefined : parseInstant(match[3] ?? '');
  if (match === null || written === undefined) return undefined;
  const [whole, client, , , request = '', status = '', bytes = ''] = match;
  const code = Number(status);
  const rest = line.slice(whole.length);
  const found = rest === '' ? undefined : (readUpstreamInfo(code, rest) ?? readPairs(code, rest));
  // a quote left over is a line cut off in the middle
  if (found === undefined && rest !== '' && rest.split('"').length % 2 === 0) return undefined;
  const end = written;
  const row = {
    proxy: 'nginx',
    start: end - (found?.tookMs ?? 0),
    end,
    code,
    ...present<ProxyRow>({ client: said(client), ...(bytes === '-' ? {} : { bytesSent: Number(bytes) }) }),
    ...requestLine(request),
  } as const;
  if (found === undefined) return { ...row, kind: 'plain', ...plainOutcome(code) };
  return { ...row, kind: 'request', ...found.fields, ...nginxOutcome(found.answer) };
}

function plainOutcome(code: number): Pick<ProxyRow, 'fault' | 'clientLeft'> {
  return code === 499 ? { clientLeft: true } : code >= 500 ? { fault: 'unsigned' } : {};
}

interface Found {
  readonly answer: NginxAnswer;
  readonly tookMs: number;
  readonly fields: Partial<ProxyRow>;
}

function readUpstreamInfo(code: number, rest: string): Found | undefined {
  const match = upstreamInfo.exec(rest);
  if (match === null) return undefined;
  const [, took = '0', name, address = '', lengths = '', , statuses = '', id] = match;
  const addresses = attemptsIn(address);
  return {
    answer: { code, addresses, statuses: attemptsIn(statuses), lengths: attemptsIn(lengths) },
    tookMs: Math.round(Number(took) * 1_000),
    fields: present<ProxyRow>({ upstreamName: said(name), upstreamHost: said(addresses.at(-1)), requestId: said(id) }),
  };
}

/** `rt=0.004 uct="0.001" uht="0.004" urt="0.004"`, `upstream_addr=10.0.0.1:80 upstream_status="502"` and the like. */
function readPairs(code: number, rest: string): Found | undefined {
  if (!rest.includes('=')) return undefined;
  const pairs = new Map<string, string>();
  for (const [, name = '', quoted, bare = ''] of rest.matchAll(/([a-zA-Z_]{2,40})=(?:"([^"]{0,2000})"|([^\s"]{0,500}))/g)) {
    const role = pairNames[name.toLowerCase()];
    const text = quoted ?? bare.replace(/,$/, '');
    // `ua` is the user agent as often
    if (role === undefined || pairs.has(role) || (role === 'address' && !addressList.test(text))) continue;
    pairs.set(role, text);
  }
  return fromNames(code, (role) => pairs.get(role));
}

const addressList = /^(?:-|unix:\S{1,200}|[\w.[\]:-]{3,120}:\d{1,5}(?:,? (?:: )?[\w.[\]:-]{3,120}:\d{1,5}){0,20})?$/;

/** What the values of nginx's variables say, asked for by role; undefined where none of them is about an upstream. */
export function fromNames(code: number, textOf: (role: NginxRole) => string | undefined): Found | undefined {
  const listOf = (role: NginxRole): readonly string[] | undefined => {
    const value = textOf(role);
    return value === undefined ? undefined : attemptsIn(value === '' ? '-' : value);
  };
  const addresses = listOf('address');
  const statuses = listOf('status');
  const lengths = listOf('length');
  const headerTimes = listOf('headerTime');
  if (addresses === undefined && statuses === undefined && headerTimes === undefined && textOf('responseTime') === undefined) return undefined;
  const took = Number(textOf('requestTime'));
  return {
    answer: { code, ...present<NginxAnswer>({ addresses, statuses, lengths, headerTimes }) },
    tookMs: Number.isFinite(took) && took > 0 ? Math.round(took * 1_000) : 0,
    fields: present<ProxyRow>({
      upstreamName: said(textOf('name')),
      upstreamHost: said(addresses?.at(-1)),
      requestId: said(textOf('requestId')),
      authority: said(textOf('host')),
    }),
  };
}

export type NginxRole = 'address' | 'status' | 'length' | 'headerTime' | 'responseTime' | 'requestTime' | 'requestId' | 'host' | 'name';

/** Names that formats give to nginx's variables: the variables' own, and the abbreviations of nginx's documentation and of NGINX Amplify. */
export const pairNames: Readonly<Record<string, NginxRole>> = {
  upstream_addr: 'address',
  upstreamaddr: 'address',
  ua: 'address',
  upstream: 'address',
  upstream_status: 'status',
  upstreamstatus: 'status',
  us: 'status',
  ul: 'length',
  ut: 'responseTime',
  upstream_response_length: 'length',
  upstreamresponselength: 'length',
  upstream_header_time: 'headerTime',
  upstreamheadertime: 'headerTime',
  uht: 'headerTime',
  upstream_response_time: 'responseTime',
  upstreamresponsetime: 'responseTime',
  urt: 'responseTime',
  request_time: 'requestTime',
  requesttime: 'requestTime',
  rt: 'requestTime',
  request_id: 'requestId',
  requestid: 'requestId',
  req_id: 'requestId',
  host: 'host',
  proxy_upstream_name: 'name',
  proxyupstreamname: 'name',
};
