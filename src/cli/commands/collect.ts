import { type Command, Option } from 'commander';
import { addClusterOptions, duration } from '../cluster-options.ts';
import { collectTexts } from '../collect-texts.ts';
import { diagnoseTexts } from '../diagnose-texts.ts';
import type { Language } from '../language.ts';
import { addNamesOptions } from '../names-options.ts';
import { columns } from '../option-values.ts';
import type { CollectCommandOptions } from '../run-collect.ts';

/** Adds the command to the program. What asks a cluster is loaded when it runs. */
export function registerCollect(program: Command, language: Language): void {
  const say = collectTexts[language];
  const common = diagnoseTexts[language];
  const command = program
    .command('collect')
    .description(say.description)
    .option('--from <namespace/workload>', say.from)
    .option('--to <namespace/service[:port]>', say.to)
    .addOption(new Option('--since <duration>', say.since).argParser(duration))
    .addOption(new Option('-o, --output <file>', say.output).default(''))
    .addOption(new Option('--format <format>', say.format).choices(['text', 'json', 'markdown']).default('text'))
    .option('--dry-run', say.dryRun);
  addClusterOptions(command, language);
  addNamesOptions(command, language);
  command
    .option('--ascii', common.ascii)
    .addOption(new Option('--width <columns>', common.width).argParser(columns))
    .option('--no-progress', common.noProgress)
    .addHelpText('after', `\n${say.safety}\n\n${say.exits}`)
    .action(async (options: CollectCommandOptions) => {
      const { runCollect } = await import('../run-collect.ts');
      process.exitCode = await runCollect(options);
    });
}
