/** One JSON value found in a text, and the line it starts on. */
export interface JsonValue {
  readonly value: unknown;
  readonly line: number;
}

export interface JsonReading {
  readonly values: readonly JsonValue[];
  /** Lines on which something that looked like JSON could not be read. */
  readonly broken: readonly number[];
  /** Where the text ends in the middle of a value, and how many complete items before that were kept. */
  readonly cutOff?: { readonly line: number; readonly kept: number };
}

/** All JSON values of a text: one, several after another, with other text between them, and as much as can be had of a cut-off one. */
export function readJsonValues(text: string): JsonReading {
  const whole = parsed(text);
  if (whole !== undefined) return { values: [{ value: whole.value, line: 1 }], broken: [] };
  const values: JsonValue[] = [];
  const broken: number[] = [];
  let position = 0;
  let line = 1;
  let counted = 0;
  const lineAt = (offset: number): number => {
    for (let next = text.indexOf('\n', counted); next !== -1 && next < offset; next = text.indexOf('\n', counted)) {
      line += 1;
      counted = next + 1;
    }
    return line;
  };
  for (let start = nextStart(text, position); start !== -1; start = nextStart(text, position)) {
    const extent = scan(text, start);
    const startLine = lineAt(start);
    if (extent.end === undefined) {
      const rescued = extent.cut === undefined ? undefined : parsed(text.slice(start, extent.cut) + extent.closers);
      if (rescued === undefined) broken.push(startLine);
      else values.push({ value: named(rescued.value), line: startLine });
      return { values, broken, cutOff: { line: lineAt(text.length), kept: rescued === undefined ? 0 : extent.kept } };
    }
    const value = parsed(text.slice(start, extent.end));
    if (value === undefined) broken.push(startLine);
    else values.push({ value: value.value, line: startLine });
    position = extent.end;
  }
  return { values, broken };
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined; // not valid: the caller looks for the part that is
  }
}

/** The next `{` or `[` that begins a line (or the text): values are not looked for inside prose. */
function nextStart(text: string, from: number): number {
  const opening = /(?:^|\n|[}\]])[ \t\r]*(?=[{[])/g;
  opening.lastIndex = Math.max(0, from - 1);
  const match = opening.exec(text);
  if (match === null) return -1;
  const start = match.index + match[0].length;
  return start >= from ? start : nextStart(text, from + 1);
}

interface Extent {
  readonly end?: number;
  /** Where to cut an unfinished value so that only complete list items stay, and what then closes it. */
  readonly cut?: number;
  readonly closers: string;
  readonly kept: number;
}

const DEEPEST_CUT = 4;

/** Follows one value to its end, or notes where its last complete list item ended. */
function scan(text: string, start: number): Extent {
  const stack: string[] = [];
  let cut: number | undefined;
  let closers = '';
  let kept = 0;
  let isList = false;
  const token = /["{}[\],]/g;
  token.lastIndex = start;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const sign = match[0];
    if (sign === '"') {
      const close = endOfString(text, match.index + 1);
      if (close === -1) break;
      if (stack.length === 1 && close - match.index === 6 && text.startsWith('"items"', match.index)) isList = true;
      token.lastIndex = close + 1;
    } else if (sign === '{' || sign === '[') stack.push(sign === '{' ? '}' : ']');
    else if (sign === ',') {
      if (stack.at(-1) !== ']' || stack.length > (isList ? 2 : DEEPEST_CUT)) continue;
      cut = match.index;
      closers = stack.toReversed().join('');
    } else {
      if (stack.pop() !== sign) return { end: match.index + 1, closers: '', kept: 0 };
      if (stack.length === 0) return { end: match.index + 1, closers: '', kept: 0 };
      if (sign === '}' && stack.at(-1) === ']' && stack.length <= (isList ? 2 : DEEPEST_CUT)) {
        cut = match.index + 1;
        closers = stack.toReversed().join('');
        kept += 1;
      }
    }
  }
  return { ...(cut === undefined ? {} : { cut }), closers, kept };
}

function endOfString(text: string, from: number): number {
  for (let close = text.indexOf('"', from); close !== -1; close = text.indexOf('"', close + 1)) {
    let slashes = 0;
    while (text[close - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return close;
  }
  return -1;
}

/** `kubectl` writes a list's kind after its items, so a cut-off list has lost it. */
function named(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('items' in value) || 'kind' in value) return value;
  return { ...value, kind: 'List' };
}
