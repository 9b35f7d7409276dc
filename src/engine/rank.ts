import type { Finding } from '../model/analyzer.ts';
import type { Cause } from '../model/cause.ts';
import type { CauseVerdict, Gap, RankedCause, Vote } from '../model/diagnosis.ts';
import { isAnswer, isNamed } from '../model/verdict.ts';
import { deeperFirst, showsAs } from './deeper.ts';
import { confidenceContested, confidenceOfOne, decibans, isFirm, mostConfidence, votesFor } from './score.ts';

/** What is ranked: the failures of one incident (their number), and every finding that may speak of it. */
export interface Hearing {
  readonly failures: number;
  readonly isPredicted: boolean;
  readonly findings: readonly Finding[];
  readonly gapsOf: (cause: string) => readonly Gap[];
  /** Hop of a failure, and how near the server it lies (greater = nearer). */
  readonly hopOf: (failure: number) => { readonly hop: string; readonly depth: number } | undefined;
}

interface Standing {
  readonly cause: Cause;
  readonly votes: readonly Vote[];
  readonly score: number;
  readonly explained: ReadonlySet<number>;
  readonly findings: readonly Finding[];
  readonly kinds: number;
  /** It has failures to explain and explains none. */
  readonly settingsOnly: boolean;
}

/** Causes of one incident, best first. Only causes that some finding or gap speaks of are listed. */
export function rankCauses(causes: readonly Cause[], hearing: Hearing): readonly RankedCause[] {
  const standings = causes
    .map((cause) => standingOf(cause, hearing))
    .filter((standing) => standing.votes.length > 0 || hearing.gapsOf(standing.cause.id).length > 0);
  // only where it is certain how the requests ended is it asked why; else the two are rivals
  const isBelow = (deeper: Standing, shown: Standing): boolean =>
    shown.score >= 20 && isNamed({ verdict: verdictOf(deeper, hearing) }) && sharesFailures(deeper, shown);
  const ordered = deeperFirst(standings.toSorted(byStrength(hearing.failures)), isBelow);
  const better: Standing[] = [];
  const judgedAll = ordered.map((standing) => {
    const rival = better.find((other) => sharesFailures(other, standing) || (hearing.isPredicted && other.score > 0));
    const ranked = judged(standing, hearing, rival);
    if (isAnswer(ranked)) better.push(standing);
    return ranked;
  });
  const [first, ...rest] = judgedAll;
  const [strongest] = ordered;
  if (first === undefined || strongest === undefined) return judgedAll;
  // what the first only shows as does not contest it
  const rivals = ordered.flatMap((other, place) => {
    const ranked = judgedAll[place];
    const isShown = showsAs(strongest.cause, other.cause) && isBelow(strongest, other);
    return place === 0 || ranked?.verdict !== 'possible' || isShown ? [] : [{ other, ranked }];
  });
  if (first.verdict === 'confirmed' && rivals.some(({ ranked }) => first.scoreDb - ranked.scoreDb < 7))
    return [{ ...first, verdict: 'likely', confidence: Math.min(first.confidence, confidenceContested) }, ...rest];
  if (first.verdict === 'likely' && rivals.some(({ other }) => isTie(strongest, other, hearing)))
    return [{ ...first, verdict: 'possible', confidence: Math.min(first.confidence, mostConfidence.possible) }, ...rest];
  return judgedAll;
}

/** Not even a hint apart, and about the same failures: naming the first of two such causes would be a toss-up. */
function isTie(first: Standing, other: Standing, { isPredicted }: Hearing): boolean {
  return first.score - other.score < 3 && (isPredicted || sharesFailures(first, other));
}

function standingOf(cause: Cause, { findings, failures, isPredicted }: Hearing): Standing {
  const own = findings.filter((finding) => finding.bearsOn.some((bearing) => bearing.cause === cause.id));
  const votes = besideFirmVotes(votesFor(cause.id, own));
  const supporting = own.filter((finding) => finding.bearsOn.some((bearing) => bearing.cause === cause.id && decibans[bearing.as] > 0));
  const explained = explainedBy(cause.id, supporting);
  const settingsOnly = !isPredicted && failures > 0 && explained.size === 0;
  // a cause explains failures, not settings: what explains none of them stays a hint
  const score = cause.priorDb + votes.reduce((sum, vote) => sum + (settingsOnly ? Math.min(vote.db, decibans.hints) : vote.db), 0);
  const witnesses = supporting.filter(({ id }) => votes.some((vote) => vote.finding === id && vote.db > 0));
  return { cause, votes, score, explained, findings: own, kinds: kindsOf(witnesses), settingsOnly };
}

/** Kinds of evidence behind findings: a default or an absence completes an argument and is no witness; EndpointSlices and Endpoints say one thing. */
function kindsOf(findings: readonly Finding[]): number {
  const observed = findings.flatMap(({ evidence }) => evidence.filter(({ kind }) => kind !== 'default' && kind !== 'absence'));
  return new Set(observed.map(({ at }) => (at.artifact === 'endpoint-slices' ? 'endpoints' : at.artifact))).size;
}

