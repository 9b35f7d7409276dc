import type { Failure } from '../model/failure.ts';

/** The answer had begun when the connection ended, so that it was not closed before the request came (Envoy response code details, 1.18 to 1.40). */
export function answerHadBegun({ details }: Failure): boolean {
  return details?.startsWith('upstream_reset_after_response_started') === true;
}
