import { type Command, Option } from 'commander';
import { type Language, languages } from './language.ts';
import { cliTexts } from './texts.ts';

/**
 * Options that mean the same for every command. They stand on the program and on each command, so that both `why503 --lang zh-TW diagnose`
 * and `why503 diagnose --lang zh-TW` work; a command that defines one of them itself keeps its own.
 */
export function addSharedOptions(command: Command, language: Language): void {
  const say = cliTexts[language];
  const shared = [
    new Option('-o, --output <format>', say.output).choices(['text', 'json', 'markdown']),
    new Option('--lang <language>', say.lang).choices(languages),
    new Option('--no-color', say.noColor),
    new Option('--debug', say.debug),
  ];
  for (const option of shared) {
    if (!command.options.some((own) => own.long === option.long)) command.addOption(option);
  }
}

/** Settles the shared options before a command runs: its own words win, then the program's, then the surroundings. */
export function settleSharedOptions(program: Command, command: Command, surroundings: { readonly lang: Language; readonly color: boolean }): void {
  for (const name of ['output', 'lang', 'color', 'debug']) {
    if (isSaid(command, name)) continue;
    if (isSaid(program, name)) command.setOptionValueWithSource(name, program.getOptionValue(name), 'cli');
    else if (name === 'lang' || name === 'color') command.setOptionValueWithSource(name, surroundings[name], 'env');
    else if (name === 'output' && command.getOptionValue(name) === undefined) command.setOptionValueWithSource(name, 'text', 'default');
  }
  // `optsWithGlobals()` lets the program win, so the program is told what was settled.
  for (const name of ['output', 'lang', 'color', 'debug']) program.setOptionValueWithSource(name, command.getOptionValue(name), 'cli');
}

function isSaid(command: Command, name: string): boolean {
  return command.getOptionValueSource(name) === 'cli';
}

/** Colour only for a person's terminal; https://no-color.org and FORCE_COLOR are obeyed. */
export function wantsColor(env: { readonly [name: string]: string | undefined }, isTerminal: boolean): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0';
  return isTerminal && env['TERM'] !== 'dumb';
}
