import { type Command, InvalidArgumentError, Option } from 'commander';
import { startTime } from '../../formats/access-log/start-time.ts';
import type { BundleLimits } from '../../sources/bundle/limits.ts';
import { diagnoseTexts } from '../diagnose-texts.ts';
import type { Language } from '../language.ts';
import { limitOptions } from '../limit-options.ts';
import { logsTexts } from '../logs-texts.ts';
import { whole } from '../option-values.ts';
import type { LogsOptions } from '../run-logs.ts';

/** Adds the command to the program. What measures is loaded when it runs, so that the help does not wait for it. */
export function registerLogs(program: Command, language: Language): void {
  const say = logsTexts[language];
  const common = diagnoseTexts[language];
  const command = program
    .command('logs')
    .description(say.description)
    .argument('[paths...]', say.paths)
    .addOption(new Option('-o, --output <format>', say.output).choices(['text', 'json', 'markdown', 'html']))
    .addOption(new Option('--since <time>', say.since).argParser(time))
    .addOption(new Option('--until <time>', say.until).argParser(time))
    .option('--cluster <text>', say.cluster)
    .option('--host <text>', say.host)
    .option('-f, --follow', say.follow)
    .addOption(new Option('--top <n>', say.top).argParser(whole(1, 1_000)).default(20))
    .addOption(new Option('--workers <n>', say.workers).argParser(whole(0, 64)).default(2))
    .addOption(new Option('--resets <n>', say.resets).argParser(whole(1, 1_000_000)).default(20_000))
    .option('--ascii', common.ascii)
    .addOption(new Option('--width <columns>', common.width).argParser(whole(40, 1_000)))
    .option('--no-progress', common.noProgress)
    .addHelpText('after', `\n${say.exits}`);
  for (const option of limitOptions(language)) command.addOption(option);
  command.action(async (paths: readonly string[], options: LogsOptions & Partial<BundleLimits>) => {
    // threads take a tenth of a second to start, in which the rest is loaded
    const { isAnyLarge, startHelpers } = await import('../../logs/read/helper-threads.ts');
    const helpers = options.workers > 1 && options.follow !== true && isAnyLarge(paths) ? startHelpers(options.workers - 1) : undefined;
    const { runLogs } = await import('../run-logs.ts');
    process.exitCode = await runLogs(paths, options, helpers);
  });
}

function time(text: string): number {
  const value = startTime(text) ?? startTime(`${text}T00:00:00`);
  if (value === undefined) throw new InvalidArgumentError('a time such as 2026-11-22T17:00:00Z is expected');
  return value;
}
