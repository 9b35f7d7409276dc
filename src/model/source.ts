import type { NonEmpty } from './evidence.ts';
import type { Json } from './json.ts';

/** Who a piece of evidence is about, read from its content or, failing that, from its path. */
export interface Identity {
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  /** True for the log of the container's previous life. */
  readonly previous?: boolean;
}

/** One parsed document of the input, before an artifact makes sense of it. */
export interface RawDocument {
  readonly file: string;
  readonly identity: Identity;
  /** Names taken from path and file name, lower case, best last: hints only. */
  readonly hints: readonly string[];
  readonly body: { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'text'; readonly text: string };
  /** 1-based line where the document starts in the file. */
  readonly line: number;
}

/**
 * A kind of evidence. `recognises` judges a document by its content, `parse` makes the typed value from all recognised
 * documents. Both are pure; a `parse` that throws makes the artifact `failed`, nothing else.
 */
export interface Artifact<T> {
  readonly kind: 'artifact';
  readonly id: string;
  readonly title: string;
  /** Commands by which a person gathers it; `{namespace}` and `{pod}` may stand in them. */
  readonly collectWith: NonEmpty<string>;
  /** Put there by the engine: nobody can collect it, and its absence is no gap. */
  readonly isOfEngine?: true;
  readonly recognises: (document: RawDocument) => boolean;
  readonly parse: (documents: readonly RawDocument[]) => T;
}

/** A value derived from artifacts and other facts; pure and memoised per snapshot. */
export interface Fact<T> {
  readonly kind: 'fact';
  readonly id: string;
  readonly needs: Needs;
  readonly wants: Needs;
  readonly derive: (input: never) => T;
}

export type Source<T> = Artifact<T> | Fact<T>;
export type Needs = Readonly<Record<string, Source<unknown>>>;
export type NoNeeds = Record<never, never>;
export type ValueOf<S> = S extends Artifact<infer T> ? T : S extends Fact<infer T> ? T : never;
export type Inputs<N extends Needs> = { readonly [K in keyof N]: ValueOf<N[K]> };

export function defineArtifact<T>(artifact: Omit<Artifact<T>, 'kind'>): Artifact<T> {
  return { kind: 'artifact', ...artifact };
}

/** `needs` must all be there, or the fact is absent; each of `wants` may be undefined. `derive` gives undefined when nothing it could be made of is there. */
export function defineFact<const N extends Needs, T, const W extends Needs = NoNeeds>(fact: {
  readonly id: string;
  readonly needs: N;
  readonly wants?: W;
  readonly derive: (input: Inputs<N> & Partial<Inputs<W>>) => T | undefined;
}): Fact<T> {
  return { kind: 'fact', id: fact.id, needs: fact.needs, wants: fact.wants ?? {}, derive: fact.derive as Fact<T>['derive'] };
}

/** What became of one artifact: absence is an answer. */
export type Gathered =
  | { readonly status: 'ok'; readonly value: unknown }
  | { readonly status: 'absent'; readonly reason: string }
  | { readonly status: 'failed'; readonly error: string };

/** Evidence by artifact id. `Json` is only promised for what ends in a Diagnosis. */
export type Artifacts = { readonly [id: string]: Gathered };
export type { Json };
