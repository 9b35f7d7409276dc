import type { Json } from './json.ts';
import type { Instant } from './time.ts';

/** A Kubernetes (or Istio, Gateway API, operator) object, by the name a person would type. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly container?: string;
}

/** Where in the input something stands. `file` is the path inside the evidence, `archive.tar.gz!/inner/path` inside archives. */
export interface Place {
  readonly artifact: string;
  readonly file: string;
  readonly object?: ObjectRef;
  /** Dotted path inside the object or document, for example `spec.template.spec.containers[0].args`. */
  readonly path?: string;
  /** 1-based line in the file. */
  readonly line?: number;
}

/** A document that supports a claim about another system. */
export interface Reference {
  readonly title: string;
  readonly url?: string;
  /** The version the claim was checked against, for example `Envoy 1.40.0`. */
  readonly version?: string;
}

/** Something a reader can look up. Defaults and absences are evidence too: they cite their document, or what was searched. */
export type Evidence =
  | { readonly kind: 'field'; readonly at: Place; readonly value: Json }
  | { readonly kind: 'log'; readonly at: Place; readonly text: string; readonly time?: Instant }
  | { readonly kind: 'event'; readonly at: Place; readonly reason: string; readonly text: string; readonly count: number; readonly last?: Instant }
  | { readonly kind: 'metric'; readonly at: Place; readonly series: string; readonly value: number; readonly unit?: string }
  | { readonly kind: 'default'; readonly at: Place; readonly value: Json; readonly documentedBy: Reference }
  | { readonly kind: 'absence'; readonly at: Place; readonly lookedFor: string };

export type NonEmpty<T> = readonly [T, ...T[]];

/** A value and the places it was read from. A number nobody can trace is not a fact. */
export interface Traced<T> {
  readonly value: T;
  readonly from: NonEmpty<Evidence>;
}

/** True when the list has a first element; narrows to `NonEmpty`. */
export function isNonEmpty<T>(list: readonly T[]): list is NonEmpty<T> {
  return list.length > 0;
}
