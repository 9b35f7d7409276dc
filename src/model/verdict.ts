import type { CauseVerdict, Incident } from './diagnosis.ts';

/** True for a cause that may be the answer, if only as a candidate. */
export function isAnswer(cause: { readonly verdict: CauseVerdict }): boolean {
  return isNamed(cause) || cause.verdict === 'possible';
}

/** True for a cause that a diagnosis names: at least likely. */
export function isNamed({ verdict }: { readonly verdict: CauseVerdict }): boolean {
  return verdict === 'confirmed' || verdict === 'likely';
}

/** How many failures of an incident its named causes account for together; all of them where what names a cause counts none. */
export function explainedFailures({ causes, failures }: Pick<Incident, 'causes' | 'failures'>): number {
  const share = causes.filter(isNamed).reduce((sum, { explains }) => sum + explains, 0);
  return share === 0 ? failures : Math.min(failures, Math.round(share * failures));
}
