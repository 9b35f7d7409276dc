import { type Command, Option } from 'commander';
import type { BundleLimits } from '../../sources/bundle/limits.ts';
import { addClusterOptions, duration } from '../cluster-options.ts';
import { diagnoseTexts } from '../diagnose-texts.ts';
import { fixTexts } from '../fix-texts.ts';
import type { Language } from '../language.ts';
import { limitOptions } from '../limit-options.ts';
import { columns } from '../option-values.ts';
import { repairTexts } from '../repair-texts.ts';
import type { FixOptions } from '../run-fix.ts';

/** Adds the command to the program. */
export function registerFix(program: Command, language: Language): void {
  const [say, words, repair] = [fixTexts[language], diagnoseTexts[language], repairTexts[language]];
  const command = program
    .command('fix')
    .description(say.description)
    .argument('[paths...]', say.paths)
    .addOption(new Option('-o, --output <format>', say.output).choices(['text', 'json', 'markdown', 'yaml', 'diff']))
    .addOption(new Option('--manifests <path>', say.manifests).argParser((path: string, before: readonly string[] | undefined) => [...(before ?? []), path]))
    .option('--from <namespace/workload>', words.from)
    .option('--to <namespace/service[:port]>', words.to)
    .addOption(new Option('--since <duration>', words.since).argParser(duration))
    .option('--cause <id>', say.cause)
    .option('--fix <id>', say.fix)
    .option('--check', say.check)
    .option('--istio <version>', say.istio)
    .addOption(new Option('--dry-run <where>', repair.dryRun).choices(['server', 'none']))
    .option('--apply', repair.apply)
    .option('--undo [record]', repair.undo)
    .option('--records', repair.records)
    .option('-y, --yes', repair.yes)
    .option('--force', repair.force)
    .option('--ascii', words.ascii)
    .addOption(new Option('--width <columns>', words.width).argParser(columns))
    .option('--no-progress', words.noProgress)
    .addHelpText('after', `\n${say.exitCodes}`);
  addClusterOptions(command, language);
  for (const option of limitOptions(language)) command.addOption(option);
  command.action(async (paths: readonly string[], options: FixOptions & Partial<BundleLimits>) => {
    if (options.check === true) {
      const { runFixCheck } = await import('../fix-check.ts');
      process.exitCode = runFixCheck(paths, options);
      return;
    }
    if (options.undo !== undefined || options.records === true) {
      const { runRecords, runUndo } = await import('../run-undo.ts');
      process.exitCode = options.undo === undefined ? runRecords(options) : await runUndo(options);
      return;
    }
    const { runFix } = await import('../run-fix.ts');
    process.exitCode = await runFix(paths, options);
  });
}
