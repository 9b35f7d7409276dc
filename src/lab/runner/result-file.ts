import type { ScenarioOutcome } from './run-all.ts';
import type { LiveReading } from './read-live.ts';
import type { FixProof } from './run-scenario.ts';
import { failureShare, type Share } from './traffic.ts';

/** What `why503 lab run -o json` prints. */
export interface ResultFile {
  readonly schemaVersion: 1;
  readonly counts: { readonly right: number; readonly wrong: number; readonly leftOut: number; readonly failed: number };
  readonly scenarios: readonly ResultRow[];
}

export interface ResultRow {
  readonly id: string;
  readonly outcome: 'right' | 'wrong' | 'leftOut' | 'failed';
  readonly truth: string;
  readonly breaks: string;
  readonly verdict?: string;
  readonly cause?: string;
  readonly confidence?: number;
  readonly hop?: string;
  readonly problems: readonly string[];
  /** What was wrong at the first try, where there was a second. */
  readonly earlierProblems?: readonly string[];
  readonly seconds?: number;
  readonly bundle?: string;
  /** What the tool said of the live cluster through its API server. */
  readonly live?: { readonly verdict: string; readonly cause?: string; readonly confidence?: number; readonly seconds: number; readonly archive: string };
  readonly fix?: FixProof & { readonly shares: { readonly before?: Share; readonly after?: Share } };
}

export function resultFile(outcomes: readonly ScenarioOutcome[]): ResultFile {
  const rows = outcomes.map(rowOf).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const count = (outcome: ResultRow['outcome']): number => rows.filter((row) => row.outcome === outcome).length;
  return { schemaVersion: 1, counts: { right: count('right'), wrong: count('wrong'), leftOut: count('leftOut'), failed: count('failed') }, scenarios: rows };
}

function rowOf(outcome: ScenarioOutcome): ResultRow {
  const row = ownRow(outcome);
  const earlier = 'earlier' in outcome && outcome.earlier !== undefined ? ownRow(outcome.earlier).problems : undefined;
  return earlier === undefined ? row : { ...row, earlierProblems: earlier };
}

function ownRow(outcome: ScenarioOutcome): ResultRow {
  const { id, truth, breaks } = outcome.scenario;
  if (outcome.kind === 'leftOut')
    return { id, outcome: 'leftOut', truth: truth.cause, breaks: breaks.en, problems: outcome.lacks.map((power) => `lacks ${power}`) };
  if (outcome.kind === 'failed') {
    return {
      id,
      outcome: 'failed',
      truth: truth.cause,
      breaks: breaks.en,
      problems: [outcome.error instanceof Error ? outcome.error.message : String(outcome.error)],
    };
  }
  const { diagnosis, problems, seconds, bundle, fix, live } = outcome.result;
  const first = diagnosis.verdict === 'diagnosed' ? diagnosis.causes[0] : undefined;
  return {
    id,
    outcome: problems.length === 0 ? 'right' : 'wrong',
    truth: truth.cause,
    breaks: breaks.en,
    verdict: diagnosis.verdict,
    ...(first === undefined ? {} : { cause: first.id, confidence: first.confidence }),
    ...(first?.hop === undefined ? {} : { hop: first.hop }),
    problems,
    seconds: Math.round(seconds),
    bundle,
    ...(live === undefined ? {} : { live: liveRow(live) }),
    ...(fix === undefined ? {} : { fix: withShares(fix) }),
  };
}

function liveRow({ diagnosis, seconds, archive }: LiveReading): NonNullable<ResultRow['live']> {
  const first = diagnosis?.verdict === 'diagnosed' ? diagnosis.causes[0] : undefined;
  return {
    verdict: diagnosis?.verdict ?? 'none',
    ...(first === undefined ? {} : { cause: first.id, confidence: first.confidence }),
    seconds: Math.round(seconds * 10) / 10,
    archive,
  };
}

function withShares(fix: FixProof): NonNullable<ResultRow['fix']> {
  const [before, after] = [failureShare(fix.before), failureShare(fix.after)];
  return { ...fix, shares: { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) } };
}
