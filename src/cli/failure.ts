import { fill } from '../model/text.ts';
import { safe } from '../report/safe.ts';
import { UserError } from '../sources/user-error.ts';
import { failureTextsZhTW } from './failure-texts.ts';
import type { Language } from './language.ts';

/** What a person reads when a command could not do its job: what happened, then what to do next. */
export function failure(error: unknown, debug: boolean, language: Language = 'en'): string {
  if (error instanceof UserError && !debug) {
    const { message, next } = translated(error, language);
    return `why503: ${safe(message)}\n  ${safe(next)}\n`;
  }
  if (debug && error instanceof Error)
    return `why503: ${error.stack ?? error.message}${error.cause === undefined ? '' : `\ncaused by: ${String(error.cause)}`}\n`;
  const message = error instanceof Error ? error.message : String(error);
  return `why503: internal error: ${safe(message.split('\n')[0] ?? '')}\n  This is a defect of why503; run it again with --debug and report what it prints.\n`;
}

/** In the reader's language where the error is a known one; else as it was raised. */
function translated(error: UserError, language: Language): { readonly message: string; readonly next: string } {
  const text = language === 'zh-TW' && Object.hasOwn(failureTextsZhTW, error.code) ? failureTextsZhTW[error.code] : undefined;
  const path = text?.english.exec(error.message)?.[1];
  return text === undefined || path === undefined ? error : { message: fill(text.message, { path }), next: text.next };
}
