import { type Command, Option } from 'commander';
import { diagnoseTexts } from '../diagnose-texts.ts';
import type { Language } from '../language.ts';
import { columns } from '../option-values.ts';
import type { VerifyOptions } from '../run-verify.ts';
import { verifyTexts } from '../verify-texts.ts';

/** Adds the command to the program. */
export function registerVerify(program: Command, language: Language): void {
  const [say, words] = [verifyTexts[language], diagnoseTexts[language]];
  program
    .command('verify')
    .description(say.description)
    .requiredOption('--before <path...>', say.before)
    .requiredOption('--after <path...>', say.after)
    .option('--to <name.namespace>', say.to)
    .option('--ascii', words.ascii)
    .addOption(new Option('--width <columns>', words.width).argParser(columns))
    .option('--no-progress', words.noProgress)
    .addHelpText('after', `\n${say.exitCodes}`)
    .action(async (options: VerifyOptions) => {
      const { runVerify } = await import('../run-verify.ts');
      process.exitCode = await runVerify(options);
    });
}
