import type { Finding } from './analyzer.ts';
import type { Cause } from './cause.ts';
import type { Incident, RankedCause } from './diagnosis.ts';
import type { Evidence, NonEmpty, ObjectRef, Place, Reference } from './evidence.ts';
import type { Json } from './json.ts';
import type { Inputs, Needs, NoNeeds } from './source.ts';
import { type Data, fill, type Said, type Texts } from './text.ts';

/** A field that is set, where it had another value or none. `null` is no value. */
export interface FieldChange {
  /** Dotted, `spec.trafficPolicy.connectionPool.http.idleTimeout`. */
  readonly path: string;
  readonly from: Json;
  readonly to: Json;
}

/** An object as a person writes it. */
export type Manifest = { readonly [key: string]: Json };

/**
 * What is to be done to one object, as a server-side-apply patch: `object` holds the fields that are set and nothing else. `result` is the whole object as it
 * will stand, which the definitions are asked about. `undo` is what is applied, with the same field manager, to have it as it was; absent for a new object,
 * which is deleted.
 */
export interface Change {
  readonly verb: 'create' | 'update';
  readonly target: ObjectRef;
  readonly object: Manifest;
  readonly result: Manifest;
  readonly fields: readonly FieldChange[];
  readonly undo?: Manifest;
  /** Where a Helm release that writes the object keeps what is changed: a path into its values. */
  readonly values?: { readonly release: string; readonly path: NonEmpty<string>; readonly to: Json };
  /** Where the object stands in the evidence. */
  readonly at?: Place;
}

/** A repair for one cause of one incident: what is changed, what that disturbs, and what it cannot do. */
export interface Proposal {
  /** `FIX:INCIDENT:TARGET`. */
  readonly id: string;
  readonly fix: string;
  readonly cause: string;
  readonly incident: string;
  /** Findings that it does away with. */
  readonly closes: readonly string[];
  readonly title: Said;
  readonly purpose: 'repair' | 'mitigate' | 'prevent';
  readonly risk: 'none' | 'config-reload' | 'pod-restart' | 'traffic-change';
  readonly changes: NonEmpty<Change>;
  /** What it rests on: limits, versions, objects. */
  readonly because: NonEmpty<Evidence>;
  /** What it does not do, or needs beside it. */
  readonly limits: readonly Said[];
  /** What the model says will come of it. */
  readonly effect?: Said;
  readonly verifyWith: NonEmpty<string>;
  /** The lower, the sooner it should be tried. */
  readonly rank: number;
  /** Proposals of one such name mend the cause together, each its part; others for the same cause are alternatives. */
  readonly joint?: string;
}

/** A cause that is named for an incident: what fixes are asked about. */
export interface NamedCause {
  readonly incident: Incident;
  readonly ranked: RankedCause;
  /** The findings that speak for it. */
  readonly findings: readonly Finding[];
}

/** What a fix says of a proposal; `title`, `limits` and `effect` are ids of its texts with their data. */
export interface Proposed<T extends Texts> {
  readonly title: Words<T>;
  readonly purpose: Proposal['purpose'];
  readonly risk: Proposal['risk'];
  readonly changes: NonEmpty<Change>;
  readonly because: NonEmpty<Evidence>;
  readonly limits?: readonly Words<T>[];
  readonly effect?: Words<T>;
  readonly verifyWith: NonEmpty<string>;
  readonly rank?: number;
  /** True where what the fix proposes for one cause belongs together: each object has its part of the fault. */
  readonly isPart?: boolean;
}

/** One of the texts, and what its holes stand for. */
export type Words<T extends Texts> = { [K in keyof T & string]: { readonly say: K; readonly data: Data<T[K]> } }[keyof T & string];

interface FixMeta {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly references: NonEmpty<Reference>;
}

interface Fix<N extends Needs, W extends Needs, T extends Texts> {
  readonly meta: FixMeta;
  /** The causes it repairs. */
  readonly causes: NonEmpty<Cause>;
  readonly needs: N;
  readonly wants?: W;
  readonly texts: T;
  readonly propose: (input: Inputs<N> & Partial<Inputs<W>>, named: NamedCause) => Iterable<Proposed<T>>;
}

/** A fix with its generics erased: what registries and the engine hold. */
export interface AnyFix {
  readonly meta: FixMeta;
  readonly causes: NonEmpty<Cause>;
  readonly needs: Needs;
  readonly wants: Needs;
  readonly texts: Texts;
  readonly propose: (input: never, named: NamedCause) => Iterable<Proposed<Texts>>;
}

export function defineFix<const N extends Needs, const T extends Texts, const W extends Needs = NoNeeds>(fix: Fix<N, W, T>): AnyFix {
  return { ...fix, wants: fix.wants ?? {}, propose: fix.propose as AnyFix['propose'] };
}

/** What a fix says, bound to its catalogue. */
export function saidBy(fix: AnyFix, words: Words<Texts>): Said {
  return { id: `fix/${fix.meta.id}/${words.say}`, text: fill(fix.texts[words.say] ?? words.say, words.data), data: words.data };
}

/** A translation of a fix's texts. The compiler checks that every text is there. */
export function translateFix<T extends Texts>(_texts: T, texts: { readonly [K in keyof T]: string }): Texts {
  return texts;
}
