import { seededRandom } from '../race/random.ts';
import type { CaseFiles } from './case-files.ts';
import { renamed } from './shapes.ts';

/** The same incident as it would look elsewhere. `isWhole`: nothing was lost, so the answer must be the same. */
export interface Rewriting {
  readonly name: string;
  readonly rewrite: (files: CaseFiles) => CaseFiles;
  readonly isWhole: boolean;
}

const isProxyLog = (path: string): boolean => /(?:^|\/)istio-proxy(?:\.previous)?\.log$/.test(path);

const isLog = (path: string): boolean => path.endsWith('.log');

/** Seeded, so that each run rewrites the same. */
export const rewritings: readonly Rewriting[] = [
  { name: 'other names', rewrite: renamed, isWhole: true },
  {
    name: '97 days earlier',
    rewrite: (files) =>
      mapText(
        files,
        () => true,
        (text) => earlier(text, 97),
      ),
    isWhole: true,
  },
  { name: 'JSON access logs', rewrite: (files) => mapLines(files, isProxyLog, (line) => [asJson(line)]), isWhole: true },
  { name: 'twice the healthy traffic', rewrite: (files) => mapLines(files, isProxyLog, withTwin), isWhole: true },
  {
    name: 'Istio 1.24 in every version',
    rewrite: (files) =>
      mapText(
        files,
        () => true,
        (text) => text.replaceAll('1.32-dev', '1.24.3'),
      ),
    isWhole: false,
  },
  { name: 'a third of the rows lost', rewrite: (files) => thinned(files, 503, 1 / 3), isWhole: false },
  {
    name: 'rows of failures only',
    rewrite: (files) => mapLines(files, isProxyLog, (line) => (/^\[.*" [123]\d\d - /.test(line) ? [] : [line])),
    isWhole: false,
  },
  {
    name: 'the first half of every log rotated away',
    rewrite: (files) => mapText(files, isLog, (text) => text.slice(text.indexOf('\n', text.length / 2) + 1)),
    isWhole: false,
  },
  { name: 'every log cut off in its middle', rewrite: (files) => mapText(files, isLog, (text) => text.slice(0, text.length / 2)), isWhole: false },
];

function mapText(files: CaseFiles, isMeant: (path: string) => boolean, change: (text: string) => string): CaseFiles {
  return new Map([...files].map(([path, content]) => [path, isMeant(path) ? Buffer.from(change(content.toString('utf8'))) : content]));
}

function mapLines(files: CaseFiles, isMeant: (path: string) => boolean, change: (line: string) => readonly string[]): CaseFiles {
  return mapText(files, isMeant, (text) => text.split('\n').flatMap(change).join('\n'));
}

const dayMs = 86_400_000;

/** Every date before a time of day, `2026-11-22T17:18:15` or `2026/11/22 17:18:15`, and `dmesg -T`; klog's `I1122` has no year and stays. Certificates inside dumps stay as well. */
function earlier(text: string, days: number): string {
  const kernel = text.replaceAll(/\[[A-Z][a-z]{2} ([A-Z][a-z]{2} [ \d]\d) (\d\d:\d\d:\d\d) (20\d\d)\]/g, (_, day: string, time: string, year: string) => {
    const [weekday, month, date, newYear] = new Date(Date.parse(`${day} ${year} UTC`) - days * dayMs).toUTCString().replace(',', '').split(' ');
    return `[${weekday} ${date} ${String(Number(month)).padStart(2)} ${time} ${newYear}]`;
  });
  return kernel.replaceAll(/\b(20\d\d)([-/])(\d\d)\2(\d\d)(?=[T ]\d\d:\d\d:\d\d)/g, (_, year: string, between: string, month: string, day: string) =>
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)) - days * dayMs).toISOString().slice(0, 10).replaceAll('-', between),
  );
}

/** A row in Istio's default order as its JSON encoding writes it; other lines as they are. */
function asJson(line: string): string {
  const row = ROW.exec(line);
  if (row === null) return line;
  const [
    ,
    start,
    method,
    path,
    protocol,
    code,
    flags,
    details,
    terminated,
    transport,
    received,
    sent,
    duration,
    service,
    forwarded,
    agent,
    id,
    authority,
    host,
    cluster,
    local,
    downstream,
    remote,
    sni,
    route,
  ] = row;
  const orNull = (text: string | undefined): string | null => (text === undefined || text === '-' ? null : text);
  return JSON.stringify({
    start_time: start,
    method: orNull(method),
    path: orNull(path),
    protocol: orNull(protocol),
    response_code: Number(code),
    response_flags: flags,
    response_code_details: orNull(details),
    connection_termination_details: orNull(terminated),
    upstream_transport_failure_reason: orNull(transport),
    bytes_received: Number(received),
    bytes_sent: Number(sent),
    duration: Number(duration),
    upstream_service_time: orNull(service),
    x_forwarded_for: orNull(forwarded),
    user_agent: orNull(agent),
    request_id: orNull(id),
    authority: orNull(authority),
    upstream_host: orNull(host),
    upstream_cluster: orNull(cluster),
    upstream_local_address: orNull(local),
    downstream_local_address: orNull(downstream),
    downstream_remote_address: orNull(remote),
    requested_server_name: orNull(sni),
    route_name: orNull(route),
  });
}

const ROW =
  /^\[([^\]]+)\] "(\S+) (\S+) (\S+)" (\d+) (\S+) (\S+) (\S+) "([^"]*)" (\d+) (\d+) (\d+) (\S+) "([^"]*)" "([^"]*)" "([^"]*)" "([^"]*)" "([^"]*)" (\S+) (\S+) (\S+) (\S+) (\S+) (\S+)$/;

/** A request of the same moment to a service that is well, on a connection of its own, beside every one that went well through the caller's proxy. */
function withTwin(line: string): readonly string[] {
  const isGood = / 2\d\d - via_upstream /.test(line) && / outbound\|\d+\|[^|]*\|[^ ]+ /.test(line);
  if (!isGood) return [line];
  const twin = line
    .replace(/ outbound\|(\d+)\|[^|]*\|[^ ]+ /, ' outbound|$1||inventory.elsewhere.svc.cluster.local ')
    .replace(/"[^" ]+" "\d[^" ]*:\d+" outbound/, '"inventory.elsewhere.svc.cluster.local:8080" "10.199.9.9:8080" outbound')
    .replace(/"([0-9a-f]{8})-([0-9a-f-]{27})"/, '"feed$2-$1"')
    .replace(/(outbound\S+ \d+\.\d+\.\d+\.\d+):(\d+) /, (_, before: string, port: string) => `${before}:${(Number(port) % 20_000) + 5_000} `);
  return twin === line ? [line] : [line, twin];
}

function thinned(files: CaseFiles, seed: number, share: number): CaseFiles {
  const random = seededRandom(seed);
  return mapLines(files, isProxyLog, (line) => (line.startsWith('[') && random.uniform() < share ? [] : [line]));
}
