/** A line of a text and its number in the file. */
export interface Line {
  readonly text: string;
  readonly number: number;
}

/** The lines one by one, without holding them all; `first` is the 1-based number of the first. */
export function* linesOf(text: string, first: number): Generator<Line> {
  let from = 0;
  for (let number = first; from <= text.length; number += 1) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    yield { text: text.slice(from, text[to - 1] === '\r' ? to - 1 : to), number };
    if (end < 0) return;
    from = end + 1;
  }
}
