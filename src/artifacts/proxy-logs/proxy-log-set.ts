import type { ProxyRow } from '../../formats/proxy-log/proxy-row.ts';
import type { Identity } from '../../model/source.ts';
import type { Said } from '../../model/text.ts';
import { sayOfLogs } from '../logs/log-texts.ts';
import { createNumberTable, type NumberTable } from '../logs/number-table.ts';
import { hash } from '../logs/request-key.ts';
import { createProxyDigest, type ProxyDigest } from './proxy-digest.ts';
import type { ProxyLog } from './types.ts';

/** The logs of all proxies that are not Envoy. Files of one pod become one log by product; files without a pod stay apart. */
export interface ProxyLogSet {
  readonly open: (identity: Identity, file: string) => { readonly add: (row: ProxyRow, line: number, text: string) => void };
  readonly finish: () => { readonly proxyLogs: readonly ProxyLog[]; readonly notes: readonly Said[] };
}

interface Instance {
  readonly digest: ProxyDigest;
  /** Where its other lines may stand: the pod, or the folder of a file without one. */
  readonly home: string;
  readonly file: string;
  readonly isPlain: boolean;
  duplicates: number;
}

const mostRemembered = 400_000;

/** One pod or file can hold lines of several proxies; more than this is no log of a proxy. */
const mostInstances = 2_000;

export function createProxyLogSet(failureLimit: number): ProxyLogSet {
  const instances = new Map<string, Instance>();
  const fileOfLine = createNumberTable();
  const wellEnded = createNumberTable();
  let files = 0;
  return {
    open(identity, file) {
      files += 1;
      const number = files;
      const owner = identity.pod === undefined ? `file ${file}` : `${identity.namespace ?? ''}/${identity.pod}`;
      const home = identity.pod === undefined ? file.slice(0, file.lastIndexOf('/') + 1) : owner;
      return {
        add(row, line, text) {
          const isPlain = row.kind === 'plain';
          const key = `${owner} ${row.proxy} ${isPlain}`;
          const known = instances.get(key);
          if (known === undefined && instances.size >= mostInstances) return;
          const instance = known ?? { digest: createProxyDigest(row.proxy, identity, file, isPlain, failureLimit), home, file, isPlain, duplicates: 0 };
          if (known === undefined) instances.set(key, instance);
          // plain lines of two replicas may be alike; any others name a connection, a port or an id
          const mark = hash(row.start, isPlain ? 1 : 0, text.length > 1_000 ? text.slice(0, 1_000) : text, isPlain ? owner : '');
          const before = fileOfLine.get(mark);
          if (before !== undefined && before !== number) {
            instance.duplicates += 1;
            return;
          }
          if (before === undefined && fileOfLine.size() < mostRemembered) fileOfLine.set(mark, number);
          if (isPlain && row.fault === undefined && row.clientLeft !== true && wellEnded.size() < mostRemembered)
            wellEnded.set(keyOf(row, home, secondOf(row)), 1);
          instance.digest.add(row, file, line, text);
        },
      };
    },
    finish() {
      const all = [...instances.values()];
      const proxies = new Set(all.filter(({ digest }) => digest.asksOthers()).map(({ home }) => home));
      // a server that nothing shows to be a proxy is the application: its lines are no requests of a hop
      const kept = all.filter(({ isPlain, home }) => !isPlain || proxies.has(home));
      const proxyLogs = kept.flatMap(({ digest, home }) => {
        const log = digest.finish();
        return log.rows > 0 ? [{ ...log, failures: log.failures.map((failure) => ({ ...failure, row: savedIn(failure.row, home, wellEnded) })) }] : [];
      });
      return {
        proxyLogs,
        notes: [
          ...kept.flatMap(({ duplicates, file }) => (duplicates > 0 ? [sayOfLogs('duplicateRows', { count: duplicates, pod: file })] : [])),
          ...proxyLogs.flatMap(({ at, failures, failuresSeen }) =>
            failuresSeen > failures.length ? [sayOfLogs('failuresCut', { file: at.file, count: failuresSeen, kept: failures.length })] : [],
          ),
        ],
      };
    },
  };
}

/** A request that was tried elsewhere ends within this time, nginx's longest default time-out. */
const longestRetrySeconds = 60;

/**
 * An attempt whose caller got a good answer for the same request soon after was saved by the next one. Formats that list their attempts say so
 * themselves; plain lines are matched by caller, method and path.
 */
function savedIn(row: ProxyRow, home: string, wellEnded: NumberTable): ProxyRow {
  if (row.kind !== 'attempt' || row.fault === 'truncated' || row.fault === 'rate') return row;
  const second = secondOf(row);
  for (let later = 0; later <= longestRetrySeconds; later += 1) {
    if (wellEnded.get(keyOf(row, home, second + later)) !== undefined) return { ...row, savedByRetry: true };
  }
  return row;
}

const secondOf = ({ end }: ProxyRow): number => Math.floor(end / 1_000);

function keyOf({ method = '', path = '', client = '' }: ProxyRow, home: string, second: number): number {
  return hash(second, 0, method, path.slice(0, 500), client, home);
}
