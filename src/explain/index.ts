import { inLanguage, type Language } from '../knowledge/bilingual.ts';
import { type CauseId, causeTitle } from '../knowledge/causes.ts';
import { causeSigns } from './cause-signs.ts';
import { explainedFields } from './fields.ts';
import { observations } from './observations.ts';
import { keepAliveAnswer } from './keep-alive-answer.ts';
import { istioFieldAnswer } from './istio-field.ts';
import { explainedParts, rowData } from './parts.ts';
import { readSignals } from './read-signals.ts';
import { remainingCauses } from './remaining-causes.ts';
import type { Signals } from './signals.ts';
import type { Explanation, ExplainOptions, ExplanationKind, NextStep } from './types.ts';
import { plainText } from './plain-text.ts';
import { tellsProtocolErrors, versionAnswer } from './version-answer.ts';
import { writtenBy } from './written-by.ts';

export type { CausePage, CauseSources, CauseWitness, PageRemedy } from './cause-page.ts';
export type { CauseTraces } from './cause-traces.ts';
export type { KeepAliveAnswer, KeepAliveFacts, KeepAliveSide } from './keep-alive-types.ts';
export type { AskedVersions, VersionAnswer, VersionNote } from './version-answer.ts';
export type { ExcludedCause, ExplainedPart, Explanation, ExplainOptions, ExplanationKind, NextStep, RemainingCause, WrittenBy, Writer } from './types.ts';

const shownText = 4_096;
const mostSteps = 6;

/**
 * Says what an error text, flag, details string or log line means, who wrote it, which causes remain, and what tells them apart.
 * Pure; any text is accepted, of which at most 16,384 characters are read.
 */
export function explain(text: string, options: ExplainOptions = {}): Explanation {
  const language = options.language ?? 'en';
  const plain = plainText(text);
  const signals = { ...readSignals(plain), protocolErrorsApart: tellsProtocolErrors(options) };
  // Only what is nothing else may be a question: the words stand in error texts too.
  const keepAlive = kindOf(signals) === 'unknown' ? keepAliveAnswer(plain, language) : undefined;
  const isKeepAlive = keepAlive !== undefined && keepAlive.entries.length > 0;
  const fields = kindOf(signals) === 'unknown' && !isKeepAlive ? istioFieldAnswer(plain, language) : undefined;
  const kind = isKeepAlive ? 'keep-alive' : fields !== undefined ? 'istio-field' : kindOf(signals);
  const { causes, excluded, rules } = remainingCauses(signals);
  const next = nextSteps(causes, language);
  const versions = ['unknown', 'keep-alive', 'istio-field'].includes(kind) ? undefined : versionAnswer(plain, signals, options, language);
  const title = (id: CauseId): string => causeTitle(id, language);
  return {
    text: text.slice(0, shownText),
    recognized: kind !== 'unknown',
    kind,
    fields: explainedFields(signals),
    parts: fields ?? explainedParts(signals, rules, language),
    writtenBy: writtenBy(signals, language),
    causes: causes.map((id) => ({
      id,
      title: title(id),
      why: inLanguage(causeSigns[id], language),
      separatedBy: next.filter(({ separates }) => separates.includes(id)).map((step) => step.id),
    })),
    excluded: excluded.map(({ id, rule }) => ({ id, title: title(id), why: inLanguage(rule.says, language, rowData(signals)) })),
    next,
    ...(keepAlive === undefined || fields !== undefined ? {} : { keepAlive }),
    ...(versions === undefined ? {} : { versions }),
  };
}

function kindOf(signals: Signals): ExplanationKind {
  if (signals.row !== undefined || signals.rowShaped) return 'access-log';
  if (signals.otherProxy !== undefined) return 'other-proxy';
  if (signals.clients.length > 0) return 'client-log';
  if (signals.resetBody || signals.application !== undefined || signals.envoyBody !== undefined) return 'error-body';
  if (signals.flags.length > 0) return 'flag';
  if (signals.detail !== undefined || (signals.resetReason !== undefined && signals.transport === undefined)) return 'details';
  if (signals.transport !== undefined) return 'transport-failure';
  if (signals.end !== undefined) return 'container-end';
  if (signals.status !== undefined) return 'status';
  if (signals.serverHostname !== undefined) return 'error-body';
  return signals.cluster?.direction === 'black-hole' ? 'details' : 'unknown';
}

/** The observations that tell most of the remaining causes apart, weighing the better ones more; a lone cause still gets its check. */
function nextSteps(causes: readonly CauseId[], language: Language): readonly NextStep[] {
  const weight = (id: CauseId): number => 1 / (1 + causes.indexOf(id));
  const covered = new Set<CauseId>();
  const steps: NextStep[] = [];
  while (steps.length < mostSteps) {
    const [best] = observations
      .filter(({ id }) => steps.every((step) => step.id !== id))
      .map((observation) => ({ observation, separates: observation.separates.filter((id) => causes.includes(id)) }))
      .map((option) => ({ ...option, gain: option.separates.filter((id) => !covered.has(id)).reduce((sum, id) => sum + weight(id), 0) }))
      .filter(({ gain }) => gain > 0)
      .toSorted((a, b) => b.gain - a.gain);
    if (best === undefined) break;
    for (const id of best.separates) covered.add(id);
    steps.push({
      id: best.observation.id,
      observation: inLanguage(best.observation.text, language),
      command: best.observation.command,
      separates: best.separates,
    });
  }
  return steps;
}
