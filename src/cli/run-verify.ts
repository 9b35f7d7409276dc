import { formatDuration } from '../formats/time/index.ts';
import { measure, type Snapshot } from '../index.ts';
import type { Measure } from '../model/measure.ts';
import { fill } from '../model/text.ts';
import { instant } from '../model/time.ts';
import { type Block, type Row, type Tone, when } from '../report/blocks.ts';
import { printMarkdown } from '../report/print-markdown.ts';
import { printText } from '../report/print-text.ts';
import { stableJson } from '../report/render-json.ts';
import { readRecords, recordsFolder } from '../repair/record-files.ts';
import { type RepairRecord, stateOf } from '../repair/record.ts';
import { readBundle } from '../sources/bundle/index.ts';
import { UserError } from '../sources/user-error.ts';
import { toolVersion } from '../tool-version.ts';
import { compare, type Comparison, type Verification } from '../verify/compare.ts';
import { type Overlap, overlapOf } from '../verify/overlap.ts';
import type { Language } from './language.ts';
import { progressLine } from './progress-line.ts';
import { textTerminal } from './text-terminal.ts';
import { verifyTexts, type VerifyTexts } from './verify-texts.ts';

export interface VerifyOptions {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly to?: string;
  readonly output: 'text' | 'json' | 'markdown';
  readonly lang: Language;
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly width?: number;
  readonly progress: boolean;
}

/** The same for every format: a script may branch on them. */
const exitCodes: Readonly<Record<Verification, number>> = { better: 0, quiet: 0, 'no-change': 1, worse: 1, new: 1, 'too-early': 3 };

/** `why503 verify`: reads both, compares, prints; gives the exit code of the gravest target. */
export async function runVerify(options: VerifyOptions): Promise<number> {
  const say = verifyTexts[options.lang];
  const before = await measured(options.before, '--before', options, say);
  const whole = await measured(options.after, '--after', options, say);
  const overlap = overlapOf(before.measures, whole.measures);
  // rows that the earlier evidence has as well are no news of afterwards
  const after =
    overlap.kind === 'part' ? (measure(whole.snapshot, { window: { from: overlap.until + 1, to: Number.POSITIVE_INFINITY } }) ?? []) : whole.measures;
  const all = compare(before.measures, after);
  const comparisons = all.filter(({ target }) => options.to === undefined || target === options.to);
  if (options.to !== undefined && comparisons.length === 0)
    throw new UserError(
      'verify-unknown-target',
      fill(say.noTarget, { to: options.to }),
      fill(say.noTargetNext, { targets: all.map(({ target }) => target).join(', ') || '–' }),
    );
  const verdict = overall(comparisons);
  const repairs = exitCodes[verdict] === 1 ? madeBetween(comparisons, readRecords(recordsFolder(process.env))) : [];
  process.stdout.write(rendered({ comparisons, verdict, overlap, repairs }, options, say));
  return exitCodes[verdict];
}

interface Measured {
  readonly snapshot: Snapshot;
  readonly measures: readonly Measure[];
}

async function measured(paths: readonly string[], which: string, { progress, lang }: VerifyOptions, say: VerifyTexts): Promise<Measured> {
  const line = progressLine(progress && process.stderr.isTTY === true, lang);
  const snapshot = await readBundle(paths, { onProgress: (step) => line.show(step) }).finally(() => line.clear());
  const measures = measure(snapshot);
  if (measures === undefined) throw new UserError('verify-no-logs', fill(say.noLogs, { which }), say.noLogsNext);
  return { snapshot, measures };
}

/** Repairs that this machine made while one of the two was gathered, or in between, and that nobody took back yet; the latest first. */
function madeBetween(comparisons: readonly Comparison[], records: readonly RepairRecord[]): readonly RepairRecord[] {
  const from = Math.min(...comparisons.map(({ before }) => before.from));
  const to = Math.max(...comparisons.map(({ before, after }) => (after ?? before).to));
  return records.filter((record) => stateOf(record) !== 'undone' && Date.parse(record.at) >= from && Date.parse(record.at) <= to);
}

const undoCommand = ({ id }: RepairRecord): string => `why503 fix --undo ${id}`;

/** The gravest; a target that was quiet all the time says nothing beside one that failed. */
function overall(comparisons: readonly Comparison[]): Verification {
  return comparisons.find(({ verdict }) => verdict !== 'quiet')?.verdict ?? 'quiet';
}

