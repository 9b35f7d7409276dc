import type { NonEmpty, Reference } from './evidence.ts';

/** How a finding bears on a cause. */
export type Bearing = 'proves' | 'supports' | 'hints' | 'opposes' | 'excludes';

/**
 * What a person can do about a cause. `{namespace}`, `{server}`, `{client}`, `{service}`, `{container}`, `{pod}`, `{port}` may stand in text and commands;
 * `{writer}`, `{writerNamespace}`, `{flags}` are the workload whose proxy logged most of the failures, and their flags as an alternation (`UC|URX,UF`).
 */
export interface Remedy {
  readonly id: string;
  readonly purpose: 'repair' | 'mitigate' | 'prevent';
  readonly risk: 'none' | 'config-reload' | 'pod-restart' | 'traffic-change';
  readonly text: string;
  readonly verifyWith: NonEmpty<string>;
  readonly undoWith: readonly string[];
  /** Istio minor versions it holds for, for example `>=1.21` or `<1.21`; absent = all. */
  readonly istio?: string;
  /** Findings (`analyzer/message`) of which one must speak for the cause, where a remedy is for one way of it only. Absent = all ways. */
  readonly where?: NonEmpty<string>;
  readonly references?: readonly Reference[];
}

/** Another cause that looks alike, and what tells the two apart. */
export interface LookAlike {
  readonly cause: string;
  readonly tellApart: string;
}

/** A command by which a person sees a cause, and what it shows where the cause holds. The holes of a remedy may stand in the command. */
export interface Sight {
  readonly command: string;
  readonly shows: string;
}

/** What a person reads of a cause besides its explanation: on its page, and by `why503 explain ID`. */
export interface CauseGuide {
  /** What passes on the wire, in order, and which side's log says what. */
  readonly onTheWire: string;
  readonly confusedWith: NonEmpty<LookAlike>;
  readonly seeWith: NonEmpty<Sight>;
  /** The evidence that decides it; what has to be done for it, where no bundle holds it. */
  readonly provenBy: string;
}

/** A root cause: public, stable id. What it explains is said by analyzers; here stands what it is. */
export interface Cause {
  readonly id: string;
  readonly title: string;
  readonly explanation: string;
  /** Ids of causes that its failures look like: they say how requests end, this one why. Where both explain the same failures, this one comes first. */
  readonly showsAs?: readonly string[];
  /** Which side ends the connection, where the cause fixes that. */
  readonly closedBy?: 'client' | 'server' | 'network' | 'proxy';
  /** Log10-odds × 10 before any evidence, from how often it is met; 0 = no opinion. */
  readonly priorDb: number;
  readonly references: NonEmpty<Reference>;
  readonly remedies: NonEmpty<Remedy>;
  /** Every cause that ships has one. */
  readonly guide?: CauseGuide;
}

export function defineCause<const C extends Cause>(cause: C): C {
  return cause;
}

/** A cause in another language; `remedies` by remedy id. */
export interface CauseTranslation {
  readonly title: string;
  readonly explanation: string;
  readonly remedies: { readonly [remedyId: string]: string };
  readonly guide?: GuideTranslation;
}

/** A guide in another language: `confusedWith` by cause id, `seeWith` what each command shows, in the order of the commands. */
export interface GuideTranslation {
  readonly onTheWire: string;
  readonly confusedWith: { readonly [causeId: string]: string };
  readonly seeWith: NonEmpty<string>;
  readonly provenBy: string;
}
