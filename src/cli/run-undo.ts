import { fill } from '../model/text.ts';
import { type RepairRecord, stateOf } from '../repair/record.ts';
import { readRecords, recordsFolder, writeRecord } from '../repair/record-files.ts';
import { type Undone, undoRecord } from '../repair/undo-record.ts';
import type { Block, Item } from '../report/blocks.ts';
import { UserError } from '../sources/user-error.ts';
import { printRepair } from './print-repair.ts';
import { isMeant, shownTarget, writerFor } from './repair-cluster.ts';
import { type RepairTexts, repairTexts } from './repair-texts.ts';
import type { FixOptions } from './run-fix.ts';

/** A request gives up after 30 s; what it asked for may be done a little later. */
const LONGEST_REQUEST_MS = 45_000;

/** `why503 fix --undo`: takes back what a record says was done; 0 when nothing of it is left, 1 when something is. */
export async function runUndo(options: FixOptions): Promise<number> {
  const say = repairTexts[options.lang];
  const folder = recordsFolder(process.env);
  const writer = writerFor(options);
  try {
    const record = chosen(readRecords(folder), typeof options.undo === 'string' ? options.undo : undefined, writer.server, folder, say);
    const objects = record.changes.map(({ target }) => shownTarget(target)).join(', ');
    if (!(await isMeant(fill(say.undoQuestion, { objects, context: writer.context }), options.yes === true, say))) {
      process.stderr.write(`${say.declined}\n`);
      return 1;
    }
    const result = await undoRecord(writer, record, (each) => writeRecord(folder, each), {
      force: options.force === true,
      isSettled: Date.now() - Date.parse(record.at) > LONGEST_REQUEST_MS,
    });
    const isWhole = stateOf(result.record) === 'undone';
    printRepair({ state: stateOf(result.record), ...result }, undoBlocks(result.record, result.outcomes, isWhole, say), options);
    return isWhole ? 0 : 1;
  } finally {
    writer.close();
  }
}

/** `why503 fix --records`. */
export function runRecords(options: FixOptions): number {
  const say = repairTexts[options.lang];
  const folder = recordsFolder(process.env);
  const records = readRecords(folder);
  const blocks: readonly Block[] = [
    { kind: 'heading', text: fill(say.recordsHeading, { folder }) },
    {
      kind: 'items',
      items: records.map(
        (record): Item => ({
          mark: stateOf(record) === 'undone' ? 'point' : 'step',
          text: `${record.id}: ${record.title} (${record.context}, ${say[`state-${stateOf(record)}`]})`,
        }),
      ),
    },
  ];
  printRepair({ folder, records }, blocks, options);
  return 0;
}

/** The one that was named, else the latest of this cluster of which something is left. */
function chosen(records: readonly RepairRecord[], id: string | undefined, server: string, folder: string, say: RepairTexts): RepairRecord {
  const next = fill(say.noRecordNext, { folder });
  if (id === undefined) {
    const latest = records.find((record) => record.server === server && stateOf(record) !== 'undone');
    if (latest === undefined) throw new UserError('fix-no-record', say.noRecords, next);
    return latest;
  }
  const named = records.find((record) => record.id === id);
  if (named === undefined) throw new UserError('fix-no-record', say.noRecord, next);
  if (named.server !== server) throw new UserError('fix-other-cluster', fill(say.otherCluster, { id, server: named.server }), say.otherClusterNext);
  return named;
}

function undoBlocks(record: RepairRecord, outcomes: readonly Undone[], isWhole: boolean, say: RepairTexts): readonly Block[] {
  return [
    {
      kind: 'headline',
      tone: isWhole ? 'good' : 'warn',
      mark: isWhole ? 'good' : 'open',
      label: say.undoLabel,
      text: fill(isWhole ? say.undone : say.undonePart, { id: record.id }),
    },
    {
      kind: 'items',
      items: outcomes.map((outcome): Item => {
        const isGood = outcome.what === 'undone' || outcome.what === 'never-arrived' || outcome.what === 'object-gone';
        const words = 'words' in outcome ? (outcome.words ?? '') : '';
        return { mark: isGood ? 'good' : 'open', text: fill(say[`what-${outcome.what}`], { target: shownTarget(outcome.target), words }).trim() };
      }),
    },
  ];
}
