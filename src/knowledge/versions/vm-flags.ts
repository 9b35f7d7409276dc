import { isNonEmpty, type NonEmpty, type Reference } from '../../model/evidence.ts';
import type { Milliseconds } from '../../model/time.ts';
import { type ByVersion, byVersion, type Possible } from './by-version.ts';

/** What a flag of VictoriaMetrics is when nobody sets it. */
export interface VmFlagDefault {
  /** As its help writes it. Absent: these versions have no such flag. */
  readonly text?: string;
  /** In milliseconds, where it is a length of time; with no flag, what acts in its place where that is known. */
  readonly ms?: Milliseconds;
}

/** One flag over all versions. `components`: the programs that have it; `all` has it with the shared HTTP server. */
export interface VmFlagHistory {
  readonly components: readonly string[];
  readonly flag: string;
  readonly values: NonEmpty<ByVersion<VmFlagDefault>>;
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** `['>=1.102', '50s']`, or without a text where there is no such flag, and then with what acts instead. */
type Span = readonly [versions: string, text?: string | undefined, acts?: Milliseconds];

function history(components: string, flag: string, file: string, ...spans: readonly [Span, ...Span[]]): VmFlagHistory {
  const reference: Reference = { title: `VictoriaMetrics ${file} -${flag}`, version: 'VictoriaMetrics v1.150.0 and its tags' };
  const [first, ...rest] = spans.map(([versions, text, acts]): ByVersion<VmFlagDefault> => {
    const ms = acts ?? (text === undefined ? undefined : lengthOf(text));
    return { versions, value: { ...(text === undefined ? {} : { text }), ...(ms === undefined ? {} : { ms }) }, reference, confidence: 'source' };
  });
  if (first === undefined) throw new Error(`${flag} has no values`);
  return { components: components.split(' '), flag, values: [first, ...rest] };
}

/** The lengths that occur here: one number and one unit. */
function lengthOf(text: string): Milliseconds | undefined {
  const [, amount = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  return units[unit] === undefined ? undefined : Number(amount) * units[unit];
}

const server = 'lib/httpserver/httpserver.go';
const alertWrite = 'app/vmalert/remotewrite/client.go';
const agentWrite = 'app/vmagent/remotewrite/client.go';
const limiter = 'lib/writeconcurrencylimiter/concurrencylimiter.go';
const auth = 'app/vmauth/main.go';
const writers = 'vminsert vmsingle victoria-metrics vmagent';
/** Go's net/http DefaultTransport.IdleConnTimeout, Go 1.26: what acted before there were flags. */
const goIdle: Milliseconds = 90_000;

/** Flags that this tool reasons with. Tags were scanned over all mainline releases; LTS patch tags after their .0 are not LTS sources. */
export const vmFlagHistories: readonly VmFlagHistory[] = [
  history('all', 'http.idleConnTimeout', server, ['>=1.40.1', '1m'], ['<1.40.1']),
  history(
    'all',
    'http.connTimeout',
    server,
    ['>=1.99', '2m'],
    ['>=1.98 <1.99', '0s'],
    ['>=1.97.3 <1.98', '2m'],
    ['1.97.2', '0s'],
    ['>=1.40.1 <1.97.2', '2m'],
    ['<1.40.1'],
  ),
  history('all', 'http.shutdownDelay', server, ['>=1.35.3', '0s'], ['<1.35.3']),
  history('all', 'http.maxGracefulShutdownDuration', server, ['>=1.34.5', '7s'], ['<1.34.5']),
  history('all', 'http.disableKeepAlive', server, ['>=1.120', 'false'], ['<1.120']),
  history('all', 'http.header.disableServerHostname', server, ['>=1.146', 'false'], ['<1.146']),
  history('vmalert', 'remoteWrite.idleConnTimeout', 'app/vmalert/remotewrite/init.go', ['>=1.102', '50s'], ['<1.102', undefined, goIdle]),
  history('vmalert', 'datasource.idleConnTimeout', 'app/vmalert/datasource/init.go', ['>=1.102', '50s'], ['<1.102', undefined, goIdle]),
  history('vmalert', 'remoteRead.idleConnTimeout', 'app/vmalert/remoteread/init.go', ['>=1.102', '50s'], ['<1.102', undefined, goIdle]),
  history('vmalert', 'remoteWrite.sendTimeout', alertWrite, ['>=1.85', '30s'], ['<1.85']),
  history('vmalert', 'remoteWrite.retryMinInterval', alertWrite, ['>=1.91.3', '1s'], ['<1.91.3']),
  history('vmalert', 'remoteWrite.retryMaxTime', alertWrite, ['>=1.91.3', '30s'], ['<1.91.3']),
  history('vmalert', 'remoteWrite.maxQueueSize', alertWrite, ['>=1.107', '100000'], ['>=1.104 <1.107', '1000000'], ['>=1.37.4 <1.104', '100000'], ['<1.37.4']),
  history('vmalert', 'remoteWrite.maxBatchSize', alertWrite, ['>=1.104', '10000'], ['>=1.37.4 <1.104', '1000'], ['<1.37.4']),
  history('vmalert', 'remoteWrite.concurrency', alertWrite, ['>=1.106', '2*CPU'], ['>=1.104 <1.106', '4'], ['>=1.37.4 <1.104', '1'], ['<1.37.4']),
  history('vmalert', 'remoteWrite.flushInterval', alertWrite, ['>=1.106', '2s'], ['>=1.37.4 <1.106', '5s'], ['<1.37.4']),
  history('vmalert', 'evaluationInterval', 'app/vmalert/main.go', ['>=1.35.2', '1m'], ['<1.35.2']),
  history('vmalert', 'notifier.sendTimeout', 'app/vmalert/notifier/init.go', ['>=1.112', '10s'], ['<1.112']),
  history('vmalert', 'group.maxStartDelay', 'app/vmalert/rule/group.go', ['>=1.129', '5m'], ['<1.129']),
  history('vmalert', 'rule.evalDelay', 'app/vmalert/rule/group.go', ['>=1.95', '30s'], ['<1.95']),
  history('vmagent', 'remoteWrite.sendTimeout', agentWrite, ['>=1.60', '1m']),
  history('vmagent', 'remoteWrite.retryMinInterval', agentWrite, ['>=1.103', '1s'], ['<1.103']),
  history('vmagent', 'remoteWrite.retryMaxInterval', agentWrite, ['>=1.121', '1m'], ['<1.121']),
  history('vmagent', 'remoteWrite.queues', 'app/vmagent/remotewrite/remotewrite.go', ['>=1.62', '2*CPU'], ['<1.62']),
  history('vmagent', 'remoteWrite.flushInterval', 'app/vmagent/remotewrite/pendingseries.go', ['>=1.79', '1s']),
  history(writers, 'maxConcurrentInserts', limiter, ['>=1.79', '2*CPU']),
  history(writers, 'insert.maxQueueDuration', limiter, ['>=1.79', '1m']),
  history('vminsert', 'disableReroutingOnUnavailable', 'app/vminsert/netstorage/netstorage.go', ['>=1.98', 'false'], ['<1.98']),
  history('vminsert', 'dropSamplesOnOverload', 'app/vminsert/netstorage/netstorage.go', ['>=1.73', 'false'], ['<1.73']),
  history('vminsert', 'vmstorageDialTimeout', 'app/vminsert/netstorage/netstorage.go', ['>=1.78', '3s'], ['<1.78']),
  history('vminsert vmselect vmstorage', 'rpc.handshakeTimeout', 'lib/handshake/handshake.go', ['>=1.124', '5s'], ['<1.124']),
  history('vmstorage', 'storage.minFreeDiskSpaceBytes', 'app/vmstorage/main.go', ['>=1.67', '100e6'], ['<1.67']),
  history('vmstorage', 'storage.vminsertConnsShutdownDuration', 'app/vmstorage/main.go', ['>=1.134', '10s'], ['>=1.95 <1.134', '25s'], ['<1.95']),
  history('vmauth', 'idleConnTimeout', auth, ['>=1.102', '50s'], ['<1.102']),
  history('vmauth', 'responseTimeout', auth, ['>=1.87', '5m'], ['<1.87']),
  history('vmauth', 'failTimeout', auth, ['>=1.93', '3s'], ['<1.93']),
  history('vmauth', 'maxConcurrentRequests', auth, ['>=1.87', '1000'], ['<1.87']),
  history('vmauth', 'maxConcurrentPerUserRequests', auth, ['>=1.88', '100'], ['<1.88']),
  history('vmauth', 'maxQueueDuration', auth, ['>=1.133', '10s'], ['<1.133']),
  history('vmauth', 'discoverBackendIPs', 'app/vmauth/auth_config.go', ['>=1.100', 'false'], ['<1.100']),
];

/**
 * What a flag is when nobody sets it, for a program by its name (`vmalert`) and version (`v1.102.0-cluster`); every possibility when the
 * version is unknown, undefined for a flag or program that is not known here.
 */
export function vmFlagDefault(app: string, flag: string, version: string | undefined): Possible<VmFlagDefault> | undefined {
  const found = vmFlagHistories.find((one) => one.flag === flag && (one.components.includes(app) || one.components.includes('all')));
  return found === undefined ? undefined : byVersion(found.values, version);
}

/** A flag's default as a length of time, with its document: undefined unless every version that is possible and has the flag agrees. */
export function vmDefaultMs(app: string, flag: string, version: string | undefined): { readonly ms: Milliseconds; readonly reference: Reference } | undefined {
  const existing = (vmFlagDefault(app, flag, version)?.possible ?? []).filter(({ value }) => value.text !== undefined);
  const [first, ...others] = existing;
  if (first?.value.ms === undefined || !isNonEmpty(existing) || others.some(({ value }) => value.ms !== first.value.ms)) return undefined;
  return { ms: first.value.ms, reference: first.reference };
}