interface Outcome {
  readonly comparisons: readonly Comparison[];
  readonly verdict: Verification;
  readonly overlap: Overlap;
  /** What could be taken back, where the change was no help. */
  readonly repairs: readonly RepairRecord[];
}

function rendered(outcome: Outcome, options: VerifyOptions, say: VerifyTexts): string {
  const { comparisons, verdict, overlap, repairs } = outcome;
  if (options.output === 'json') {
    const told = overlap.kind === 'apart' ? {} : { overlap: { kind: overlap.kind, ...(overlap.kind === 'part' ? { until: instant(overlap.until) } : {}) } };
    return stableJson({ schemaVersion: 1, tool: { name: 'why503', version: toolVersion }, verdict, comparisons, ...told, ...undoOf(repairs) });
  }
  const blocks = verifyBlocks(outcome, say);
  return options.output === 'markdown' ? printMarkdown(blocks) : printText(blocks, textTerminal(options));
}

/** In JSON: what to run. */
function undoOf(repairs: readonly RepairRecord[]): object {
  return repairs.length === 0
    ? {}
    : { undo: repairs.map((record) => ({ id: record.id, at: record.at, fix: record.fix, title: record.title, command: undoCommand(record) })) };
}

const tones: Readonly<Record<Verification, Tone>> = { better: 'good', quiet: 'plain', 'no-change': 'bad', worse: 'bad', new: 'bad', 'too-early': 'warn' };

function verifyBlocks({ comparisons, verdict, overlap, repairs }: Outcome, say: VerifyTexts): readonly Block[] {
  const told = comparisons.filter((each) => each.verdict !== 'quiet');
  const isBad = exitCodes[verdict] === 1;
  return [
    {
      kind: 'headline',
      tone: tones[verdict],
      mark: isBad ? 'bad' : verdict === 'too-early' ? 'open' : 'good',
      label: say.label,
      text: say[verdict],
    },
    ...when(told.length > 0, { kind: 'table', head: [say.target, say.was, say.is, say.chance, say.says], rows: told.map((each) => row(each, say)) }),
    ...told.flatMap((each) => watch(each, say)),
    ...when(isBad && repairs.length === 0, { kind: 'paragraph', text: say.undo }),
    ...repairs.map(
      (record): Block => ({ kind: 'commands', label: fill(say.undoRecord, { title: record.title, at: record.at }), commands: [undoCommand(record)] }),
    ),
    ...lengths(told[0], say),
    ...when(overlap.kind === 'part', {
      kind: 'paragraph',
      text: fill(say.overlap, { until: overlap.kind === 'part' ? instant(overlap.until) : '' }),
      tone: 'dim',
    }),
    ...when(overlap.kind === 'within', { kind: 'paragraph', text: say.within, tone: 'warn' }),
  ];
}

function row({ target, before, after, chance, verdict }: Comparison, say: VerifyTexts): Row {
  const odds =
    chance === undefined || chance >= 0.5 ? say.always : fill(say.chanceOne, { n: Math.min(1_000_000, Math.round(1 / chance)).toLocaleString('en-US') });
  return { cells: [target, counts(before, say), after === undefined ? say.notAsked : counts(after, say), odds, say.words[verdict]], tone: tones[verdict] };
}

function counts({ failures, requests, events }: Measure, say: VerifyTexts): string {
  const text = requests === undefined ? fill(say.countsOnly, { failures }) : fill(say.counts, { failures, requests });
  return events === failures ? text : `${text}${fill(say.moments, { events })}`;
}

function watch({ target, needs, verdict }: Comparison, say: VerifyTexts): readonly Block[] {
  if (verdict !== 'too-early' || needs === undefined) return [];
  const { requests, ms } = needs;
  const time = ms === undefined ? undefined : formatDuration(Math.max(1_000, Math.round(ms / 1_000) * 1_000));
  const much = requests === undefined ? (time ?? '') : time === undefined ? fill(say.watchRequests, { requests }) : fill(say.watchFor, { requests, time });
  return much === '' ? [] : [{ kind: 'paragraph', text: fill(say.watch, { target, much }) }];
}

function lengths(first: Comparison | undefined, say: VerifyTexts): readonly Block[] {
  if (first?.after === undefined) return [];
  const [was, is] = [first.before.to - first.before.from, first.after.to - first.after.from];
  if (Math.max(was, is) < 2 * Math.min(was, is)) return [];
  const text = fill(say.lost, { was: formatDuration(Math.round(was / 1_000) * 1_000), is: formatDuration(Math.round(is / 1_000) * 1_000) });
  return [{ kind: 'paragraph', text, tone: 'dim' }];
}
