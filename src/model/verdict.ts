import type { CauseVerdict } from './diagnosis.ts';

/** True for a cause that may be the answer, if only as a candidate. */
export function isAnswer(cause: { readonly verdict: CauseVerdict }): boolean {
  return isNamed(cause) || cause.verdict === 'possible';
}

/** True for a cause that a diagnosis names: at least likely. */
export function isNamed({ verdict }: { readonly verdict: CauseVerdict }): boolean {
  return verdict === 'confirmed' || verdict === 'likely';
}
