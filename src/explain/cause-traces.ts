import { type Language, inLanguage } from '../knowledge/bilingual.ts';
import type { CauseId } from '../knowledge/causes.ts';
import { applicationBodies } from '../knowledge/envoy/application-bodies.ts';
import { details } from '../knowledge/envoy/details.ts';
import type { Meaning } from '../knowledge/envoy/meaning.ts';
import { resetReasons } from '../knowledge/envoy/reset-reasons.ts';
import { responseFlags } from '../knowledge/envoy/response-flags.ts';
import { transportFailures } from '../knowledge/envoy/transport-failures.ts';

/** Where a cause shows in texts; in each list the most telling first. */
export interface CauseTraces {
  readonly flags: readonly { readonly flag: string; readonly name: string; readonly since?: string }[];
  readonly details: readonly string[];
  readonly resetReasons: readonly string[];
  /** What a transport failure reason says when it may be this cause. */
  readonly transportFailures: readonly string[];
  /** Sentences of applications. */
  readonly bodies: readonly { readonly program: string; readonly says: string }[];
}

const mostOfAKind = 12;

/** What texts may leave a cause open, read off the same tables that `explain` reads in the other direction. */
export function tracesOf(id: CauseId, language: Language): CauseTraces {
  return {
    flags: naming(id, Object.entries(responseFlags), ([, flag]) => flag).map(([flag, { longName, since }]) => ({
      flag,
      name: longName,
      ...(since === undefined ? {} : { since }),
    })),
    details: naming(id, Object.entries(details), ([, detail]) => detail).map(([name]) => name),
    resetReasons: naming(id, Object.entries(resetReasons), ([, reason]) => reason).map(([reason]) => reason),
    transportFailures: naming(id, transportFailures, (failure) => failure).map(({ says }) => inLanguage(says, language)),
    bodies: naming(id, applicationBodies, (body) => body).map(({ program, says }) => ({ program, says: inLanguage(says, language) })),
  };
}

/** Entries that leave the cause open, those first where it stands nearest to the front. */
function naming<T>(id: CauseId, entries: readonly T[], meaning: (entry: T) => Meaning): readonly T[] {
  return entries
    .filter((entry) => meaning(entry).causes.includes(id))
    .toSorted((a, b) => meaning(a).causes.indexOf(id) - meaning(b).causes.indexOf(id))
    .slice(0, mostOfAKind);
}
