import { type Command, Option } from 'commander';
import { generateTexts } from '../generate-texts.ts';
import type { Language } from '../language.ts';
import type { GenerateRbacOptions } from '../run-generate-rbac.ts';

/** Adds the command and what it generates to the program. */
export function registerGenerate(program: Command, language: Language): void {
  const say = generateTexts[language];
  const command = program.command('generate').description(say.description);
  command
    .command('rbac')
    .description(say.rbac)
    .option('--name <name>', say.name, 'why503-read')
    .addOption(new Option('--service-account <namespace/name>', say.account))
    .option('--fix', say.fix)
    .addOption(new Option('-o, --output <format>', say.output).choices(['yaml', 'json']).default('yaml'))
    .action(async (options: GenerateRbacOptions) => {
      const { runGenerateRbac } = await import('../run-generate-rbac.ts');
      process.exitCode = runGenerateRbac(options);
    });
}
