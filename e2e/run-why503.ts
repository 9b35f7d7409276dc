import { join } from 'node:path';
import { type EndedProgram, endedProgram, type ProgramOptions } from '../src/lab/world/ended-program.ts';

const why503 = join(import.meta.dirname, '..', 'bin', 'why503.cjs');

/** Runs the command line as a person would, to its end. */
export function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, onStart?: ProgramOptions['onStart']): Promise<EndedProgram> {
  return endedProgram([why503, ...args], { env, ...(onStart === undefined ? {} : { onStart }) });
}
