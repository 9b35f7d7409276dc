import type { Bearing, Cause } from './cause.ts';
import type { Evidence, NonEmpty, ObjectRef, Reference } from './evidence.ts';
import type { Inputs, Needs, NoNeeds } from './source.ts';
import { fillCommand } from './command.ts';
import { type Data, fill, type Texts } from './text.ts';

export type Severity = 'critical' | 'warning' | 'info';

/** A statement an analyzer can make: how bad it is, and what it means for which cause. */
export interface Message {
  readonly severity: Severity;
  /** One sentence, present tense, with the numbers; `{holes}` are filled from the report's data. */
  readonly text: string;
  readonly bearsOn: readonly { readonly cause: Cause; readonly as: Bearing }[];
  /** A setting that could fail but is not proven to: listed under risks when it explains no failure. */
  readonly risk?: boolean;
  /**
   * A setting that looks like a remedy and does not act where it is needed: never a fault, no vote, listed on its own. `seeWith`: commands by
   * which a person sees what acts instead; their `{holes}` are filled from the details' `names` and `data`.
   */
  readonly withoutEffect?: { readonly seeWith: NonEmpty<string> };
}
export type Messages = { readonly [id: string]: Message };

/** What an analyzer says when a message holds. */
export interface Details<M extends Message> {
  readonly subject: ObjectRef;
  readonly data: Data<M['text']>;
  readonly evidence: NonEmpty<Evidence>;
  /** Hop id, for example `vminsert-sidecar->vminsert`. */
  readonly hop?: string;
  /** The incident it speaks of. Absent: it speaks of the state, not of failures. */
  readonly incident?: string;
  /** Indices into that incident's failures that this finding accounts for. */
  readonly explains?: readonly number[];
  /** For a fault that fails every time: the service (`name.namespace`) whose requests must fail. */
  readonly predicts?: string;
  /**
   * With a message that is `withoutEffect`, and only then: the cause that the setting looks like a remedy for, what acts in its place, and
   * names for the commands. `evidence` begins with the setting itself.
   */
  readonly withoutEffect?: {
    readonly meantFor: Cause;
    readonly instead: NonEmpty<Evidence>;
    readonly names?: { readonly [hole: string]: string | number };
  };
}

/** What is known of a setting without effect besides its finding. */
export interface WithoutEffect {
  /** Id of the cause that the setting looks like a remedy for. */
  readonly meantFor: string;
  /** What acts in its place; a default or an absence where nothing is set there. */
  readonly instead: NonEmpty<Evidence>;
  /** Commands by which a person sees the same. */
  readonly seeWith: readonly string[];
}

/** A statement made, with its evidence: the only thing a cause is judged by. */
export interface Finding {
  readonly id: string;
  readonly analyzer: string;
  readonly message: string;
  readonly severity: Severity;
  readonly text: string;
  readonly data: { readonly [hole: string]: string | number };
  readonly subject: ObjectRef;
  readonly evidence: NonEmpty<Evidence>;
  readonly hop?: string;
  readonly incident?: string;
  /** Indices into the incident's failures; inside the engine only. */
  readonly explains?: readonly number[];
  /** How many failures it accounts for; what a Diagnosis carries instead of the indices. */
  readonly explainsFailures?: number;
  readonly predicts?: string;
  readonly risk?: boolean;
  readonly withoutEffect?: WithoutEffect;
  readonly bearsOn: readonly { readonly cause: string; readonly as: Bearing }[];
}

export type Report<M extends Messages> = <K extends keyof M & string>(message: K, details: Details<M[K]>) => Finding;

export interface AnalyzerMeta {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly references: NonEmpty<Reference>;
  /** `context`: tells what failures led to, or what a remedy must know, not why they came; bears on no cause. Absent: it speaks of causes. */
  readonly about?: 'context';
}

interface Analyzer<N extends Needs, W extends Needs, M extends Messages> {
  readonly meta: AnalyzerMeta;
  /** All present, or the analyzer is skipped with a reason. */
  readonly needs: N;
  /** Each may be undefined. */
  readonly wants?: W;
  readonly messages: M;
  readonly analyze: (input: Inputs<N> & Partial<Inputs<W>>, report: Report<M>) => Iterable<Finding>;
}

/** An analyzer with its generics erased: what registries and the engine hold. */
export interface AnyAnalyzer {
  readonly meta: AnalyzerMeta & { readonly docs: string };
  readonly needs: Needs;
  readonly wants: Needs;
  readonly messages: Messages;
  readonly analyze: (input: never, report: Report<Messages>) => Iterable<Finding>;
}

export function defineAnalyzer<const N extends Needs, const M extends Messages, const W extends Needs = NoNeeds>(analyzer: Analyzer<N, W, M>): AnyAnalyzer {
  return {
    meta: { ...analyzer.meta, docs: `docs/analyzers.md#${analyzer.meta.id}` },
    needs: analyzer.needs,
    wants: analyzer.wants ?? {},
    messages: analyzer.messages,
    analyze: analyzer.analyze as AnyAnalyzer['analyze'],
  };
}

/** The `report` function handed to an analyzer: makes a finding of a message id and its details. */
export function reporter(analyzer: AnyAnalyzer): Report<Messages> {
  return (message, details) => {
    const definition = analyzer.messages[message];
    if (definition === undefined) throw new Error(`${analyzer.meta.id} has no message ${message}`);
    const { subject, evidence, hop, incident, explains, predicts } = details;
    const data: { readonly [hole: string]: string | number } = details.data;
    const withoutEffect = effectOf(`${analyzer.meta.id}/${message}`, definition, details);
    return {
      id: `${analyzer.meta.id}/${message}:${[incident, hop, subject.kind, subject.namespace, subject.name, subject.container].filter(Boolean).join(':')}`,
      analyzer: analyzer.meta.id,
      message: `${analyzer.meta.id}/${message}`,
      severity: definition.severity,
      text: fill(definition.text, data),
      data,
      subject,
      evidence,
      ...(hop === undefined ? {} : { hop }),
      ...(incident === undefined ? {} : { incident }),
      ...(explains === undefined ? {} : { explains }),
      ...(predicts === undefined ? {} : { predicts }),
      ...(definition.risk === undefined ? {} : { risk: definition.risk }),
      ...(withoutEffect === undefined ? {} : { withoutEffect }),
      bearsOn: definition.bearsOn.map(({ cause, as }) => ({ cause: cause.id, as })),
    };
  };
}

function effectOf(id: string, message: Message, { withoutEffect, data }: Details<Message>): WithoutEffect | undefined {
  if (message.withoutEffect === undefined && withoutEffect === undefined) return undefined;
  if (message.withoutEffect === undefined || withoutEffect === undefined)
    throw new Error(`${id}: that it is without effect must be said by the message and by its details`);
  const { meantFor, instead, names } = withoutEffect;
  return { meantFor: meantFor.id, instead, seeWith: message.withoutEffect.seeWith.map((command) => fillCommand(command, { ...data, ...names })) };
}

/** A translation of an analyzer's messages. The compiler checks that every message is there. */
export function translate<M extends Messages>(_messages: M, texts: { readonly [K in keyof M]: string }): Texts {
  return texts;
}
