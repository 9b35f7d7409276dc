import type { NonEmpty, Reference } from '../../model/evidence.ts';
import type { Bilingual } from '../bilingual.ts';
import type { CauseId } from '../causes.ts';

/** What a piece of text means: what it says, what people wrongly read into it, and which causes it leaves open. */
export interface Meaning {
  readonly says: Bilingual;
  readonly doesNotSay?: Bilingual;
  /** The first release that writes it so, for example `Envoy 1.18`. */
  readonly since?: string;
  /** What older releases wrote instead. */
  readonly before?: Bilingual;
  /** Causes that remain possible when nothing else is known, best first. */
  readonly causes: readonly CauseId[];
  readonly references: NonEmpty<Reference>;
}

/** A meaning found by a pattern. The pattern must be linear: no nested repetition. */
export interface PatternMeaning extends Meaning {
  readonly id: string;
  readonly pattern: RegExp;
}

/** A response-code detail. `flag` is the response flag that goes with it. */
export interface Detail extends Meaning {
  readonly flag?: string;
}
