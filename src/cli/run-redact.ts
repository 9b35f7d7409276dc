import { fill } from '../model/text.ts';
import type { Block } from '../report/blocks.ts';
import { stableJson } from '../report/index.ts';
import { printMarkdown } from '../report/print-markdown.ts';
import { printText } from '../report/print-text.ts';
import { saidLines } from '../report/words.ts';
import { sizeText } from '../sources/bundle/limits.ts';
import { type RedactedEvidence, redactEvidence } from '../sources/redact/redact-evidence.ts';
import { toolVersion } from '../tool-version.ts';
import { archiveFile } from './archive-file.ts';
import { fullCatalogue } from './catalogue.ts';
import { firstInterrupt } from './first-interrupt.ts';
import type { Language } from './language.ts';
import { namesBlocks, namesJson, namesKeyOf, type NamesOptions, writeNamesMap } from './names-options.ts';
import { redactTexts } from './redact-texts.ts';
import { textTerminal } from './text-terminal.ts';

export interface RedactOptions extends NamesOptions {
  /** The archive. */
  readonly output: string;
  readonly format: 'text' | 'json' | 'markdown';
  readonly lang: Language;
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly width?: number;
}

const MOST_SHOWN = 20;

/** `why503 redact`: writes the evidence anew, says what was left out; gives the exit code. */
export async function runRedact(paths: readonly string[], options: RedactOptions): Promise<number> {
  const { format } = options;
  const archive = archiveFile(options.output, options.lang);
  const namesKey = namesKeyOf(options, options.lang);
  const interrupt = firstInterrupt();
  try {
    const redacted = await redactEvidence(paths, { file: archive, signal: interrupt.signal, ...(namesKey === undefined ? {} : { namesKey }) });
    const { names } = redacted;
    if (names !== undefined) writeNamesMap(options, names, options.lang);
    const blocks = blocksOf(redacted, archive, options);
    const tool = { name: 'why503', version: toolVersion };
    const leftOut = redacted.leftOut.map(({ file, reason }) => ({ file, reason: reason.id, text: reason.text }));
    const json = {
      schemaVersion: 1,
      tool,
      archive,
      files: redacted.files,
      bytes: redacted.bytes,
      leftOut,
      ...(names === undefined ? {} : { names: namesJson(names) }),
    };
    if (format === 'json') process.stdout.write(stableJson(json));
    else process.stdout.write(format === 'markdown' ? printMarkdown(blocks) : printText(blocks, textTerminal(options)));
    return redacted.leftOut.length === 0 ? 0 : 3;
  } finally {
    interrupt.release();
  }
}

function blocksOf({ files, bytes, leftOut, names }: RedactedEvidence, archive: string, options: RedactOptions): readonly Block[] {
  const { lang } = options;
  const say = redactTexts[lang];
  const catalogue = fullCatalogue(lang);
  const items = leftOut
    .slice(0, MOST_SHOWN)
    .map(({ file, reason }) => ({ mark: 'point' as const, text: `${file}: ${saidLines(catalogue, reason).join(' ')}` }));
  const rest = leftOut.length - items.length;
  return [
    { kind: 'headline', tone: 'good', mark: 'good', label: say.label, text: fill(say.done, { files, size: sizeText(bytes), archive }) },
    ...(names === undefined ? [{ kind: 'paragraph' as const, text: say.look }] : namesBlocks(names, options, lang)),
    ...(leftOut.length === 0 ? [] : [{ kind: 'heading' as const, text: say.leftOut }]),
    { kind: 'items', items: rest > 0 ? [...items, { mark: 'point', text: fill(say.more, { count: rest }) }] : items },
    { kind: 'commands', label: say.next, commands: [`why503 diagnose ${archive}`] },
  ];
}
