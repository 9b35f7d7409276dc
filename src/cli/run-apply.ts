import { randomBytes } from 'node:crypto';
import { belongTogether, type FixPlan, type Offered } from '../fixes/plan.ts';
import { fill } from '../model/text.ts';
import { instant } from '../model/time.ts';
import { applyRecord } from '../repair/apply-record.ts';
import { managerOf, type RecordedChange, type RepairRecord, stateOf } from '../repair/record.ts';
import { recordsFolder, writeRecord } from '../repair/record-files.ts';
import { tryChange } from '../repair/try-changes.ts';
import type { Block, Item } from '../report/blocks.ts';
import { ClusterError } from '../sources/cluster/cluster-port.ts';
import type { ClusterWriter } from '../sources/cluster/write/cluster-writer.ts';
import { UserError } from '../sources/user-error.ts';
import { say as inLanguage } from '../text/catalogue.ts';
import { fullCatalogue } from './catalogue.ts';
import { firstInterrupt } from './first-interrupt.ts';
import { printRepair } from './print-repair.ts';
import { isMeant, shownTarget, worded } from './repair-cluster.ts';
import { type RepairTexts, repairTexts } from './repair-texts.ts';
import type { FixOptions } from './run-fix.ts';

/** `why503 fix --apply`: tries one fix on the server, asks, records, makes it; 0 when all of it was made, 1 when not, 2 by a `UserError` when nothing was. */
export async function runApply(plan: FixPlan, writer: ClusterWriter, options: FixOptions): Promise<number> {
  const say = repairTexts[options.lang];
  const proposal = theOne(plan, say);
  const id = recordId(new Date());
  const changes = await triedChanges(proposal, writer, id, say);
  const objects = changes.map(({ target }) => shownTarget(target)).join(', ');
  if (!(await isMeant(fill(say.question, { objects, context: writer.context }), options.yes === true, say))) {
    process.stderr.write(`${say.declined}\n`);
    return 1;
  }
  const title = inLanguage(fullCatalogue(options.lang), proposal.title);
  const planned: RepairRecord = {
    schemaVersion: 1,
    id,
    at: instant(Date.now()),
    context: writer.context,
    server: writer.server,
    fix: proposal.fix,
    cause: proposal.cause,
    title,
    changes,
  };
  const { record, words } = await made(planned, writer, say);
  print(record, words, proposal, options, say);
  return stateOf(record) === 'applied' ? 0 : 1;
}

/** One fix is made at a time: what mends one cause is seen to have mended it before the next. */
function theOne({ offered, refused }: FixPlan, say: RepairTexts): Offered {
  const [only, ...others] = offered;
  const words = refused.flatMap(({ problems }) => problems.map(({ path, message }) => [path, message].filter((part) => part !== '').join(': ')))[0];
  if (only === undefined && words !== undefined) throw new UserError('fix-not-made', fill(say.notMade, { words }), say.notMadeNext);
  if (only === undefined) throw new UserError('fix-nothing', say.nothing, say.nothingNext);
  if (others.length === 0) return only;
  // parts of one fix are made, recorded and taken back as one
  if (others.every((other) => belongTogether(only, other))) return { ...only, changes: [...only.changes, ...others.flatMap(({ changes }) => changes)] };
  const isOneFix = others.every(({ fix }) => fix !== only.fix);
  const ids = offered.map(({ fix, id }) => (isOneFix ? fix : id));
  throw new UserError('fix-which', fill(say.which, { count: offered.length }), fill(say.whichNext, { ids: ids.join(', ') }));
}

async function triedChanges(proposal: Offered, writer: ClusterWriter, id: string, say: RepairTexts): Promise<readonly RecordedChange[]> {
  const changes: RecordedChange[] = [];
  for (const change of proposal.changes) {
    const tried = await tryChange(writer, change, managerOf({ id }));
    if ('obstacle' in tried) throw new UserError('fix-not-made', fill(say.notMade, { words: worded(tried.obstacle, say) }), say.notMadeNext);
    changes.push(tried.change);
  }
  return changes;
}

async function made(planned: RepairRecord, writer: ClusterWriter, say: RepairTexts): Promise<{ readonly record: RepairRecord; readonly words?: string }> {
  const folder = recordsFolder(process.env);
  const interrupt = firstInterrupt();
  let saved = planned;
  const save = (record: RepairRecord): void => {
    saved = record;
    writeRecord(folder, record);
  };
  try {
    const { record, obstacle } = await applyRecord(writer, planned, save, interrupt.signal);
    return { record, ...(obstacle === undefined ? {} : { words: worded(obstacle, say) }) };
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    return { record: saved, words: fill(say.unsure, { words: error.message, id: planned.id }) };
  } finally {
    interrupt.release();
  }
}

function print(record: RepairRecord, words: string | undefined, proposal: Offered, options: FixOptions, say: RepairTexts): void {
  const isWhole = stateOf(record) === 'applied';
  const blocks: readonly Block[] = [
    {
      kind: 'headline',
      tone: isWhole ? 'good' : 'warn',
      mark: isWhole ? 'good' : 'open',
      label: say.label,
      text: fill(isWhole ? say.applied : say.part, { context: record.context, id: record.id }),
    },
    {
      kind: 'items',
      items: record.changes.map(
        (change): Item => ({
          mark: change.state === 'applied' ? 'good' : 'open',
          text: fill(say[`change-${change.state}`], { target: shownTarget(change.target) }),
        }),
      ),
    },
    ...(words === undefined ? [] : [{ kind: 'paragraph', text: words } as const]),
    ...(isWhole ? [{ kind: 'commands', label: say.verifyWith, commands: proposal.verifyWith } as const] : []),
    { kind: 'commands', label: say.takeBack, commands: [`why503 fix --undo ${record.id}`] },
  ];
  printRepair({ state: stateOf(record), record, ...(words === undefined ? {} : { words }) }, blocks, options);
}

/** Sorts by time, and is a word for a shell and for a field manager. */
function recordId(now: Date): string {
  const [day = '', time = ''] = now.toISOString().replaceAll(/[-:]/g, '').split('T');
  return `${day}-${time.slice(0, 6)}-${randomBytes(3).toString('hex')}`;
}
