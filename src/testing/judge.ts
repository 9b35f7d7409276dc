import type { CauseVerdict, Diagnosis, RankedCause } from '../model/diagnosis.ts';

/** What really happened in an incident: `truth.json` beside its bundle. */
export interface Truth {
  readonly id: string;
  /** Id of the cause, `healthy`, or `undecided` where honest evidence cannot tell. */
  readonly cause: string;
  /** Answers that say the same less sharply. */
  readonly acceptableAlso: readonly string[];
  /** Hop id; absent for a healthy mesh. */
  readonly hop?: string;
  /** Causes that the evidence tempts one to name, and that are wrong. */
  readonly mustNot: readonly string[];
}

const ANSWERS: ReadonlySet<CauseVerdict> = new Set(['confirmed', 'likely', 'possible']);

/** The first named cause of the gravest incident, `healthy`, or undefined where nothing is named. */
export function answerOf(diagnosis: Diagnosis): string | undefined {
  if (diagnosis.verdict === 'healthy') return 'healthy';
  const first = diagnosis.causes[0];
  return first !== undefined && ANSWERS.has(first.verdict) ? first.id : undefined;
}

/** What is wrong with a diagnosis of the whole evidence. Empty: it says the truth, and accuses nothing else. */
export function problemsOf(diagnosis: Diagnosis, truth: Truth): readonly string[] {
  const answer = answerOf(diagnosis);
  const wanted = truth.cause === 'healthy' || truth.cause === 'undecided' ? truth.cause : 'diagnosed';
  const first = diagnosis.causes[0];
  return [
    ...(diagnosis.verdict === wanted ? [] : [`verdict ${diagnosis.verdict} instead of ${wanted}`]),
    ...(truth.cause === 'undecided' || accepted(truth, answer) ? [] : [`${answer ?? 'no cause'} instead of ${truth.cause}`]),
    ...(truth.hop === undefined || answer === undefined || first?.hop === truth.hop ? [] : [`hop ${first?.hop ?? '?'} instead of ${truth.hop}`]),
    ...accusations(diagnosis, truth, ANSWERS),
    ...crashes(diagnosis),
  ];
}

const SURE: ReadonlySet<CauseVerdict> = new Set(['confirmed', 'likely']);

/** What is wrong with a diagnosis of less than the whole evidence: it may know less, it may not be sure of what is false. */
export function falsehoodsOf(diagnosis: Diagnosis, truth: Truth, failuresLeft = true): readonly string[] {
  const first = diagnosis.causes[0];
  const surelyWrong = first !== undefined && SURE.has(first.verdict) && !accepted(truth, first.id);
  return [
    ...(surelyWrong ? [`${first.id} (${first.verdict}) instead of ${truth.cause}`] : []),
    ...(truth.cause !== 'healthy' && diagnosis.verdict === 'healthy' && failuresLeft ? ['healthy although requests fail'] : []),
    ...accusations(diagnosis, truth, SURE),
    ...crashes(diagnosis),
  ];
}

function accepted(truth: Truth, answer: string | undefined): boolean {
  return answer !== undefined && [truth.cause, ...truth.acceptableAlso].includes(answer);
}

function accusations(diagnosis: Diagnosis, { mustNot }: Truth, verdicts: ReadonlySet<CauseVerdict>): readonly string[] {
  const causes: readonly RankedCause[] = diagnosis.incidents.flatMap((incident) => incident.causes);
  return causes.filter(({ id, verdict }) => mustNot.includes(id) && verdicts.has(verdict)).map(({ id, verdict }) => `accuses ${id} (${verdict})`);
}

function crashes(diagnosis: Diagnosis): readonly string[] {
  return diagnosis.outcomes.flatMap((outcome) => (outcome.status === 'crashed' ? [`${outcome.analyzer} crashed: ${outcome.error}`] : []));
}

/** Verdict, causes, scores and hop of every incident: what must not change with packing, order or repetition of the evidence. Places may. */
export function gistOf(diagnosis: Diagnosis): unknown {
  return {
    ...answerGistOf(diagnosis),
    causes: diagnosis.incidents.map(({ causes }) =>
      causes.filter(({ verdict }) => ANSWERS.has(verdict)).map(({ id, verdict, scoreDb }) => ({ id, verdict, scoreDb })),
    ),
  };
}

/** Verdict, requests, and each incident with its first cause: what must not change with the way the evidence was collected either. */
export function answerGistOf({ verdict, requests, incidents }: Diagnosis): { readonly [key: string]: unknown } {
  return {
    verdict,
    requests,
    incidents: incidents.map(({ target, hop, flags, failures, requests: seen, causes: [first] }) => ({
      target,
      hop: hop ?? '',
      flags,
      failures,
      requests: seen ?? 0,
      cause: first !== undefined && ANSWERS.has(first.verdict) ? `${first.id} at ${first.hop ?? '?'}` : '',
    })),
  };
}
