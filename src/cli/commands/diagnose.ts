import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../../formats/time/duration.ts';
import type { BundleLimits } from '../../sources/bundle/limits.ts';
import { diagnoseTexts } from '../diagnose-texts.ts';
import type { Language } from '../language.ts';
import { limitOptions } from '../limit-options.ts';
import { columns } from '../option-values.ts';
import type { DiagnoseOptions } from '../run-diagnose.ts';

/** Adds the command to the program. The analysis is loaded when it runs, so that the help does not wait for it. */
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
    const { runDiagnose } = await import('../run-diagnose.ts');
    process.exitCode = await runDiagnose(paths, options);
  });
}

function duration(text: string): number {
  const value = parseDuration(text);
  if (value === undefined || value <= 0) throw new InvalidArgumentError('a duration such as 30m, 2h or 1d is expected');
  return value;
}
