import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { fill } from '../model/text.ts';
import type { Block } from '../report/blocks.ts';
import { stableJson } from '../report/index.ts';
import type { ReplacedNames } from '../sources/redact/redact-evidence.ts';
import { UserError } from '../sources/user-error.ts';
import type { Language } from './language.ts';
import { namesTexts } from './names-texts.ts';

/** Whether names are replaced, and what is kept of that. */
export interface NamesOptions {
  readonly redactNames?: boolean;
  readonly namesMap?: string;
  readonly namesKey?: string;
}

/** Adds the options to a command. */
export function addNamesOptions(command: Command, language: Language): void {
  const say = namesTexts[language];
  command
    .option('--redact-names', say.redactNames)
    .addOption(new Option('--names-map <file>', say.map).implies({ redactNames: true }))
    .addOption(new Option('--names-key <file>', say.key).implies({ redactNames: true }));
}

const SHORTEST_KEY = 16;

/** The key to replace names by: that of the file, or one that nobody knows; undefined where names stay. */
export function namesKeyOf({ redactNames, namesKey }: NamesOptions, lang: Language): string | undefined {
  if (redactNames !== true) return undefined;
  if (namesKey === undefined) return randomBytes(32).toString('hex');
  const say = namesTexts[lang];
  const key = readKey(namesKey, lang).trim();
  if (key.length < SHORTEST_KEY) throw new UserError('names-key', fill(say.keyShort, { file: namesKey }), say.keyNext);
  return key;
}

function readKey(file: string, lang: Language): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError('names-key', fill(namesTexts[lang].keyUnreadable, { reason: reasonOf(error) }), namesTexts[lang].keyNext, error);
  }
}

/** Writes what was replaced by what, where that was asked for: only its owner may read it, and nothing that exists is overwritten. */
export function writeNamesMap({ namesMap }: NamesOptions, { words, addresses }: ReplacedNames, lang: Language): void {
  if (namesMap === undefined) return;
  try {
    writeFileSync(namesMap, stableJson({ schemaVersion: 1, words, addresses }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new UserError('names-map', fill(namesTexts[lang].mapUnwritable, { reason: reasonOf(error) }), namesTexts[lang].mapNext, error);
  }
}

/** What people read of it. */
export function namesBlocks({ words, addresses, kept }: ReplacedNames, { namesMap }: NamesOptions, lang: Language): readonly Block[] {
  const say = namesTexts[lang];
  const counts = { words: Object.keys(words).length, addresses: Object.keys(addresses).length };
  const shown = kept.length > MOST_SHOWN ? [...kept.slice(0, MOST_SHOWN), '…'] : kept;
  return [
    { kind: 'paragraph', text: fill(say.done, counts) },
    ...(kept.length === 0 ? [] : [{ kind: 'paragraph' as const, text: fill(say.kept, { names: shown.join(', ') }) }]),
    { kind: 'paragraph', text: say.look },
    ...(namesMap === undefined ? [] : [{ kind: 'paragraph' as const, text: fill(say.mapped, { file: namesMap }) }]),
  ];
}

/** What programs read of it: no names but those that stay. */
export function namesJson({ words, addresses, kept }: ReplacedNames): object {
  return { words: Object.keys(words).length, addresses: Object.keys(addresses).length, kept };
}

const MOST_SHOWN = 20;

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
