import type { Argument, HelpConfiguration, Option } from 'commander';
import { fill } from '../model/text.ts';
import { safe } from '../report/safe.ts';
import type { Language } from './language.ts';
import { cliTexts } from './texts.ts';

/** How the help is written: commander's own fixed words in the reader's language. Every command inherits it. */
export function helpWords(language: Language): HelpConfiguration {
  const say = cliTexts[language];
  const headings = new Map([
    ['Usage:', say.usageHeading],
    ['Arguments:', say.argumentsHeading],
    ['Options:', say.optionsHeading],
    ['Commands:', say.commandsHeading],
  ]);
  return {
    showGlobalOptions: false,
    styleTitle: (title) => headings.get(title) ?? title,
    optionDescription: (option) => described(option, language),
    argumentDescription: (argument) => described(argument, language),
  };
}

function described({ description, argChoices }: Pick<Option | Argument, 'description' | 'argChoices'>, language: Language): string {
  const choices = argChoices === undefined ? [] : [fill(cliTexts[language].choices, { values: argChoices.join(', ') })];
  return [description, ...choices].join(language === 'en' ? ' ' : '');
}

/** Commander repeats what was typed: line by line, nothing that a terminal obeys gets out. */
export function safeLines(text: string): string {
  return text.split('\n').map(safe).join('\n');
}
