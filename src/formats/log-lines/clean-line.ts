/** Without byte order mark, carriage return, NUL and terminal colours. Gives the same text when there is nothing to remove. */
export function cleanLine(line: string): string {
  let text = line;
  if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
  if (text.charCodeAt(text.length - 1) === 13) text = text.slice(0, -1);
  if (text.includes('\u0000')) text = text.replaceAll('\u0000', '');
  return text.includes('\u001b') ? text.replaceAll(ansi, '') : text;
}

/** ECMA-48 control sequences and operating-system commands of bounded length. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
const ansi = /\u001b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,256}(?:\u0007|\u001b\\)|[@-Z\\^_])/g;
