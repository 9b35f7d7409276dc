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
}

/** Of one proxy, and of all of them. */
const mostRememberedRows = { one: 200_000, all: 600_000 };

export function createAccessLogSet(limits: DigestLimits, rememberedRequests?: number): AccessLogSet {
  const saved = createSavedRequests(rememberedRequests);
  const proxies = new Map<string, Proxy>();
  const filesOfRows = createNumberTable();
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
          proxy = { digest: createAccessDigest(identity, file, saved, limits), identity, file, number: proxies.size, remembered: 0, damaged: 0, duplicates: 0 };
          proxies.set(key, proxy);
        }
        return proxy;
      };
      return {
        add(row, line, text) {
          const to = proxyOfRows();
          if (hasPod && isRepeated(filesOfRows, to, row, number)) to.duplicates += 1;
          else to.digest.add(row, file, line, text);
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
        const log = proxy.digest.finish();
        if (log !== undefined) accessLogs.push(log);
        notes.push(...notesOn(proxy, log));
      }
      if (saved.isIncomplete()) notes.push(sayOfLogs('retriesForgotten'));
      return { accessLogs, notes };
    },
  };
}

/** True when another file of the same proxy had this row: collections often hold a log twice. `filesOfRows` = file number by row. */
function isRepeated(filesOfRows: NumberTable, proxy: Proxy, row: AccessRow, file: number): boolean {
  const who = row.requestId ?? row.path?.slice(0, 200) ?? '';
  const key = hash(row.start, row.code * 4_096 + proxy.number, who, row.upstreamLocal ?? '', row.downstreamRemote ?? '');
  const known = filesOfRows.get(key);
  if (known !== undefined) return known !== file;
  if (proxy.remembered < mostRememberedRows.one && filesOfRows.size() < mostRememberedRows.all) {
    proxy.remembered += 1;
    filesOfRows.set(key, file);
  }
  return false;
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
