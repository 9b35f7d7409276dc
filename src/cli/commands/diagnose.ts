import { type Command, InvalidArgumentError, Option } from 'commander';
import { diagnose } from '../../index.ts';
import { parseDuration } from '../../formats/time/index.ts';
import type { Diagnosis, Verdict } from '../../model/diagnosis.ts';
import { renderJson, renderMarkdown, renderText } from '../../report/index.ts';
import { type BundleLimits, readBundle } from '../../sources/bundle/index.ts';
import { UserError } from '../../sources/user-error.ts';
import { fullCatalogue } from '../catalogue.ts';
import { diagnoseTexts } from '../diagnose-texts.ts';
import type { Language } from '../language.ts';
import { limitOptions, limitsFrom } from '../limit-options.ts';
import { terminalPaint } from '../paint.ts';
import { progressLine } from '../progress-line.ts';

/** The same for every format: a script may branch on them. */
const exitCodes: Readonly<Record<Verdict, number>> = { healthy: 0, diagnosed: 1, undecided: 3 };

interface DiagnoseOptions {
  readonly from?: string;
  readonly to?: string;
  readonly since?: number;
  readonly output: 'text' | 'json' | 'markdown';
  readonly lang: Language;
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly verbose?: boolean;
  readonly width?: number;
  readonly progress: boolean;
}

export function registerDiagnose(program: Command, language: Language): void {
  const say = diagnoseTexts[language];
  const command = program
    .command('diagnose')
    .description(say.description)
    .argument('[paths...]', say.paths)
    .option('--from <namespace/workload>', say.from)
    .option('--to <namespace/service[:port]>', say.to)
    .addOption(new Option('--since <duration>', say.since).argParser(duration))
    .option('-v, --verbose', say.verbose)
    .option('--ascii', say.ascii)
    .addOption(new Option('--width <columns>', say.width).argParser(columns))
    .option('--no-progress', say.noProgress);
  for (const option of limitOptions(language)) command.addOption(option);
  command.action(async (paths: readonly string[], options: DiagnoseOptions & Partial<BundleLimits>) => {
    process.exitCode = await runDiagnose(paths, options);
  });
}

async function runDiagnose(paths: readonly string[], options: DiagnoseOptions & Partial<BundleLimits>): Promise<number> {
  if (paths.length === 0) {
    const say = diagnoseTexts[options.lang];
    throw new UserError('NO_EVIDENCE', say.noPaths, say.noPathsNext);
  }
  const progress = progressLine(options.progress && process.stderr.isTTY === true, options.lang);
  const interrupt = new AbortController();
  // the first Ctrl-C ends the reading and reports on what is there so far; the second ends the program
  const stop = (): void => interrupt.abort();
  process.once('SIGINT', stop);
  try {
    const snapshot = await readBundle(paths, { limits: limitsFrom(options), onProgress: progress.show, signal: interrupt.signal });
    progress.clear();
    const { from, to, since } = options;
    const diagnosis = diagnose(snapshot, { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(since === undefined ? {} : { sinceMs: since }) });
    process.stdout.write(rendered(diagnosis, options));
    return exitCodes[diagnosis.verdict];
  } finally {
    progress.clear();
    process.removeListener('SIGINT', stop);
  }
}

function rendered(diagnosis: Diagnosis, options: DiagnoseOptions): string {
  if (options.output === 'json') return renderJson(diagnosis);
  const catalogue = fullCatalogue(options.lang);
  if (options.output === 'markdown') return renderMarkdown(diagnosis, { catalogue });
  return renderText(diagnosis, {
    catalogue,
    width: options.width ?? Math.min(process.stdout.columns ?? 80, 110),
    verbose: options.verbose ?? false,
    ascii: options.ascii ?? false,
    ...(options.color ? { paint: terminalPaint } : {}),
  });
}

function duration(text: string): number {
  const value = parseDuration(text);
  if (value === undefined || value <= 0) throw new InvalidArgumentError('a duration such as 30m, 2h or 1d is expected');
  return value;
}

function columns(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 40) throw new InvalidArgumentError('a whole number of at least 40 is expected');
  return value;
}
