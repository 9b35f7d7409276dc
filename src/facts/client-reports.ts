import { containerLogs } from '../artifacts/logs/index.ts';
import type { ContainerLog, Signal } from '../artifacts/logs/types.ts';
import { parseInstant } from '../formats/time/index.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Family } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type EpochMs, instant } from '../model/time.ts';

/** What a calling program wrote about one failing request. */
export interface ClientReport {
  readonly time: EpochMs;
  readonly log: ContainerLog['identity'];
  readonly family: Family;
  /** The words that name the reason: Envoy's reset reason, the client library's error. */
  readonly details?: string;
  readonly transportFailure?: string;
  readonly code?: number;
  /** Body of the answer, as far as it is quoted. */
  readonly body?: string;
  /** True when an Envoy of the path wrote the answer. */
  readonly byEnvoy: boolean;
  /** Host (with port) of the URL, or the address that was dialled. */
  readonly host?: string;
  readonly address?: string;
  readonly savedByRetry: boolean;
  readonly evidence: Evidence;
}

/** Failing requests as the callers' own logs tell them, in order of time. One line is one report. */
export const clientReports: Fact<readonly ClientReport[]> = defineFact({
  id: 'client-reports',
  needs: { containerLogs },
  derive: ({ containerLogs }) => toldOnce(containerLogs.filter(isOfApplication).map(reportsIn)).toSorted((a, b) => a.time - b.time),
});

/** One log collected twice tells nothing twice. The same words at the same moment within one log are as many requests. */
function toldOnce(logs: readonly (readonly ClientReport[])[]): readonly ClientReport[] {
  const told = new Set<string>();
  return logs.flatMap((reports) => {
    const repeats = new Map<string, number>();
    return reports.filter(({ log, time, evidence }) => {
      const words = `${log.namespace ?? ''}/${log.pod ?? ''}/${log.container ?? ''} ${time} ${evidence.kind === 'log' ? evidence.text : ''}`;
      const repeat = (repeats.get(words) ?? 0) + 1;
      repeats.set(words, repeat);
      const key = `${repeat} ${words}`;
      const isNew = log.pod === undefined || !told.has(key); // a nameless log may be anybody's
      told.add(key);
      return isNew;
    });
  });
}

/** Containers of Istio itself: what they say is told by their own signals. */
const meshContainers: ReadonlySet<string> = new Set(['istio-proxy', 'istio-init', 'istio-validation', 'discovery', 'ztunnel', 'install-cni']);

const isOfApplication = ({ identity }: ContainerLog): boolean => identity.container === undefined || !meshContainers.has(identity.container);

/** The kinds of line that tell of a failing request, the ones that say most first: several may stand in one line. */
const telling: readonly string[] = [
  'vmalert-attempt-failed',
  'vmagent-status',
  'vmagent-resend',
  'vmauth-backend-failed',
  'vmalert-query-failed',
  'client-503',
  'client-refused',
  'client-reset-by-peer',
  'client-eof',
  'client-timeout',
];

function reportsIn(log: ContainerLog): readonly ClientReport[] {
  const lost = triedInVain(log.signals);
  const byLine = Map.groupBy(
    log.signals.filter(({ id }) => telling.includes(id)),
    ({ at }) => at.line,
  );
  return [...byLine.values()].flatMap((signals) => {
    const said = signals.toSorted((a, b) => telling.indexOf(a.id) - telling.indexOf(b.id));
    const report = reportOf(log, said, lost);
    return report === undefined ? [] : [report];
  });
}

/**
 * Attempts of vmauth whose request failed after all: `all the N backends … are unavailable` follows the N lines of the same request
 * (app/vmauth/main.go, v1.93 to v1.150.0).
 */
function triedInVain(signals: readonly Signal[]): ReadonlySet<number> {
  const lost = new Set<number>();
  const tried = new Map<string, number[]>();
  for (const { id, text, data, at } of signals) {
    const request = id === 'vmauth-backend-failed' ? /remoteAddr: .{0,300}?; requestURI: [^\s;]{1,300};/.exec(text)?.[0] : undefined;
    if (request === undefined) continue;
    const attempts = tried.get(request) ?? [];
    if (data['backends'] !== undefined) {
      for (const line of attempts.slice(-Number(data['backends']))) lost.add(line);
      tried.delete(request);
    } else if (at.line !== undefined) tried.set(request, [...attempts.slice(-50), at.line]);
  }
  return lost;
}

