import type { LabCache } from './cache.ts';
import type { Progress } from './progress.ts';
import type { SetupLanguage } from './texts.ts';
import type { UserError } from '../../sources/user-error.ts';

/** What every step of one set-up shares. */
export interface Setup {
  readonly cache: LabCache;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly language: SetupLanguage;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Tells the user what could not be done; the rest goes on. */
  readonly report: (problem: UserError) => void;
}
