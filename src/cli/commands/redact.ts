import { type Command, Option } from 'commander';
import { diagnoseTexts } from '../diagnose-texts.ts';
import type { Language } from '../language.ts';
import { addNamesOptions } from '../names-options.ts';
import { columns } from '../option-values.ts';
import { redactTexts } from '../redact-texts.ts';
import type { RedactOptions } from '../run-redact.ts';

/** Adds the command to the program. What reads is loaded when it runs. */
export function registerRedact(program: Command, language: Language): void {
  const say = redactTexts[language];
  const common = diagnoseTexts[language];
  const command = program
    .command('redact')
    .description(say.description)
    .argument('<paths...>', common.paths)
    .addOption(new Option('-o, --output <file>', say.output).makeOptionMandatory())
    .addOption(new Option('--format <format>', say.format).choices(['text', 'json', 'markdown']).default('text'));
  addNamesOptions(command, language);
  command
    .option('--ascii', common.ascii)
    .addOption(new Option('--width <columns>', common.width).argParser(columns))
    .addHelpText('after', `\n${say.exits}`)
    .action(async (paths: readonly string[], options: RedactOptions) => {
      const { runRedact } = await import('../run-redact.ts');
      process.exitCode = await runRedact(paths, options);
    });
}
