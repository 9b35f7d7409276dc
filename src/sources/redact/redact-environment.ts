import { keptValue } from '../bundle/redact.ts';

/** `kubectl describe` shows variables under `Environment:`, one a line; their values go as those of a Pod do. */
export function redactEnvironment(text: string): string {
  if (!/^\s*Environment:/m.test(text)) return text;
  let indent = -1;
  return text
    .split('\n')
    .map((line) => {
      const depth = line.search(/\S/);
      if (/^\s*Environment:/.test(line)) {
        indent = depth;
        return line;
      }
      if (indent === -1 || depth === -1) return line;
      if (depth <= indent) {
        indent = -1;
        return line;
      }
      const [, start = '', name = '', value = ''] = /^(\s+([A-Za-z_][\w.-]{0,200}):\s{1,200})(\S.*)$/.exec(line) ?? [];
      // References to where a value is kept are no values.
      return name === '' || value.startsWith('<') ? line : `${start}${keptValue(name, value)}`;
    })
    .join('\n');
}
