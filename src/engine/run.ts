import { type AnyAnalyzer, type Finding, reporter } from '../model/analyzer.ts';
import type { Gap, Outcome } from '../model/diagnosis.ts';
import { isNonEmpty } from '../model/evidence.ts';
import { gatherInputs, type Resolver } from './resolve.ts';

/** What the analyzers said and how each of them ended. */
export interface Run {
  readonly findings: readonly Finding[];
  readonly outcomes: readonly Outcome[];
}

/** Runs every analyzer on what the resolver has. One that crashes costs itself alone. */
export function runAnalyzers(analyzers: readonly AnyAnalyzer[], resolve: Resolver): Run {
  const findings = new Map<string, Finding>();
  const outcomes = analyzers.map((analyzer): Outcome => {
    const id = analyzer.meta.id;
    const inputs = gatherInputs(analyzer.needs, analyzer.wants, resolve);
    if (inputs.status === 'failed') return { analyzer: id, status: 'crashed', error: inputs.error };
    if (inputs.status === 'missing') {
      const gaps = distinct(inputs.gaps);
      return isNonEmpty(gaps)
        ? { analyzer: id, status: 'skipped', missing: gaps }
        : { analyzer: id, status: 'crashed', error: 'nothing is missing, yet nothing was given' };
    }
    try {
      const own = [...analyzer.analyze(inputs.value as never, reporter(analyzer))]; // `needs` and `wants` define the input's type
      for (const finding of own) findings.set(finding.id, finding);
      return { analyzer: id, status: 'ran', findings: [...new Set(own.map((finding) => finding.id))] };
    } catch (error) {
      return { analyzer: id, status: 'crashed', error: error instanceof Error ? error.message : String(error) };
    }
  });
  return { findings: [...findings.values()], outcomes };
}

function distinct(gaps: readonly Gap[]): readonly Gap[] {
  return [...new Map(gaps.map((gap) => [gap.artifact, gap])).values()];
}
