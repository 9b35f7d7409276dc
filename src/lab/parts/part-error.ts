import { fill } from '../../model/text.ts';
import { UserError } from '../../sources/user-error.ts';
import { failureKind } from './failure-kind.ts';
import { type SetupLanguage, setupTexts } from './texts.ts';

/** Why a part could not be made, from the tools' output: one sentence and what to do next. */
export function partError(part: string, log: { readonly path: string; readonly text: string }, language: SetupLanguage): UserError {
  const say = setupTexts[language];
  const hole = { part, log: log.path };
  switch (failureKind(log.text)) {
    case 'disk-full':
      return new UserError('lab-disk-full', fill(say.diskFull, hole), say.diskFullNext);
    case 'checksum':
      return new UserError('lab-checksum', fill(say.checksum, hole), say.checksumNext);
    case 'refused':
      return new UserError('lab-source-refused', fill(say.refused, hole), say.refusedNext);
    case 'memory':
      return new UserError('lab-memory', fill(say.memory, hole), say.memoryNext);
    case 'other':
      return new UserError('lab-part-failed', fill(say.partFailed, hole), fill(say.partFailedNext, hole));
  }
}
