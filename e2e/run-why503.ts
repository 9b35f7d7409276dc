import { join } from 'node:path';
import { type EndedProgram, endedProgram, type ProgramOptions } from '../src/lab/world/ended-program.ts';

const why503 = join(import.meta.dirname, '..', 'bin', 'why503.cjs');

/** Longer than any command of the suites takes on a busy machine. */
const withinMs = 180_000;

/** Runs the command line as a person would, to its end. Throws where it does not end. */
export async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, onStart?: ProgramOptions['onStart']): Promise<EndedProgram> {
  const signal = AbortSignal.timeout(withinMs);
  try {
    return await endedProgram([why503, ...args], { env, signal, ...(onStart === undefined ? {} : { onStart }) });
  } catch (error) {
    throw signal.aborted ? new Error(`why503 ${args.join(' ')}: not over within ${withinMs / 1000} s`) : error;
  }
}
