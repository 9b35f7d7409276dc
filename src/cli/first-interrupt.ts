import { constants } from 'node:os';

/**
 * How long copies of one press may take to arrive. A terminal sends Ctrl-C to the whole process group, and what started this program (the launcher of a
 * checkout, npm) hands on what it got itself, so one press is often heard twice.
 */
const COPIES_MS = 1_000;

const signals = ['SIGINT', 'SIGTERM'] as const;

/** A signal that is raised by the first Ctrl-C or SIGTERM, so that what is known is still reported; the second ends the program. `release` when done. */
export function firstInterrupt(end: (code: number) => void = (code) => process.exit(code)): { readonly signal: AbortSignal; readonly release: () => void } {
  const interrupt = new AbortController();
  let isSecond = false;
  const hear = (signal: NodeJS.Signals): void => {
    if (isSecond) end(128 + constants.signals[signal]);
    if (interrupt.signal.aborted) return;
    // A copy that waited while the report was computed is heard before the check phase of the loop, so it is no second press either.
    setTimeout(() => setImmediate(() => (isSecond = true)).unref(), COPIES_MS).unref();
    interrupt.abort();
  };
  for (const signal of signals) process.on(signal, hear);
  const release = (): void => {
    // Else a late copy would end the program with another exit code than that of its report.
    if (!interrupt.signal.aborted) for (const signal of signals) process.removeListener(signal, hear);
  };
  return { signal: interrupt.signal, release };
}