function reportOf(log: ContainerLog, said: readonly Signal[], lost: ReadonlySet<number>): ClientReport | undefined {
  const [first] = said;
  const time = first?.time ?? parseInstant(first?.data['after'] ?? '');
  if (first === undefined || time === undefined) return undefined;
  const datum = (name: string): string | undefined => said.map(({ data }) => data[name]).find((value) => value !== undefined);
  const code = Number(datum('code'));
  const body = datum('body')?.replace(/(?:\\n|['"\s])+$/, '');
  const judged = judge(said, body ?? first.text, first.text);
  if (judged === undefined) return undefined;
  const host = hostOf(datum('url') ?? /\bhttps?:\/\/[^\s"',;]{1,200}/.exec(first.text)?.[0]);
  const address = datum('address') ?? datum('target') ?? datum('remote');
  const transportFailure = datum('transport');
  return {
    time,
    log: log.identity,
    ...judged,
    ...(transportFailure === undefined ? {} : { transportFailure }),
    ...(Number.isInteger(code) && code > 0 ? { code } : {}),
    ...(body === undefined ? {} : { body }),
    ...(host === undefined ? {} : { host }),
    ...(address === undefined ? {} : { address }),
    savedByRetry:
      first.id === 'vmauth-backend-failed' &&
      first.text.includes('retrying the request at another backend') &&
      !(first.at.line !== undefined && lost.has(first.at.line)),
    evidence: { kind: 'log', at: first.at, text: first.text, time: instant(time) },
  };
}

type Judged = Pick<ClientReport, 'family' | 'details' | 'byEnvoy'>;

/** Envoy's words for a reset (source/common/http/utility.cc resetReasonToString, Envoy 1.16 to 1.40) as families. */
const resetReasons: readonly (readonly [RegExp, Family])[] = [
  [/^connection termination/, 'reset'],
  [/^(?:remote |local )?connection (?:failure|timeout)/, 'connect'],
  [/^overflow/, 'overflow'],
  [/^protocol error/, 'protocol'],
  [/^(?:remote|local) (?:refused stream )?reset/, 'stream-reset'],
];

/** What failed, from the answer's words first: a proxy that answers knows more than the library that got the answer. */
function judge(said: readonly Signal[], words: string, line: string): Judged | undefined {
  const reason =
    /reset reason: ([a-z][a-z ()/0-9-]{0,60})/i.exec(words)?.[1]?.toLowerCase().trim() ??
    said
      .map(({ data }) => data['reason'])
      .find((value) => value !== undefined)
      ?.toLowerCase();
  if (/upstream connect error or disconnect\/reset before headers/i.test(words) && reason !== undefined) {
    return { family: resetReasons.find(([pattern]) => pattern.test(reason))?.[1] ?? 'other', details: reason, byEnvoy: true };
  }
  if (/no healthy upstream/i.test(words)) return { family: 'no-host', details: 'no healthy upstream', byEnvoy: true };
  if (/upstream request timeout/i.test(words)) return { family: 'timeout', details: 'upstream request timeout', byEnvoy: true };
  const code = said.map(({ data }) => Number(data['code'])).find((value) => value > 0);
  if (code !== undefined) return code >= 500 ? { family: 'answered', byEnvoy: /upstream connect error/i.test(words) } : undefined;
  return libraryError(line);
}

/** Words of Go, Node, Python and Java clients. */
function libraryError(line: string): Judged | undefined {
  const found = /connection refused|ECONNREFUSED|ConnectionRefusedError|dial \S+ \S+ i\/o timeout|connect timed out|ETIMEDOUT|connection timed out/i.exec(
    line,
  )?.[0];
  if (found !== undefined) return { family: 'connect', details: /refused/i.test(found) ? 'connection refused' : 'connection timeout', byEnvoy: false };
  const ended =
    /reset by peer|ECONNRESET|connection reset|ConnectionResetError|broken pipe|EPIPE|\bEOF\b|socket hang up|RemoteDisconnected|Remote end closed|Empty reply|ServerDisconnected|Server disconnected|connection closed before|NoHttpResponse|failed to respond|other side closed|premature/i.exec(
      line,
    )?.[0];
  if (ended !== undefined) return { family: 'reset', details: ended, byEnvoy: false };
  const slow = /Client\.Timeout exceeded|deadline exceeded|i\/o timeout|timed out|ReadTimeout|timeout of \d+ ?ms exceeded|timeout awaiting/i.exec(line)?.[0];
  return slow === undefined ? undefined : { family: 'timeout', details: slow, byEnvoy: false };
}

function hostOf(url: string | undefined): string | undefined {
  // what vmagent writes for its URLs unless -remoteWrite.showURL is set (v1.60 to v1.150.0)
  if (url !== undefined && /^\d+:secret-url$/.test(url)) return undefined;
  return /^(?:https?:\/\/)?([^/?#\s"]{1,253})/
    .exec(url ?? '')?.[1]
    ?.split('@')
    .at(-1);
}
