import { fill } from '../model/text.ts';
import { safe } from '../report/index.ts';
import type { ScenarioOutcome } from '../lab/runner/run-all.ts';
import type { FixProof, ScenarioResult } from '../lab/runner/run-scenario.ts';
import { failureShare, type Traffic } from '../lab/runner/traffic.ts';
import type { Power, Scenario } from '../lab/scenarios/scenario.ts';
import type { Language } from './language.ts';
import { labTexts } from './lab-texts.ts';

/** What stands below the report of a single scenario: what was broken, the truth, what the fix did, where the evidence is. */
export function closingLines({ scenario, problems, fix, bundle }: ScenarioResult, language: Language, isKept: boolean): string {
  const say = labTexts[language];
  const { cause, hop } = scenario.truth;
  const truth = hop === undefined ? cause : fill(say.truthIs, { cause, hop });
  const verdict = problems.length === 0 ? say.right : fill(say.wrong, { problems: problems.join('; ') });
  const rows = [
    [say.broken, scenario.breaks[language]],
    [say.truth, `${truth}: ${verdict}`],
    ...(fix === undefined || scenario.fix === undefined ? [] : [[say.fix, fixLine(scenario, fix, language)]]),
    ...(fix?.race === undefined ? [] : [['', predictedLine(fix.race, language)]]),
    ...(isKept ? [[say.evidence, `why503 diagnose ${bundle}`]] : []),
  ];
  return rows.map(([head, text]) => (head === '' ? `  ${text}\n` : `${head}\n  ${text}\n`)).join('');
}

/** One line about an outcome, for a run of several. */
export function outcomeLine(outcome: ScenarioOutcome, reason: string, language: Language): string {
  const say = labTexts[language];
  const { id } = outcome.scenario;
  switch (outcome.kind) {
    case 'leftOut':
      return `-  ${id}: ${fill(say.leftOut, { lacks: outcome.lacks.map((power) => powerText(power, reason, language)).join(', ') })}`;
    case 'failed':
      return `!  ${id}: ${fill(say.failed, { error: safe(errorText(outcome.error)) })}`;
    case 'ran': {
      const { problems, diagnosis, seconds, fix } = outcome.result;
      const first = diagnosis.causes[0];
      const answer = diagnosis.verdict === 'diagnosed' ? `${first?.id ?? ''} (${first?.verdict ?? ''}) ${first?.hop ?? ''}` : diagnosis.verdict;
      const proof = fix === undefined ? '' : `, ${fix.before.failures}/${fix.before.requests} → ${fix.after.failures}/${fix.after.requests}`;
      const wrong = problems.length === 0 ? '' : `\n     ${problems.join('\n     ')}`;
      return `${problems.length === 0 ? '✓' : '✗'}  ${id}: ${answer}, ${Math.round(seconds)} s${proof}${wrong}`;
    }
  }
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function powerText(power: Power, reason: string, language: Language): string {
  const say = labTexts[language];
  switch (power) {
    case 'limits':
      return fill(say.powerLimits, { reason });
    case 'root':
      return say.powerRoot;
    case 'nginx':
      return say.powerNginx;
  }
}

function fixLine(scenario: Scenario, { before, after, isShown }: FixProof, language: Language): string {
  const say = labTexts[language];
  const fix = scenario.fix?.title[language] ?? '';
  return fill(say.fixLine, { fix, before: shareText(before, language), after: shareText(after, language), shown: isShown ? say.shown : say.notShown });
}

function shareText(traffic: Traffic, language: Language): string {
  const say = labTexts[language];
  const share = failureShare(traffic);
  if (share === undefined) return say.noRequests;
  return fill(say.share, { ...traffic, share: percent(share.share), low: percent(share.low), high: percent(share.high) });
}

function predictedLine({ observed, low, high }: NonNullable<FixProof['race']>, language: Language): string {
  return fill(labTexts[language].predicted, { low: percent(low), high: percent(high), observed: shareText(observed, language) });
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}
