/**
 * `npm run test:e2e [ID…]`: sets the lab up, runs its scenarios and compares every diagnosis with the truth. Ends with `N passed, N failed`.
 * A scenario that this machine cannot run is said so and counts as skipped. `JOBS` = scenarios at the same time.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const why503 = join(root, 'bin', 'why503.cjs');
const ids = process.argv.slice(2);

const setup = await run(['lab', 'setup'], 'inherit');
if (setup.code !== 0) finish(0, 1);
const jobs = process.env['JOBS'] === undefined ? [] : ['--jobs', process.env['JOBS']];
const lab = await run(['lab', 'run', ...(ids.length === 0 ? ['--all'] : ids), ...jobs, '--retry', '-o', 'json'], 'pipe');
if (lab.output.trim() === '') finish(0, 1);
const {
  scenarios,
}: {
  scenarios: readonly {
    id: string;
    outcome: string;
    truth: string;
    seconds?: number;
    problems: readonly string[];
    earlierProblems?: readonly string[];
    fix?: unknown;
  }[];
} = JSON.parse(lab.output);
for (const { id, outcome, truth, seconds, problems, earlierProblems, fix } of scenarios) {
  console.log(
    `${outcome === 'right' ? 'ok' : outcome === 'leftOut' ? 'skip' : 'not ok'} ${id}: ${truth}${seconds === undefined ? '' : `, ${seconds} s`}${fix === undefined ? '' : `, fix ${JSON.stringify(fix)}`}`,
  );
  for (const problem of problems) console.log(`    ${problem}`);
  for (const problem of earlierProblems ?? []) console.log(`    at the first try: ${problem}`);
}
const count = (...outcomes: readonly string[]): number => scenarios.filter(({ outcome }) => outcomes.includes(outcome)).length;
finish(count('right'), count('wrong', 'failed') + (lab.code > 2 ? 1 : 0), count('leftOut'));

function finish(passed: number, failed: number, skipped = 0): never {
  console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

function run(args: readonly string[], stdout: 'inherit' | 'pipe'): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, [why503, ...args], { cwd: root, stdio: ['ignore', stdout, 'inherit'] });
  // A terminal's Ctrl-C reaches the child as well; other signals are passed on, and this process outlives it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => (signal === 'SIGINT' ? undefined : child.kill(signal)));
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code: code ?? 2, output: Buffer.concat(chunks).toString('utf8') }));
  });
}
