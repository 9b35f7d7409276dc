import { isDeepStrictEqual } from 'node:util';
import { standing } from '../fixes/change.ts';
import { stringAt } from '../formats/json.ts';
import type { ClusterWriter } from '../sources/cluster/write/cluster-writer.ts';
import { managerOf, type RecordedChange, type RepairRecord } from './record.ts';
import { objectOf, wordsOf } from './server-words.ts';
import { isOfRights, lookAt, type Obstacle, send } from './try-changes.ts';

/** How it ended, and what stood in the way of the rest. */
export interface Applied {
  readonly record: RepairRecord;
  readonly obstacle?: Obstacle;
}

/** How often an object that changes while it is looked at (its status, mostly) is looked at again. */
const TRIES = 5;

/**
 * Makes the changes of a record, one after the other, and stops at the first that is refused. `save` is called before each request and after its answer;
 * a request without an answer leaves the change `sent`; after `signal` none is begun. Throws what `writer` throws.
 */
export async function applyRecord(writer: ClusterWriter, planned: RepairRecord, save: (record: RepairRecord) => void, signal: AbortSignal): Promise<Applied> {
  let record = planned;
  const set = (index: number, part: Partial<RecordedChange>): void => {
    record = { ...record, changes: record.changes.map((change, at) => (at === index ? { ...change, ...part } : change)) };
    save(record);
  };
  save(record);
  for (const [index, change] of record.changes.entries()) {
    if (signal.aborted) break;
    const { uid, obstacle } = await applyChange(writer, change, managerOf(record), () => set(index, { state: 'sent' }));
    if (obstacle !== undefined) {
      set(index, { state: 'refused' });
      return { record, obstacle };
    }
    set(index, { state: 'applied', ...(uid === undefined ? {} : { uid }) });
  }
  return { record };
}

async function applyChange(
  writer: ClusterWriter,
  change: RecordedChange,
  manager: string,
  onSend: () => void,
): Promise<{ readonly uid?: string; readonly obstacle?: Obstacle }> {
  const { target, path, patch, verb, former, uid: known } = change;
  for (let tries = 1; ; tries += 1) {
    const found = await lookAt(writer, path);
    if ('words' in found) return { obstacle: { why: found.isForbidden ? 'forbidden' : 'refused', target, words: found.words } };
    const { now } = found;
    if (verb === 'update' && now === undefined) return { obstacle: { why: 'gone', target } };
    if (verb === 'create' && now !== undefined) return { obstacle: { why: 'taken', target } };
    const isOther = known !== undefined && stringAt(now, 'metadata', 'uid') !== known;
    if (now !== undefined && (isOther || !isDeepStrictEqual(standing(now, patch), former))) return { obstacle: { why: 'not-as-read', target } };
    onSend();
    const answer = await send(writer, change, { manager, dryRun: false, ...(now === undefined ? {} : { seen: now }) });
    if (answer.status === 409 && verb === 'update' && tries < TRIES) continue;
    if (answer.status >= 300)
      return { obstacle: { why: answer.status === 403 && isOfRights(answer.text) ? 'forbidden' : 'refused', target, words: wordsOf(answer) } };
    const uid = stringAt(objectOf(answer), 'metadata', 'uid');
    return uid === undefined ? {} : { uid };
  }
}
