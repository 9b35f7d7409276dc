import type { AccessRow } from '../../formats/access-log/row.ts';
import type { Identity } from '../../model/source.ts';
import type { Said } from '../../model/text.ts';
import { type AccessDigest, createAccessDigest, type DigestLimits } from './access-digest.ts';
import { sayOfLogs } from './log-texts.ts';
import { createNumberTable, type NumberTable } from './number-table.ts';
import { hash } from './request-key.ts';
import { createSavedRequests } from './saved-requests.ts';
import type { ProxyAccessLog } from './types.ts';

/** The access logs of all proxies that were met. Files of one pod's proxy become one log; files without a pod stay apart. */
export interface AccessLogSet {
  readonly open: (identity: Identity, file: string) => OpenAccessLog;
  readonly finish: () => { readonly accessLogs: readonly ProxyAccessLog[]; readonly notes: readonly Said[] };
}

export interface OpenAccessLog {
  readonly add: (row: AccessRow, line: number, text: string) => void;
  readonly damaged: (line: number) => void;
}

interface Proxy {
  readonly digest: AccessDigest;
  readonly identity: Identity;
  readonly file: string;
  readonly number: number;
  /** Rows of it that are remembered. */
  remembered: number;
  damaged: number;
  duplicates: number;
  rows: number;
  /** Rows of it that came again later from a log that names its pod. */
  superseded: number;
}

/** Of one proxy, and of all of them. */
const mostRememberedRows = { one: 200_000, all: 600_000 };

/** A log without a name whose rows stand, all but a few that the collection cut off, in named ones as well is a copy. */
const copiedShare = 0.9;

export function createAccessLogSet(limits: DigestLimits, rememberedRequests?: number): AccessLogSet {
  const saved = createSavedRequests(rememberedRequests);
  const proxies = new Map<string, Proxy>();
  const filesOfRows = createNumberTable();
  const proxyOfFile: Proxy[] = [];
  let files = 0;
  return {
    open(identity, file) {
      files += 1;
      const number = files;
      const hasPod = identity.pod !== undefined;
      const key = hasPod ? `${identity.namespace ?? ''}/${identity.pod}/${identity.previous === true}` : `file ${file}`; // one Envoy per pod, whatever name its log has
      let proxy: Proxy | undefined;
      const proxyOfRows = (): Proxy => {
        proxy ??= proxies.get(key);
        if (proxy === undefined) {
          proxy = {
            digest: createAccessDigest(identity, file, saved, limits),
            identity,
            file,
            number: proxies.size,
            remembered: 0,
            damaged: 0,
            duplicates: 0,
            rows: 0,
            superseded: 0,
          };
          proxies.set(key, proxy);
        }
        proxyOfFile[number] = proxy;
        return proxy;
      };
      return {
        add(row, line, text) {
          const to = proxyOfRows();
          const key = keyOf(to, row);
          const before = earlierFile(filesOfRows, to, key, number);
          const earlier = before === undefined ? undefined : proxyOfFile[before];
          // a log that names its pod tells more than one that came first without a name
          const isBetter = hasPod && earlier !== undefined && earlier !== to && earlier.identity.pod === undefined;
          if (isBetter) {
            earlier.superseded += 1;
            filesOfRows.set(key, number);
          }
          if (before !== undefined && !isBetter) to.duplicates += 1;
          else {
            to.rows += 1;
            to.digest.add(row, file, line, text);
          }
        },
        damaged(line) {
          const to = proxyOfRows();
          to.damaged += 1;
          to.digest.damaged(file, line);
        },
      };
    },
    finish() {
      const accessLogs: ProxyAccessLog[] = [];
      const notes: Said[] = [];
      for (const proxy of proxies.values()) {
        if (proxy.superseded > 0 && proxy.superseded >= proxy.rows * copiedShare) {
          notes.push(sayOfLogs('duplicateRows', { count: proxy.rows, pod: proxy.file }));
          continue;
        }
        const log = proxy.digest.finish();
        if (log !== undefined) accessLogs.push(log);
        notes.push(...notesOn(proxy, log));
      }
      if (saved.isIncomplete()) notes.push(sayOfLogs('retriesForgotten'));
      return { accessLogs, notes };
    },
  };
}

/**
 * A number for one row. Rows that say who was connected or which cluster they were for are the same wherever they stand (the client's and
 * the server's row of one request differ in both); others only within one proxy.
 */
function keyOf(proxy: Proxy, row: AccessRow): number {
  const isUnmistakable = row.downstreamRemote !== undefined || (row.requestId !== undefined && row.upstreamCluster !== undefined);
  return hash(
    row.start,
    row.code * 4_096 + (isUnmistakable ? 0 : proxy.number + 1),
    row.requestId ?? row.path?.slice(0, 200) ?? '',
    row.upstreamLocal ?? '',
    row.downstreamRemote ?? '',
    row.upstreamHost ?? '',
    row.upstreamCluster ?? '',
    row.flags.join(),
  );
}

/** The earlier file that had this row, if any: collections often hold a log twice, under other names. Remembers the row; `filesOfRows` = file number by row. */
function earlierFile(filesOfRows: NumberTable, proxy: Proxy, key: number, file: number): number | undefined {
  const known = filesOfRows.get(key);
  if (known !== undefined) return known === file ? undefined : known;
  if (proxy.remembered < mostRememberedRows.one && filesOfRows.size() < mostRememberedRows.all) {
    proxy.remembered += 1;
    filesOfRows.set(key, file);
  }
  return undefined;
}

function notesOn(proxy: Proxy, log: ProxyAccessLog | undefined): readonly Said[] {
  const { file, damaged, duplicates, identity } = proxy;
  const notes: Said[] = [];
  if (damaged > 0) notes.push(sayOfLogs(log === undefined ? 'onlyDamagedRows' : 'damagedRows', { count: damaged, file }));
  if (duplicates > 0) notes.push(sayOfLogs('duplicateRows', { count: duplicates, pod: identity.pod ?? file }));
  if (log === undefined) return notes;
  if (log.failuresSeen > log.failures.length) notes.push(sayOfLogs('failuresCut', { file, count: log.failuresSeen, kept: log.failures.length }));
  if (identity.pod === undefined && log.localAddresses.length > 1)
    notes.push(sayOfLogs('manyProxies', { file, addresses: log.localAddresses.slice(0, 5).join(', ') }));
  return notes;
}
