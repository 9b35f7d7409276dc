import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseWindow, type WindowText } from '../../formats/time/index.ts';
import type { BundleLimits } from '../../sources/bundle/limits.ts';
import { addClusterOptions, duration } from '../cluster-options.ts';
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
    .addOption(new Option('--window <from..to>', say.window).argParser(window))
    .option('-v, --verbose', say.verbose)
    .option('--ascii', say.ascii)
    .addOption(new Option('--width <columns>', say.width).argParser(columns))
    .option('--no-progress', say.noProgress)
    .option('--save <file>', say.save);
  addClusterOptions(command, language);
  for (const option of limitOptions(language)) command.addOption(option);
  command.action(async (paths: readonly string[], options: DiagnoseOptions & Partial<BundleLimits>) => {
    const { runDiagnose } = await import('../run-diagnose.ts');
    process.exitCode = await runDiagnose(paths, options);
  });
}

function window(text: string): WindowText {
  const value = parseWindow(text);
  if (value === undefined) throw new InvalidArgumentError('a stretch of time such as 02:00..02:30, 2026-11-22T02:00Z..2026-11-22T02:30Z or 30m is expected');
  return value;
}
