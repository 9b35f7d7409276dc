/** A signal that is raised by the first Ctrl-C or SIGTERM, so that what is known is still reported; the second ends the program. `release` when done. */
export function firstInterrupt(): { readonly signal: AbortSignal; readonly release: () => void } {
  const interrupt = new AbortController();
  const release = (): void => {
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
  };
  const stop = (): void => {
    release();
    interrupt.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return { signal: interrupt.signal, release };
}
