/** The text of a template literal without the indentation of the code around it, and without blank lines at either end. */
export function dedent(strings: TemplateStringsArray, values: readonly unknown[]): string {
  const text = strings.raw.map((part, index) => part + (index < values.length ? String(values[index]) : '')).join('');
  const lines = text.split('\n');
  while (lines[0]?.trim() === '') lines.shift();
  while (lines.at(-1)?.trim() === '') lines.pop();
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent)).join('\n');
}
