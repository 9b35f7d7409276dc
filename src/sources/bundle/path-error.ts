import { UserError } from '../user-error.ts';

/** The user's error for a path that was given and is not there, or cannot be read. */
export function pathError(path: string, error: unknown): UserError {
  const reason = reasonOf(error);
  const isThere = reason !== 'ENOENT';
  return new UserError(
    isThere ? 'path-unreadable' : 'path-missing',
    isThere ? `${path} cannot be read (${reason})` : `${path} does not exist`,
    'Give the path of a folder, an archive or a file with evidence, or - for standard input.',
    error,
  );
}

/** `ENOENT` and its like, else what the error says. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}
