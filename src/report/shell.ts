/** A word a shell takes as it is; anything else in single quotes. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** True for a name Kubernetes could have given: nothing else may become part of a command that a reader is asked to run. */
export function isObjectName(text: string): boolean {
  return text.length <= 253 && /^[a-zA-Z0-9](?:[\w.:-]*[a-zA-Z0-9])?$/.test(text);
}

/** A command over several lines that a shell still takes as one: broken at spaces outside quotes, with ` \` at the end. */
export function shellLines(command: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of joined(words(command))) {
    const indent = lines.length === 0 ? '' : '  ';
    if (line === '') line = indent + word;
    else if (line.length + 1 + word.length <= width - 2) line += ` ${word}`;
    else {
      lines.push(`${line} \\`);
      line = `  ${word}`;
    }
  }
  return [...lines, line];
}

/** An option with its value, and a pipe with what it leads to, stay together. */
function joined(list: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const [index, word] of list.entries()) {
    const before = list[index - 1];
    const clings =
      before !== undefined && (before === '|' || before === '--' || before === 'grep' || (/^--?[a-zA-Z][\w-]*$/.test(before) && !/^[-|]/.test(word)));
    if (clings) found.push(`${found.pop() ?? ''} ${word}`);
    else found.push(word);
  }
  return found;
}

/** Splits at single spaces outside quotes; quotes stay. */
function words(command: string): readonly string[] {
  const found: string[] = [];
  let word = '';
  let quote = '';
  for (const character of command) {
    if (character === ' ' && quote === '') {
      if (word !== '') found.push(word);
      word = '';
      continue;
    }
    if (quote === '' && (character === "'" || character === '"')) quote = character;
    else if (character === quote) quote = '';
    word += character;
  }
  return word === '' ? found : [...found, word];
}
