import { toolVersion } from '../tool-version.ts';
import { endOnInterrupt, endOnUncaughtError, endOnUnwritableOutput } from './process-ends.ts';

/** The command line. `argv` is without the program's own name; the exit code is left in `process.exitCode`. */
export async function main(argv: readonly string[]): Promise<void> {
  endOnUnwritableOutput(argv);
  endOnInterrupt();
  endOnUncaughtError(argv);
  // Answered without loading anything: scripts ask for the version before every use.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${toolVersion}\n`);
    return;
  }
  const { runProgram } = await import('./program.ts');
  await runProgram(argv, toolVersion);
}
