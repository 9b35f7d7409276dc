import { type Language, inLanguage } from '../knowledge/bilingual.ts';
import { type CauseGroup, type CauseId, causeNames, causeTitle, isCauseId } from '../knowledge/causes.ts';
import { remediesFor } from '../knowledge/remedies-for.ts';
import type { AnyAnalyzer } from '../model/analyzer.ts';
import type { Bearing, Cause, CauseTranslation, Remedy } from '../model/cause.ts';
import { fillCommand } from '../model/command.ts';
import type { Reference } from '../model/evidence.ts';
import { fill, type Texts } from '../model/text.ts';
import { type CauseTraces, tracesOf } from './cause-traces.ts';

/** All that a page is made from: what ships, handed in because this layer knows no cause and no analyzer. */
export interface CauseSources {
  readonly causes: readonly Cause[];
  readonly causesZhTW: { readonly [causeId: string]: CauseTranslation };
  readonly analyzers: readonly AnyAnalyzer[];
  readonly analyzersZhTW: { readonly [analyzerId: string]: Texts };
}

/** One thing that an analyzer can say of the cause. `says` keeps its `{holes}`: the numbers come with an incident. */
export interface CauseWitness {
  readonly as: Bearing;
  /** `analyzer/message`. */
  readonly message: string;
  readonly says: string;
}

export interface PageRemedy {
  readonly id: string;
  readonly purpose: Remedy['purpose'];
  readonly risk: Remedy['risk'];
  readonly text: string;
  /** Istio versions it holds for; absent = all. */
  readonly istio?: string;
  readonly verifyWith: readonly string[];
  readonly undoWith: readonly string[];
}

/** Everything that is known of one cause, in one language. Plain JSON. Names of an incident are capitals: `SERVER`, `NAMESPACE`. */
export interface CausePage {
  readonly id: CauseId;
  readonly title: string;
  readonly group: CauseGroup;
  readonly explanation: string;
  readonly closedBy?: 'client' | 'server' | 'network' | 'proxy';
  readonly onTheWire?: string;
  readonly traces: CauseTraces;
  /** Strongest bearing first. */
  readonly witnesses: readonly CauseWitness[];
  readonly confusedWith: readonly { readonly cause: string; readonly title: string; readonly tellApart: string }[];
  readonly seeWith: readonly { readonly command: string; readonly shows: string }[];
  readonly provenBy?: string;
  /** There when no analyzer can say what proves it: then `provenBy` is what a person has to do. */
  readonly beyondOneBundle?: true;
  readonly remedies: readonly PageRemedy[];
  readonly references: readonly Reference[];
}

const bearings: readonly Bearing[] = ['proves', 'supports', 'hints', 'opposes', 'excludes'];

/** What the holes of remedies are called where no incident fills them. */
const placeholders: Readonly<Record<string, string>> = Object.fromEntries(
  ['namespace', 'server', 'client', 'service', 'container', 'pod', 'port', 'writer', 'flags'].map((hole) => [hole, hole.toUpperCase()]),
);
const names = { ...placeholders, writerNamespace: 'WRITER-NAMESPACE' };

/**
 * The page of a cause, or undefined when no cause that ships has that id. With an Istio version only remedies that act in it; without one
 * all, each with its versions.
 */
export function causePage(id: string, sources: CauseSources, language: Language, istio?: string): CausePage | undefined {
  const cause = sources.causes.find((candidate) => candidate.id === id);
  if (cause === undefined || !isCauseId(id)) return undefined;
  const translation = language === 'en' ? undefined : sources.causesZhTW[id];
  const guide = translation?.guide;
  const witnesses = witnessesOf(id, sources, language);
  return {
    id,
    title: translation?.title ?? cause.title,
    group: causeNames[id].group,
    explanation: translation?.explanation ?? cause.explanation,
    ...(cause.closedBy === undefined ? {} : { closedBy: cause.closedBy }),
    ...(cause.guide === undefined ? {} : { onTheWire: guide?.onTheWire ?? cause.guide.onTheWire, provenBy: guide?.provenBy ?? cause.guide.provenBy }),
    ...(witnesses.some(({ as }) => as === 'proves') ? {} : { beyondOneBundle: true }),
    traces: tracesOf(id, language),
    witnesses,
    confusedWith: (cause.guide?.confusedWith ?? []).map(({ cause: other, tellApart }) => ({
      cause: other,
      title: isCauseId(other) ? causeTitle(other, language) : other,
      tellApart: guide?.confusedWith[other] ?? tellApart,
    })),
    seeWith: (cause.guide?.seeWith ?? []).map(({ command, shows }, index) => ({
      command: fillCommand(command, names),
      shows: fill(guide?.seeWith[index] ?? shows, names),
    })),
    remedies: remediesFor(cause, istio).map((remedy) => ({
      id: remedy.id,
      purpose: remedy.purpose,
      risk: remedy.risk,
      text: fill(translation?.remedies[remedy.id] ?? remedy.text, names),
      ...(remedy.istio === undefined ? {} : { istio: remedy.istio }),
      verifyWith: remedy.verifyWith.map((command) => fillCommand(command, names)),
      undoWith: remedy.undoWith.map((command) => fillCommand(command, names)),
    })),
    references: cause.references,
  };
}

function witnessesOf(id: CauseId, { analyzers, analyzersZhTW }: CauseSources, language: Language): readonly CauseWitness[] {
  const found = analyzers.flatMap(({ meta, messages }) =>
    Object.entries(messages).flatMap(([message, { text, bearsOn }]) =>
      bearsOn
        .filter(({ cause }) => cause.id === id)
        .map(({ as }) => ({
          as,
          message: `${meta.id}/${message}`,
          says: inLanguage({ en: text, zhTW: analyzersZhTW[meta.id]?.[message] ?? text }, language),
        })),
    ),
  );
  return found.toSorted((a, b) => bearings.indexOf(a.as) - bearings.indexOf(b.as) || (a.message < b.message ? -1 : 1));
}
