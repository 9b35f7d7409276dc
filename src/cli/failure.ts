import { safe } from '../report/safe.ts';
import { UserError } from '../sources/user-error.ts';

/** What a person reads when a command could not do its job: what happened, then what to do next. */
export function failure(error: unknown, debug: boolean): string {
  if (error instanceof UserError && !debug) return `why503: ${safe(error.message)}\n  ${safe(error.next)}\n`;
  if (debug && error instanceof Error)
    return `why503: ${error.stack ?? error.message}${error.cause === undefined ? '' : `\ncaused by: ${String(error.cause)}`}\n`;
  const message = error instanceof Error ? error.message : String(error);
  return `why503: internal error: ${safe(message.split('\n')[0] ?? '')}\n  This is a defect of why503; run it again with --debug and report what it prints.\n`;
}
