import { Argument, type Command } from 'commander';
import { completionScript, shells } from '../completion-script.ts';
import type { Language } from '../language.ts';
import { cliTexts } from '../texts.ts';

/** `why503 completion bash|zsh|fish`. */
export function registerCompletion(program: Command, language: Language): void {
  program
    .command('completion')
    .description(cliTexts[language].completion)
    .addArgument(new Argument('<shell>', cliTexts[language].shell).choices(shells))
    .action((shell: string) => {
      const described = program.commands.map((command) => ({
        name: command.name(),
        description: command.description().split('\n')[0] ?? '',
        options: command.options.flatMap((option) =>
          option.long === undefined ? [] : [{ long: option.long, description: option.description, values: option.argChoices ?? [] }],
        ),
      }));
      process.stdout.write(completionScript(shell, described));
    });
}
