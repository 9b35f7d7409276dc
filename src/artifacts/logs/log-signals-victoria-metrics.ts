import type { LogLine } from './log-line.ts';
import { dataOf, groups, type SignalRule, when, whenAny } from './log-signal-rule.ts';

/** VictoriaMetrics' components. */
export type VictoriaMetricsSignalId =
  | 'vm-flag'
  | 'vm-version'
  | 'vm-memory-limit'
  | 'vmalert-attempt-failed'
  | 'vmalert-dropped'
  | 'vmalert-queue-full'
  | 'vmalert-query-failed'
  | 'vmalert-notify-failed'
  | 'vmagent-resend'
  | 'vmagent-status'
  | 'vmagent-rejected'
  | 'vminsert-concurrency-limit'
  | 'vminsert-storage-unreachable'
  | 'vminsert-all-storage-unavailable'
  | 'vminsert-storage-available'
  | 'vminsert-reroute'
  | 'vminsert-drop-on-shutdown'
  | 'vm-readonly'
  | 'vm-request-error'
  | 'vmauth-backend-failed'
  | 'vmselect-partial'
  | 'vm-handshake-failed';

/** Log templates of v1.79 to v1.150.0 (app/*, lib/logger, lib/httpserver). An answer quoted by a client must not pass for the server's own line. */
export const victoriaMetricsSignals: Readonly<Record<VictoriaMetricsSignalId, SignalRule>> = {
  'vm-flag': {
    needles: ['='],
    read: ({ message, scope }) => {
      if (scope === undefined || !scope.includes('lib/logger/flag.go')) return undefined;
      const found = /^\s*(?:flag )?"?-?([\w.]{1,100})"? ?= ?(.{0,1000})$/.exec(message);
      return found === null ? undefined : { name: found[1] ?? '', value: unquoted((found[2] ?? '').trim()) };
    },
  },
  'vm-version': {
    needles: ['build version: '],
    read: ({ message }) => {
      const build = /build version: (\S{1,200})/.exec(message)?.[1];
      return build === undefined
        ? undefined
        : dataOf({ build, app: /^([a-z]+)-/.exec(build)?.[1], version: /-tags-(v\d+\.\d+\.\d+[\w.-]{0,40}?)(?:-0-g[0-9a-f]+)?$/.exec(build)?.[1] });
    },
  },
  'vm-memory-limit': when(
    ['limiting caches to'],
    /limiting caches to (?<caches>\d+) bytes, leaving (?<rest>\d+) bytes to the OS according to (?<by>\S{1,80}?)(?:, system memory limit (?<limit>\d+) bytes)?$/,
  ),
  'vmalert-attempt-failed': {
    needles: ['to send request failed'],
    read: ({ message }) => {
      const attempt = groups(/^attempt (?<attempt>\d+) to send request failed: (?<error>[^\n]*?)(?: \(retriable: (?<retriable>true|false)\))?\s*$/, message);
      if (attempt === undefined) return undefined;
      const status = /unexpected response code (?<code>\d{3}) for (?<url>\S{1,300}?)\. Response body "(?<body>[^\n]{0,5000}?)"(?: \(|\s*$)/.exec(
        message,
      )?.groups;
      const sent = /error while sending request to (?<url>\S{1,300}): (?<error>[^\n]{1,400}?)(?:; Data len \d+\(\d+\))?(?: \(retriable: \w+\))?\s*$/.exec(
        message,
      )?.groups;
      return status === undefined ? dataOf({ ...attempt, ...sent }) : dataOf({ attempt: attempt['attempt'], retriable: attempt['retriable'], ...status });
    },
  },
  'vmalert-dropped': when(
    ['attempts to send'],
    /^(?:all )?(?:(?<attempts>\d+) )?attempts to send (?:remote-write )?request failed - dropping (?<rows>\d+) time series/,
  ),
  'vmalert-queue-full': when(['queue is full'], /failed to push timeseries - queue is full \((?<size>\d+) entries\)/),
  'vmalert-query-failed': {
    needles: ['failed to execute', 'error getting response'],
    read: ({ message }) => {
      if (!message.includes('failed to execute') && !message.includes('error getting response')) return undefined;
      const code = groups(/unexpected response code:? (?<code>\d{3}) for (?<url>\S{1,300})/, message);
      return dataOf({
        group: /\bgroup "([^"]{1,100})"/.exec(message)?.[1],
        rule: /\brule "([^"]{1,100})"/.exec(message)?.[1],
        ...code,
        error: /failed to execute query "[^\n]{0,1000}?": ([^\n]{1,300})/.exec(message)?.[1] ?? /error getting response from ([^\n]{1,300})/.exec(message)?.[1],
      });
    },
  },
  'vmalert-notify-failed': when(['failed to send alerts'], /failed to send alerts to addr "(?<url>[^"]{1,200})": (?<error>[^\n]{1,300})/),
  'vmagent-resend': when(
    ["couldn't send a block"],
    /couldn't send a block with size (?<size>\d+) bytes to "(?<url>[^"]{0,200})": (?<error>[^\n]{1,400}?); re-sending the block in (?<after>[\w.]{1,20}?)(?:\.? |\.?$)/,
  ),
  'vmagent-status': when(
    ['unexpected status code received after sending'],
    /unexpected status code received after sending a block with size (?<size>\d+) bytes to "(?<url>[^"]{0,200})" during retry #(?<retry>\d+): (?<code>\d{3}); response body="(?<body>[^\n]{0,300}?)"; re-sending the block in (?<after>[\w.]{1,20}?)(?:\.? |\.?$)/,
  ),
  'vmagent-rejected': when(
    ['was rejected (skipping the block)'],
    /sending a block with size (?<size>\d+) bytes to "(?<url>[^"]{0,200})" was rejected \(skipping the block\): status code (?<code>\d{3})/,
  ),
  'vminsert-concurrency-limit': whenAny(
    ['concurrent insert'],
    [
      /cannot process insert request for (?<waited>[\d.]+) seconds because (?<limit>\d+) concurrent insert requests are executed/,
      /cannot handle more than (?<limit>\d+) concurrent inserts(?: during (?<waited>[\d.]+)s?)?/,
    ],
    isServersOwn,
  ),
  'vminsert-storage-unreachable': whenAny(
    ['cannot dial storagenode', 'to -storagenode'],
    [
      /cannot dial storageNode "(?<addr>[^"]{1,200})": (?<error>[^\n]{1,300})/,
      /cannot send \d+ bytes with (?<rows>\d+) rows to -storageNode="(?<addr>[^"]{1,200})": (?<error>[^\n]{1,300}?)(?:; closing the connection|$)/,
    ],
  ),
  'vminsert-all-storage-unavailable': whenAny(
    ['vmstorage nodes are unavailable', 'all the nodes are temporarily unavailable'],
    [
      /(?<text>all the vmstorage nodes are unavailable[^\n]{0,120})/,
      /cannot push \d+ bytes with (?<rows>\d+) rows to storage nodes, since (?<text>all the nodes are temporarily unavailable)/,
    ],
    ({ lower }) => !lower.includes('graceful shutdown'),
  ),
  'vminsert-storage-available': whenAny(
    ['vmstorage nodes became available', 'successfully dialed -storagenode'],
    [/(?<nodes>\d+) vmstorage nodes became available/, /successfully dialed -storageNode="(?<addr>[^"]{1,200})"/],
  ),
  'vminsert-reroute': when(['re-routing'], /-storageNode="(?<addr>[^"]{1,200})"[^\n]*?(?<text>re-routing [^\n]{1,120})/),
  'vminsert-drop-on-shutdown': when(['rows on graceful shutdown'], /dropping (?<rows>\d+) rows on graceful shutdown/),
  'vm-readonly': when(
    ['read-only mode', 'readonly mode'],
    /(?<text>[^\n]{0,120}read-?only mode[^\n]{0,160})/i,
    ({ level, scope }) => level !== undefined && scope !== undefined,
  ),
  // lib/httpserver: the caller's X-Forwarded-For stands beside or within the quotes; LogError writes `uri: …, remote address: …`
  'vm-request-error': whenAny(
    ['requesturi: ', 'remote address: '],
    [
      /^remoteAddr: "(?<client>[^",]{1,100})[^;\n]{0,200}; requestURI: (?<path>[^\s;]{1,300}); (?<error>[^\n]{1,400})/,
      /^uri: (?<path>[^\s,]{1,300}), remote address: "\\?"?(?<client>[^"\\,]{1,100})[^:\n]{0,200}?": (?<error>[^\n]{1,400})/,
    ],
    ({ message }) => !/, retrying the request at another backend/.test(message), // not refused yet
  ),
  'vmselect-partial': when(
    ['were unavailable during the query'],
    /(?<failed>\d+) out of (?<nodes>\d+) vmstorage nodes (?:at group "(?<group>[^"]{0,100})" )?were unavailable during the query; a sample error: (?<error>[^\n]{1,400})/,
  ),
  'vmauth-backend-failed': whenAny(
    ['the request at another backend', 'cannot proxy the request to', 'are unavailable for proxying', 'ignoring the backend at'],
    [
      /request to (?<url>\S{1,300}) failed, retrying the request at another backend because response status code=(?<code>\d{3})/,
      /got response status code=(?<code>\d{3}) from (?<url>\S{1,300}?),? but cannot retry the request/,
      /request to (?<url>\S{1,300}) failed: (?<error>[^\n]{1,300}?), retrying the request at another backend/,
      /cannot proxy the request to (?<url>\S{1,300}?): (?<error>[^\n]{1,300})/,
      /all the (?<backends>\d+) backends for the user "(?<user>[^"]{0,100})" are unavailable/,
      /ignoring the backend at (?<url>\S{1,300}) for (?<for>\S{1,20}) because of dial error: (?<error>[^\n]{1,300})/,
      /response status code=(?<code>\d{3}) belongs to retry_status_codes/,
    ],
    isServersOwn,
  ),
  'vm-handshake-failed': when(
    ['handshake with'],
    /cannot perform (?<kind>\w{1,30}) handshake with (?:client|server) ?"(?<client>[^"]{1,100})": (?<error>[^\n]{1,400})/,
  ),
};

/** True unless the words stand in an answer that a client reports. */
function isServersOwn({ message, scope }: LogLine): boolean {
  return message.startsWith('remoteAddr: ') || (/^(?:cannot|all|request|ignoring)\b/.test(message) && scope?.includes('.go:') === true);
}

function unquoted(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\') : text;
}
