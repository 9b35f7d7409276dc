/** The ways a command-line process ends that have nothing to do with its answer. */

/** Ctrl-C ends with 130, unless a command listens itself to finish with what it has read so far. */
export function endOnInterrupt(): void {
  process.on('SIGINT', () => {
    if (process.listenerCount('SIGINT') === 1) process.exit(130);
  });
}

/** `why503 … | head` is not an error: the reader has seen enough, and the exit code stays that of the answer. */
export function endQuietlyOnBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** Node would exit with 1, which means `diagnosed` here. */
export function endOnUncaughtError(argv: readonly string[]): void {
  process.on('uncaughtException', (error) => {
    import('./failure.ts').then(({ failure }) => {
      process.stderr.write(failure(error, argv.includes('--debug')));
      process.exit(2);
    });
  });
}
