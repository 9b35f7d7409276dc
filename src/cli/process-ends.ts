/** The ways a command-line process ends that have nothing to do with its answer. */
import { UserError } from '../sources/user-error.ts';

/** Ctrl-C ends with 130, unless a command listens itself to finish with what it has read so far. */
export function endOnInterrupt(): void {
  process.on('SIGINT', () => {
    if (process.listenerCount('SIGINT') === 1) process.exit(130);
  });
}

/**
 * `why503 … | head` is not an error: the reader has seen enough, and the exit code stays that of the answer. Neither is a terminal that was closed.
 * A full disk is one, and nothing more can be said where standard error itself cannot be written to.
 */
export function endOnUnwritableOutput(argv: readonly string[]): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || (error.code === 'EIO' && process.stdout.isTTY)) return;
    const { code = error.message } = error;
    void end(
      argv,
      new UserError('output-unwritable', `standard output cannot be written to (${code})`, 'Make room, or write the report to another place.', error),
    );
  });
  process.stderr.on('error', () => undefined);
}

/** Node would exit with 1, which means `diagnosed` here. */
export function endOnUncaughtError(argv: readonly string[]): void {
  process.on('uncaughtException', (error) => void end(argv, error));
}

async function end(argv: readonly string[], error: Error): Promise<void> {
  const [{ failure }, { chosenLanguage }] = await Promise.all([import('./failure.ts'), import('./language.ts')]);
  process.stderr.write(failure(error, argv.includes('--debug'), chosenLanguage(argv, process.env)));
  process.exit(2);
}
