import { basename, join } from 'node:path';
import { fill } from '../model/text.ts';
import type { Question } from '../model/snapshot.ts';
import type { Block } from '../report/blocks.ts';
import { stableJson } from '../report/index.ts';
import { printMarkdown } from '../report/print-markdown.ts';
import { printText } from '../report/print-text.ts';
import { withScratch } from '../sources/bundle/scratch.ts';
import { type CollectRequest, collect, planCollect } from '../sources/cluster/collect.ts';
import type { CollectionRecord, MissingFile } from '../sources/cluster/collection.ts';
import { type ReplacedNames, redactEvidence } from '../sources/redact/redact-evidence.ts';
import { toolVersion } from '../tool-version.ts';
import { archiveFile } from './archive-file.ts';
import { collectRequest, stepText } from './collect-cluster.ts';
import { collectTexts } from './collect-texts.ts';
import type { ClusterOptions } from './cluster-options.ts';
import { firstInterrupt } from './first-interrupt.ts';
import type { Language } from './language.ts';
import { namesBlocks, namesJson, namesKeyOf, type NamesOptions, writeNamesMap } from './names-options.ts';
import { createNurseryLimit } from './nursery-limit.ts';
import { stepLine } from './step-line.ts';
import { textTerminal } from './text-terminal.ts';

export interface CollectCommandOptions extends ClusterOptions, NamesOptions {
  readonly from?: string;
  readonly to?: string;
  readonly since?: number;
  /** The archive; empty for a name made of the time. */
  readonly output: string;
  readonly format: 'text' | 'json' | 'markdown';
  readonly dryRun?: boolean;
  readonly lang: Language;
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly width?: number;
  readonly progress: boolean;
}

/** `why503 collect`: gathers, writes the archive, says what is in it and what is not; gives the exit code. */
export async function runCollect(options: CollectCommandOptions): Promise<number> {
  const { from, to, since, lang } = options;
  const question: Question = {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(since === undefined ? {} : { sinceMs: since }),
  };
  const named = archiveFile(options.output, lang);
  const namesKey = namesKeyOf(options, lang);
  const interrupt = firstInterrupt();
  const line = stepLine(options.progress && process.stderr.isTTY === true);
  const limitNursery = createNurseryLimit();
  const request = collectRequest(question, options, interrupt.signal, (step) => {
    limitNursery();
    line.show(stepText(step, lang));
  });
  try {
    if (options.dryRun === true) {
      const requests = await planCollect(request);
      line.clear();
      print(plannedBlocks(requests, lang), { schemaVersion: 1, tool, question, requests }, options);
      return 0;
    }
    const archive = named === '' ? archiveName(new Date()) : named;
    const { record, names } = await collected(request, archive, namesKey);
    line.clear();
    if (names !== undefined) writeNamesMap(options, names, lang);
    const json = { schemaVersion: 1, tool, archive, collection: record, ...(names === undefined ? {} : { names: namesJson(names) }) };
    print(recordBlocks(record, archive, names, options), json, options);
    return record.missing.some(isLoss) ? 3 : 0;
  } finally {
    line.clear();
    interrupt.release();
    request.port.close();
    request.metrics?.close();
  }
}

interface Collected {
  readonly record: CollectionRecord;
  readonly names?: ReplacedNames;
}

/** A name is known only when all is there: so it is collected to a place of its own first, and written anew from there. */
async function collected(request: CollectRequest, archive: string, namesKey: string | undefined): Promise<Collected> {
  if (namesKey === undefined) return { record: await collect(request, archive) };
  return await withScratch(async (scratch) => {
    const whole = join(await scratch(), 'collection.tar.gz');
    const record = await collect(request, whole);
    const { names } = await redactEvidence([whole], { file: archive, namesKey });
    return { record, ...(names === undefined ? {} : { names }) };
  });
}

const tool = { name: 'why503', version: toolVersion };

function archiveName(now: Date): string {
  return `why503-${now.toISOString().replaceAll(/[-:]|\..*/g, '')}Z.tar.gz`;
}

/** What the cluster does not have, and what was left out by choice, is no loss. */
function isLoss({ reason, artifact }: MissingFile): boolean {
  // bundled definitions stand in for those of the cluster
  if (artifact === 'definitions') return false;
  return reason !== 'not-served' && reason !== 'left-out' && reason !== 'empty' && reason !== 'no-pod';
}

function print(blocks: readonly Block[], json: object, options: CollectCommandOptions): void {
  const { format } = options;
  process.stdout.write(format === 'json' ? stableJson(json) : format === 'markdown' ? printMarkdown(blocks) : printText(blocks, textTerminal(options)));
}

function plannedBlocks(requests: readonly string[], lang: Language): readonly Block[] {
  const say = collectTexts[lang];
  return [
    { kind: 'heading', text: say.planned },
    { kind: 'raw', lines: requests },
    { kind: 'paragraph', text: fill(say.plannedText, { count: requests.length }) },
  ];
}

const MOST_SHOWN = 20;

function recordBlocks(record: CollectionRecord, archive: string, names: ReplacedNames | undefined, options: CollectCommandOptions): readonly Block[] {
  const { lang } = options;
  const say = collectTexts[lang];
  const lost = record.missing.filter(({ reason }) => reason !== 'not-served');
  const unserved = record.missing.filter(({ reason }) => reason === 'not-served').map(({ file }) => basename(file, '.json'));
  const isPart = record.missing.some(isLoss);
  const seconds = ((Date.parse(record.finishedAt) - Date.parse(record.startedAt)) / 1000).toFixed(1);
  return [
    {
      kind: 'headline',
      tone: isPart ? 'warn' : 'good',
      mark: isPart ? 'open' : 'good',
      label: isPart ? say.partLabel : say.doneLabel,
      text: fill(say.done, { files: record.files.length, archive }),
    },
    {
      kind: 'pairs',
      rows: [
        [say.cluster, record.cluster],
        [say.namespaces, record.namespaces.join(', ')],
        [say.requests, record.metrics === undefined ? `${record.requests}` : fill(say.requestsAlso, { count: record.requests, ...record.metrics })],
        [say.time, fill(say.seconds, { seconds })],
        ...(unserved.length === 0 ? [] : [[say.unserved, unserved.join(', ')] as const]),
      ],
    },
    ...(lost.length === 0 ? [] : lostBlocks(lost, lang)),
    ...(names === undefined ? [] : namesBlocks(names, options, lang)),
    { kind: 'commands', label: say.next, commands: [`why503 diagnose ${archive}`] },
  ];
}

function lostBlocks(lost: readonly MissingFile[], lang: Language): readonly Block[] {
  const say = collectTexts[lang];
  return [
    { kind: 'heading', text: say.missing },
    {
      kind: 'items',
      items: [
        ...lost
          .slice(0, MOST_SHOWN)
          .map(({ file, reason, detail }) => ({ mark: 'point' as const, text: `${file}: ${reason}${detail === undefined ? '' : ` (${detail})`}` })),
        ...(lost.length > MOST_SHOWN ? [{ mark: 'point' as const, text: fill(say.more, { count: lost.length - MOST_SHOWN }) }] : []),
      ],
    },
  ];
}