/** A hint reads from the same rows what support or proof reads more closely; beside them it would count one observation twice. */
function besideFirmVotes(votes: readonly Vote[]): readonly Vote[] {
  return votes.some((vote) => isFirm(vote.as)) ? votes.map((vote) => (vote.as === 'hints' ? { ...vote, db: 0 } : vote)) : votes;
}

/** What support and proof account for. Hints fit whole families of causes, so they count only where there is nothing better. */
function explainedBy(cause: string, supporting: readonly Finding[]): ReadonlySet<number> {
  const firm = supporting.filter((finding) => finding.bearsOn.some((bearing) => bearing.cause === cause && isFirm(bearing.as)));
  const explained = new Set(firm.flatMap((finding) => finding.explains ?? []));
  return explained.size > 0 ? explained : new Set(supporting.flatMap((finding) => finding.explains ?? []));
}

/** Strength: what is claimed at all, then how sure, then how much it explains. */
function byStrength(failures: number): (a: Standing, b: Standing) => number {
  const share = (standing: Standing): number => (failures === 0 ? 0 : standing.explained.size / failures);
  const weight = (standing: Standing): number => Math.min(standing.score, 40) + (standing.score > 5 ? 20 * share(standing) : 0);
  return (a, b) => weight(b) - weight(a) || share(b) - share(a) || a.cause.id.localeCompare(b.cause.id);
}

/** True when nearly all that the weaker one explains is explained by the stronger one. */
function sharesFailures(stronger: Standing, weaker: Standing): boolean {
  if (weaker.explained.size === 0) return stronger.explained.size > 0;
  let common = 0;
  for (const failure of weaker.explained) if (stronger.explained.has(failure)) common += 1;
  return common / weaker.explained.size > 0.8;
}

function judged(standing: Standing, hearing: Hearing, rival: Standing | undefined): RankedCause {
  const { cause, votes, score, explained } = standing;
  const alone = verdictOf(standing, hearing);
  const verdict = rival === undefined || !isAnswer({ verdict: alone }) ? alone : rival.score - score >= 7 ? 'unlikely' : 'possible';
  const share = hearing.isPredicted ? (isAnswer({ verdict }) ? 1 : 0) : explained.size / Math.max(1, hearing.failures);
  const hop = hopOf(standing, hearing);
  const gaps = hearing.gapsOf(cause.id);
  return {
    id: cause.id,
    title: cause.title,
    verdict,
    scoreDb: Math.round(score * 10) / 10,
    confidence: confidenceOf(score, verdict, votes),
    explains: Math.round(share * 1000) / 1000,
    ...(hop === undefined ? {} : { hop }),
    ...(cause.closedBy === undefined ? {} : { closedBy: cause.closedBy }),
    for: votes.filter((vote) => vote.db > 0).map((vote) => vote.finding),
    against: votes.filter((vote) => vote.db < 0).map((vote) => vote.finding),
    votes,
    wouldDecide: verdict === 'confirmed' || verdict === 'excluded' ? [] : gaps,
  };
}

/** Flag and message alone never name a cause: hints do not add up to `possible`. Above `likely` two kinds of evidence are needed. */
function verdictOf({ score, votes, kinds, settingsOnly }: Standing, { isPredicted, failures }: Hearing): CauseVerdict {
  const hasSupport = !settingsOnly && votes.some((vote) => isFirm(vote.as));
  if (score <= -20) return 'excluded';
  if (score < -4) return 'unlikely';
  if (!hasSupport || (failures === 0 && !isPredicted)) return 'undecided';
  if (score >= 20 && kinds >= 2) return 'confirmed';
  if (score >= 10) return 'likely';
  return score >= 5 ? 'possible' : 'undecided';
}

/** Odds as a probability, held below what the verdict's kind of proof can carry. */
function confidenceOf(score: number, verdict: CauseVerdict, votes: readonly Vote[]): number {
  const raw = 1 / (1 + 10 ** (-score / 10));
  if (verdict === 'likely' && votes.filter((vote) => vote.db > 0).length === 1 && score < 20) return confidenceOfOne;
  return Math.round(Math.min(raw, mostConfidence[verdict]) * 1000) / 1000;
}

/** The hop nearest the server among the failures it explains; for settings, the hop its findings name. */
function hopOf({ explained, findings, votes }: Standing, hearing: Hearing): string | undefined {
  let deepest: { readonly hop: string; readonly depth: number } | undefined;
  for (const failure of explained) {
    const at = hearing.hopOf(failure);
    if (at !== undefined && (deepest === undefined || at.depth > deepest.depth)) deepest = at;
  }
  const named = votes.filter((vote) => vote.db > 0).map((vote) => findings.find((finding) => finding.id === vote.finding)?.hop);
  return named.find((hop) => hop !== undefined) ?? deepest?.hop;
}
