import type { Reference } from '../model/evidence.ts';
import type { Language } from '../knowledge/bilingual.ts';
import type { CauseId } from '../knowledge/causes.ts';
import type { CausePage } from './cause-page.ts';
import type { AskedVersions, VersionAnswer } from './version-answer.ts';
import type { KeepAliveAnswer } from './keep-alive-types.ts';

export type ExplanationKind =
  | 'access-log'
  | 'error-body'
  | 'flag'
  | 'details'
  | 'transport-failure'
  | 'client-log'
  | 'status'
  | 'other-proxy'
  | 'container-end'
  | 'istio-field'
  | 'keep-alive'
  | 'cause'
  | 'unknown';

/** Who wrote the status or flag, as far as the text alone can tell. */
export type Writer =
  | 'application'
  | 'server-sidecar'
  | 'client-proxy'
  | 'client-sidecar'
  | 'next-hop'
  | 'some-envoy'
  | 'other-proxy'
  | 'client'
  | 'kubelet'
  | 'unknown';

export interface WrittenBy {
  readonly by: Writer;
  readonly sure: 'certain' | 'likely' | 'unknown';
  readonly says: string;
  /** The proxy whose log the row is, where that is another party than the one that made the status. */
  readonly row?: Writer;
  /** The link that failed, for example `sidecar->application:8480`. */
  readonly hop?: string;
  /** The program, where the text names it. */
  readonly program?: string;
}

/** One recognised piece of the text. */
export interface ExplainedPart {
  readonly part: string;
  readonly says: string;
  readonly doesNotSay?: string;
  readonly since?: string;
  readonly before?: string;
  readonly references: readonly Reference[];
}

export interface RemainingCause {
  readonly id: CauseId;
  readonly title: string;
  readonly why: string;
  /** Ids of the `next` observations that tell it from the others. */
  readonly separatedBy: readonly string[];
}

export interface ExcludedCause {
  readonly id: CauseId;
  readonly title: string;
  readonly why: string;
}

export interface NextStep {
  readonly id: string;
  readonly observation: string;
  readonly command: string;
  readonly separates: readonly CauseId[];
}

/** What a text says and does not say. Plain JSON. */
export interface Explanation {
  /** The input, at most 4,096 characters of it. */
  readonly text: string;
  readonly recognized: boolean;
  readonly kind: ExplanationKind;
  readonly fields: { readonly [name: string]: string | number | boolean | readonly string[] };
  readonly parts: readonly ExplainedPart[];
  readonly writtenBy: WrittenBy;
  /** Causes that remain possible, best first. */
  readonly causes: readonly RemainingCause[];
  /** Causes the same text could have had, were it not for the rest of the row. */
  readonly excluded: readonly ExcludedCause[];
  readonly next: readonly NextStep[];
  /** For a question after a keep-alive default: what is known, or the nearest names when the one asked for is unknown. */
  readonly keepAlive?: KeepAliveAnswer;
  /** What depends on the version, for the one asked for or for each range; absent where nothing does. */
  readonly versions?: VersionAnswer;
  /** For the id of a cause: its page. */
  readonly cause?: CausePage;
}

export interface ExplainOptions extends AskedVersions {
  readonly language?: Language;
}
