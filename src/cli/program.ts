import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { fill } from '../model/text.ts';
import { safe } from '../report/safe.ts';
import { examples } from './examples.ts';
import { helpWords, safeLines } from './help-words.ts';
import { chosenLanguage, type Language } from './language.ts';
import { addSharedOptions, settleSharedOptions, wantsColor } from './shared-options.ts';
import { cliTexts, summaries } from './texts.ts';

/** Each command's options and action. Loaded only when asked for: a command may pull in all of the analysis. */
const commands: { readonly [name: string]: () => Promise<(program: Command, language: Language) => void> } = {
  diagnose: async () => (await import('./commands/diagnose.ts')).registerDiagnose,
  collect: async () => (await import('./commands/collect.ts')).registerCollect,
  redact: async () => (await import('./commands/redact.ts')).registerRedact,
  generate: async () => (await import('./commands/generate.ts')).registerGenerate,
  explain: async () => (await import('./commands/explain.ts')).registerExplain,
  fix: async () => (await import('./commands/fix.ts')).registerFix,
  verify: async () => (await import('./commands/verify.ts')).registerVerify,
  simulate: async () => (await import('./commands/simulate.ts')).registerSimulate,
  logs: async () => (await import('./commands/logs.ts')).registerLogs,
  lab: async () => (await import('./commands/lab.ts')).registerLab,
  probe: async () => (await import('./commands/probe.ts')).registerProbe,
  completion: async () => (await import('./commands/completion.ts')).registerCompletion,
};

/** Runs one command line to its end; usage errors give exit code 2 with a suggestion. */
export async function runProgram(argv: readonly string[], version: string): Promise<void> {
  const language = chosenLanguage(argv, process.env);
  try {
    const program = await createProgram(argv, version, language);
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // commander has printed its message; it exits 1 for usage errors, which means `diagnosed` here.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      const first = argv[0];
      if (error.code === 'commander.unknownCommand' && first !== undefined && existsSync(first))
        process.stderr.write(`${fill(cliTexts[language].isPath, { path: safe(first) })}\n`);
      return;
    }
    const { failure } = await import('./failure.ts');
    process.stderr.write(failure(error, argv.includes('--debug'), language));
    process.exitCode = 2;
  }
}

async function createProgram(argv: readonly string[], version: string, language: Language): Promise<Command> {
  const say = cliTexts[language];
  const program = new Command('why503')
    .description(say.description)
    .version(version, '-V, --version', say.version)
    .helpOption('-h, --help', say.help)
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('(why503 --help)')
    .configureHelp(helpWords(language))
    .configureOutput({ outputError: (text, write) => write(safeLines(text)) })
    .enablePositionalOptions();
  addSharedOptions(program, language);

  const named = argv.find((argument) => Object.hasOwn(commands, argument));
  if (named === undefined) addSummaries(program, language);
  // Completion lists the options of every command; anything else needs just its own.
  const needed = named === undefined ? [] : named === 'completion' ? Object.keys(commands) : [named];
  for (const name of needed) (await commands[name]?.())?.(program, language);
  for (const command of program.commands) {
    addSharedOptions(command, language);
    addExamples(command, language);
  }
  addExamples(program, language);
  program.addHelpText('after', `\n${say.exitCodes}`);
  program.hook('preAction', (_program, command) => {
    settleSharedOptions(program, command, { lang: language, color: wantsColor(process.env, process.stdout.isTTY === true) });
  });
  return program;
}

/** Names and descriptions for the program's own help and for suggestions, without loading what the commands need. */
function addSummaries(program: Command, language: Language): void {
  for (const [usage, description] of Object.entries(summaries[language])) program.command(usage).description(description);
}

function addExamples(command: Command, language: Language): void {
  const lines = examples[command.name()];
  if (lines !== undefined) command.addHelpText('after', `\n${cliTexts[language].examples}\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
