import { parseAccessRow } from '../../formats/access-log/parse-access-row.ts';
import { parseProxyRow } from '../../formats/proxy-log/parse-proxy-row.ts';
import { createLineMemory } from '../../formats/log-lines/line-memory.ts';
import { unwrapLine } from '../../formats/log-lines/unwrap-line.ts';
import type { Identity } from '../../model/source.ts';
import type { Said } from '../../model/text.ts';
import type { EpochMs } from '../../model/time.ts';
import { createProxyLogSet } from '../proxy-logs/proxy-log-set.ts';
import type { ProxyLog } from '../proxy-logs/types.ts';
import { createAccessLogSet } from './access-log-set.ts';
import { createContainerDigest } from './container-digest.ts';
import { type DigestLimits, digestLimits } from './access-digest.ts';
import { sayOfLogs } from './log-texts.ts';
import { mergedIdentity } from './merged-identity.ts';
import { rowInside } from './row-inside.ts';
import type { ContainerLog, ProxyAccessLog } from './types.ts';

export interface LogCollectorOptions {
  /** Failing rows kept whole per proxy. */
  readonly failureLimit?: number;
  /** Requests that ended well remembered over all files, to tell which failures a retry saved. */
  readonly rememberedRequests?: number;
}

/** One log file being read. */
export interface OpenLog {
  /** One line without its line feed; `number` is 1-based. */
  readonly line: (text: string, number: number) => void;
  readonly close: () => void;
}

/** Takes the lines of any number of log files, in any mix of wrappers, and makes the three log artifacts of them. */
export interface LogCollector {
  /** `identity` is what the file's path tells; names on the lines themselves win over it. */
  readonly open: (file: string, identity: Identity) => OpenLog;
  /** Once, after all files are closed. */
  readonly finish: () => {
    readonly accessLogs: readonly ProxyAccessLog[];
    readonly proxyLogs: readonly ProxyLog[];
    readonly containerLogs: readonly ContainerLog[];
    readonly notes: readonly Said[];
  };
}

const longestLine = 1024 * 1024;
const keptOfLongLine = 64 * 1024;
/** A hostile file may name a new pod on every line. */
const mostLogsPerFile = 2000;

export function createLogCollector(options: LogCollectorOptions = {}): LogCollector {
  const limits: DigestLimits = { ...digestLimits, failures: options.failureLimit ?? digestLimits.failures };
  const proxies = createAccessLogSet(limits, options.rememberedRequests);
  const otherProxies = createProxyLogSet(limits.failures);
  const containerLogs: ContainerLog[] = [];
  const notes: Said[] = [];

  const open = (file: string, fileIdentity: Identity): OpenLog => {
    const memory = createLineMemory();
    const targets = new Map<string, ReturnType<typeof openTarget>>();
    let section = fileIdentity;
    let longLines = 0;
    let timeless = 0;

    const openTarget = (identity: Identity) => {
      const proxy = proxies.open(identity, file);
      const otherProxy = otherProxies.open(identity, file);
      let digest: ReturnType<typeof createContainerDigest> | undefined;
      return {
        proxy,
        otherProxy,
        other(text: string, number: number, time?: EpochMs): void {
          digest ??= createContainerDigest(identity, file);
          digest.line(text, number, time);
        },
        /** A line that is told as a row already: only that it was there counts. */
        told(text: string, number: number, time?: EpochMs): void {
          digest ??= createContainerDigest(identity, file);
          digest.told(text, number, time);
        },
        close(): void {
          if (digest !== undefined) containerLogs.push(digest.finish());
        },
      };
    };
    const targetOf = (identity: Identity): ReturnType<typeof openTarget> => {
      const key = keyOf(identity);
      const known = targets.get(key);
      if (known !== undefined) return known;
      if (targets.size >= mostLogsPerFile) return current;
      const target = openTarget(identity);
      targets.set(key, target);
      return target;
    };
    let current = openTarget(fileIdentity);
    targets.set(keyOf(fileIdentity), current);

    const read = (text: string, number: number, target: ReturnType<typeof openTarget>, time?: EpochMs): void => {
      const row = parseAccessRow(text, time);
      if (row === undefined) {
        const other = parseProxyRow(text, time);
        if (other !== undefined) target.otherProxy.add(other, number, text);
        else if (time === undefined && isTimelessRow(text)) timeless += 1;
        // what any server may write is a line of its container as well
        if (other === undefined || other.kind === 'plain') target.other(text, number, time);
        else if (other.kind === 'attempt') target.told(text, number, time);
      } else if (row !== 'damaged') target.proxy.add(row, number, text);
      else {
        target.proxy.damaged(number);
        const inner = rowInside(text);
        if (inner !== undefined) target.proxy.add(inner.row, number, inner.text);
      }
    };

    return {
      line(text, number) {
        const isLong = text.length > longestLine;
        if (isLong) longLines += 1;
        const { text: plain, time, identity, marker, partial } = unwrapLine(isLong ? text.slice(0, keptOfLongLine) : text, memory);
        if (marker !== undefined) {
          section = marker === 'end' || identity === undefined ? fileIdentity : mergedIdentity(fileIdentity, identity);
          current = targetOf(section);
          return;
        }
        if (partial === true || plain === '') return;
        read(plain, number, identity === undefined ? current : targetOf(mergedIdentity(section, identity)), time);
      },
      close() {
        for (const target of targets.values()) target.close();
        if (timeless > 0) notes.push(sayOfLogs('rowsWithoutTime', { count: timeless, file }));
        if (longLines > 0) notes.push(sayOfLogs('longLines', { count: longLines, file }));
      },
    };
  };

  return {
    open,
    finish() {
      const { accessLogs, notes: proxyNotes } = proxies.finish();
      const { proxyLogs, notes: otherNotes } = otherProxies.finish();
      return { accessLogs, proxyLogs, containerLogs, notes: [...notes, ...proxyNotes, ...otherNotes] };
    },
  };
}

const keyOf = (identity: Identity): string => `${identity.namespace ?? ''}/${identity.pod ?? ''}/${identity.container ?? ''}/${identity.previous === true}`;

/** A row in Istio's order, with Envoy's field names or of Linkerd's proxy that lacks its time. */
function isTimelessRow(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first === 91 && text.includes('errors::respond: ')) return true; // Linkerd counts seconds since its start
  if (first === 34) return /^"[A-Z]{1,20} \S{1,4000} HTTP\/[\d.]{1,3}" \d{3} (?:-|[A-Z][A-Z,]{0,40}) /.test(text);
  return first === 123 && text.includes('"response_flags"') && text.includes('"response_code"');
}
