/**
 * Text for people. English is written where it is said; every text has an id, so a catalogue can say it in another language
 * from the same data.
 */
export type Holes<S extends string> = S extends `${string}{${infer N}}${infer R}` ? Name<N> | Holes<R> : never;

/** What a hole is called: `{rows|row|rows}` is filled by the value of `rows`. */
type Name<Hole extends string> = Hole extends `${infer N}|${string}` ? N : Hole;

/** The values a text needs, read off its `{holes}`. */
export type Data<S extends string> = { readonly [K in Holes<S>]: string | number };

/** Something said to a person: id and data say it in any language, `text` is the English. */
export interface Said {
  readonly id: string;
  readonly text: string;
  readonly data: { readonly [hole: string]: string | number };
}

/** Texts by local id. */
export type Texts = { readonly [id: string]: string };

/** A translation has the same ids, and no hole that the original lacks. */
export type Translation<T extends Texts> = { readonly [K in keyof T]: string };

/**
 * Fills the `{holes}` of a template; `{rows|row|rows}` becomes the first word where `rows` is 1, else the second. A hole without data stays visible, so
 * a defect shows instead of vanishing.
 */
export function fill(template: string, data: { readonly [hole: string]: string | number }): string {
  return template.replaceAll(/\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g, (whole, hole: string, one?: string, many?: string) => {
    const value = data[hole];
    if (value === undefined) return whole;
    return (String(value) === '1' ? one : many) ?? String(value);
  });
}

/** A function that says texts of one catalogue: `say('noPods', { service })`. */
export type Say<T extends Texts> = <K extends keyof T & string>(id: K, ...data: [Holes<T[K]>] extends [never] ? [] : [Data<T[K]>]) => Said;

/** Binds a catalogue to a prefix, for example `coverage/unknownFormat`. */
export function speaker<const T extends Texts>(prefix: string, texts: T): Say<T> {
  return (id, ...data) => {
    const values = (data[0] ?? {}) as { readonly [hole: string]: string | number }; // erased: the rest tuple proves the shape to the caller
    return { id: `${prefix}/${id}`, text: fill(texts[id] ?? id, values), data: values };
  };
}
