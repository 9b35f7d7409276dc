/**
 * A report before it is printed: blocks of text in the reader's language. Strings are as they came from the input; the printers
 * make every one of them safe, so nothing else has to.
 */
export type Tone = 'bad' | 'good' | 'warn' | 'strong' | 'dim' | 'plain';

/** What a line says at a glance; printed as a sign, which ASCII output spells differently. */
export type Mark = 'bad' | 'good' | 'open' | 'for' | 'against' | 'point' | 'place' | 'step';

export type Block =
  | { readonly kind: 'headline'; readonly tone: Tone; readonly mark: Mark; readonly label: string; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone?: Tone }
  /** Label and value in two columns. A pair with an empty label continues the one above. */
  | { readonly kind: 'pairs'; readonly rows: readonly Pair[] }
  | { readonly kind: 'items'; readonly items: readonly Item[] }
  | { readonly kind: 'commands'; readonly label: string; readonly commands: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly Row[] }
  | { readonly kind: 'chain'; readonly links: readonly Link[]; readonly key: string }
  /** A plot: one bar per row, as long as its value is great. */
  | { readonly kind: 'bars'; readonly title: string; readonly rows: readonly Bar[] }
  /** Lines as they are; verbatim ones are not broken at the width, for they are copied from here. */
  | { readonly kind: 'raw'; readonly lines: readonly string[]; readonly isVerbatim?: boolean };

export type Pair = readonly [label: string, value: string];

export interface Row {
  readonly cells: readonly string[];
  readonly tone?: Tone;
}

export interface Item {
  readonly mark: Mark;
  readonly text: string;
  readonly tone?: Tone;
  /** Where the text leads: a web address, or a file beside the page. Shown where the output has links. */
  readonly link?: string;
  readonly below?: readonly Block[];
}

/** One bar of a plot; `value` is 0 or more, `shown` what is written beside it. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly shown: string;
  readonly tone?: Tone;
}

/** A station of the path and the arrow that leads away from it (absent at the end). */
export interface Link {
  readonly name: string;
  readonly proxy: boolean;
  readonly arrow?: { readonly broken: boolean; readonly limits: string };
}

/** Colours, made by whoever prints; the default paints nothing. */
export type Paint = { readonly [T in Tone]: (text: string) => string };

const asIs = (text: string): string => text;
export const noPaint: Paint = { bad: asIs, good: asIs, warn: asIs, strong: asIs, dim: asIs, plain: asIs };

/** How a terminal wants its text. */
export interface Terminal {
  readonly width: number;
  readonly paint: Paint;
  readonly ascii: boolean;
}

/** The first `most` of a list, and one more entry that counts the rest. */
export function limited<T>(list: readonly T[], most: number, rest: (count: number) => T): readonly T[] {
  return list.length <= most + 1 ? list : [...list.slice(0, most), rest(list.length - most)];
}

/** A block only when there is something in it. */
export function when(condition: boolean, ...blocks: readonly Block[]): readonly Block[] {
  return condition ? blocks : [];
}
