import { createReadStream } from 'node:fs';
import { type AskedVersions, explain, type Explanation, type ExplainOptions } from '../explain/index.ts';
import { renderExplanations, renderExplanationsMarkdown } from '../report/explain-text.ts';
import { UserError } from '../sources/user-error.ts';
import { explainTexts } from '../text/explain.ts';
import { explainTextsZhTW } from '../text/explain.zh-TW.ts';
import { fill } from '../model/text.ts';
import { isCauseId } from '../knowledge/causes.ts';
import { textTerminal } from './text-terminal.ts';

export interface ExplainCommandOptions extends AskedVersions {
  readonly output: 'text' | 'json' | 'markdown';
  readonly lang: 'en' | 'zh-TW';
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly width?: number;
  /** A file whose lines are explained, one by one. */
  readonly file?: string;
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr?: string;
  /** 0 every input recognised, 3 at least one not, 2 nothing could be read. */
  readonly exitCode: 0 | 2 | 3;
}

/** A whole log belongs to `why503 diagnose`; this is far more than a person pastes. */
const mostLines = 200;
const mostBytes = 1_048_576;

/** `why503 explain`: explains each argument, or each line of standard input (`-`, or none given in a pipe) or of a file. */
export async function runExplain(inputs: readonly string[], options: ExplainCommandOptions): Promise<CommandResult> {
  const texts: Asked[] = [];
  let isCut = false;
  const addLines = async (source: NodeJS.ReadableStream): Promise<void> => {
    const { lines, cut } = await linesOf(source);
    texts.push(...lines.map((text) => ({ text, isCause: false })));
    isCut ||= cut;
  };
  for (const input of asOneQuestion(inputs)) {
    if (input === '-') await addLines(process.stdin);
    // an id is asked for by a whole argument; in a line of a log the same word is a word
    else texts.push({ text: input, isCause: isCauseId(input) });
  }
  if (options.file !== undefined) await readFileLines(options.file, addLines);
  if (inputs.length === 0 && options.file === undefined) {
    if (process.stdin.isTTY) throw nothingGiven();
    await addLines(process.stdin);
  }
  if (texts.length === 0) throw nothingGiven();
  const asked: ExplainOptions = {
    language: options.lang,
    ...(options.envoy === undefined ? {} : { envoy: options.envoy }),
    ...(options.istio === undefined ? {} : { istio: options.istio }),
  };
  const explanations = await Promise.all(texts.map(({ text, isCause }) => explained(text, isCause, asked)));
  const note = fill((options.lang === 'en' ? explainTexts : explainTextsZhTW).moreLines, { count: texts.length });
  return {
    stdout: rendered(explanations, options),
    ...(isCut ? { stderr: `why503: ${note}\n` } : {}),
    exitCode: explanations.every(({ recognized }) => recognized) ? 0 : 3,
  };
}

interface Asked {
  readonly text: string;
  readonly isCause: boolean;
}

/** The registry, which is all that a cause's page is made from, is loaded for those who ask for one. */
async function explained(text: string, isCause: boolean, options: ExplainOptions): Promise<Explanation> {
  const asked = isCause ? (await import('./cause-answer.ts')).causeAnswer(text, options) : undefined;
  return asked ?? explain(text, options);
}

/** `explain tomcat keep-alive` without quotes is one question, not two texts. */
function asOneQuestion(inputs: readonly string[]): readonly string[] {
  if (inputs.length < 2 || inputs.includes('-')) return inputs;
  const whole = inputs.join(' ');
  const isOne = explain(whole).keepAlive !== undefined && inputs.every((input) => ['keep-alive', 'istio-field', 'unknown'].includes(explain(input).kind));
  return isOne ? [whole] : inputs;
}

function rendered(explanations: readonly Explanation[], options: ExplainCommandOptions): string {
  switch (options.output) {
    case 'json':
      return `${JSON.stringify({ schemaVersion: 1, inputs: explanations }, undefined, 2)}\n`;
    case 'markdown':
      return renderExplanationsMarkdown(explanations, options.lang);
    case 'text':
      return renderExplanations(explanations, { lang: options.lang, ...textTerminal(options) });
  }
}

async function readFileLines(file: string, addLines: (source: NodeJS.ReadableStream) => Promise<void>): Promise<void> {
  try {
    await addLines(createReadStream(file, { end: mostBytes }));
  } catch (cause) {
    throw new UserError('unreadable-input', `${file} cannot be read.`, 'Give a readable text file, or the text itself as an argument.', cause);
  }
}

/** The first lines of a stream that are not empty, and whether more were left. */
async function linesOf(source: NodeJS.ReadableStream): Promise<{ readonly lines: readonly string[]; readonly cut: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of source) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > mostBytes) break;
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return { lines: lines.slice(0, mostLines), cut: lines.length > mostLines || text.length > mostBytes };
}

function nothingGiven(): UserError {
  return new UserError(
    'nothing-to-explain',
    'There is nothing to explain.',
    "Give a text, for example: why503 explain '503 UC', or pipe lines into: why503 explain -",
  );
}
