/**
 * `npm run test:e2e [ID…]`: probes real servers (e2e/probe.ts), then sets the lab up, collects live from it (e2e/collect.ts), runs its scenarios and compares
 * every diagnosis with the truth. Ends with `N passed, N failed`. `probe` alone chooses all servers, `probe/ID` one of them, `collect` the live cluster. What this machine cannot run is said so and counts as
 * skipped. `JOBS` = scenarios at the same time, `MINUTES` = after so many nothing is waited for (75).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..');
const why503 = join(root, 'bin', 'why503.cjs');
const ids = process.argv.slice(2);
/** Everything ends before this, with what is known by then. */
const end = performance.now() + Number(process.env['MINUTES'] ?? 75) * 60_000;
const isProbe = (id: string): boolean => id === 'probe' || id.startsWith('probe/');

// The prober goes first: it measures time, and the lab keeps both cores busy.
const none = { passed: 0, failed: 0, skipped: 0 };
const probed =
  ids.length === 0 || ids.some(isProbe)
    ? await suite(
        'probe',
        ids.filter((id) => id.startsWith('probe/')),
      )
    : none;
let collected: typeof none = none;
const labIds = ids.filter((id) => !isProbe(id));
if (ids.length > 0 && labIds.length === 0) finish(0, 0);

const setup = await run(['lab', 'setup'], 'inherit');
if (setup.code !== 0) finish(0, 1);
if (ids.length === 0 || labIds.includes('collect')) collected = await suite('collect', []);
const scenarioIds = labIds.filter((id) => id !== 'collect');
if (ids.length > 0 && scenarioIds.length === 0) finish(0, 0);
const jobs = process.env['JOBS'] === undefined ? [] : ['--jobs', process.env['JOBS']];
const lab = await run(['lab', 'run', ...(ids.length === 0 ? ['--all'] : scenarioIds), ...jobs, '--retry', '-o', 'json'], 'pipe');
if (lab.output.trim() === '') {
  console.log(`not ok lab: it ended with ${lab.code} and said nothing`);
  finish(0, 1);
}
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
    live?: { verdict: string; cause?: string; seconds: number };
  }[];
} = JSON.parse(lab.output);
for (const { id, outcome, truth, seconds, problems, earlierProblems, fix, live } of scenarios) {
  const ofLive = live === undefined ? '' : `, live ${live.cause ?? live.verdict}`;
  console.log(
    `${outcome === 'right' ? 'ok' : outcome === 'leftOut' ? 'skip' : 'not ok'} ${id}: ${truth}${seconds === undefined ? '' : `, ${seconds} s`}${ofLive}${fix === undefined ? '' : `, fix ${JSON.stringify(fix)}`}`,
  );
  for (const problem of problems) console.log(`    ${problem}`);
  for (const problem of earlierProblems ?? []) console.log(`    at the first try: ${problem}`);
}
const liveSeconds = scenarios.reduce((sum, { live }) => sum + (live?.seconds ?? 0), 0);
if (liveSeconds > 0) console.log(`live diagnoses: ${Math.round(liveSeconds)} s in all, beside one another`);
const count = (...outcomes: readonly string[]): number => scenarios.filter(({ outcome }) => outcomes.includes(outcome)).length;
finish(count('right'), count('wrong', 'failed') + (lab.code > 2 ? 1 : 0), count('leftOut'));

/** The last line: the counts of the lab, the prober and the collecting together. */
function finish(ofLab: number, failedInLab: number, skippedInLab = 0): never {
  const [passed, failed, skipped] = [
    ofLab + probed.passed + collected.passed,
    failedInLab + probed.failed + collected.failed,
    skippedInLab + probed.skipped + collected.skipped,
  ];
  console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

/** Runs a script of e2e/ and takes its last line for its counts. */
async function suite(name: string, only: readonly string[]): Promise<typeof none> {
  let found: RegExpExecArray | undefined;
  const { code } = await runScript([join(root, 'e2e', `${name}.ts`), ...only], 'pipe', (line) => {
    const counts = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line);
    // Its own last line would be taken for that of the whole.
    if (counts === null) console.log(line);
    else found = counts;
  });
  if (found !== undefined) return { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) };
  console.log(`not ok ${name}: it ended with ${code} before its counts`);
  return { passed: 0, failed: 1, skipped: 0 };
}

function run(args: readonly string[], stdout: 'inherit' | 'pipe'): ReturnType<typeof runScript> {
  return runScript([why503, ...args], stdout);
}

/** Runs a script to its end, or to that of the time: it is asked to stop, and given a minute for it. */
async function runScript(
  args: readonly string[],
  stdout: 'inherit' | 'pipe',
  onLine?: (line: string) => void,
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, [...args], { cwd: root, stdio: ['ignore', stdout, 'inherit'] });
  // A terminal's Ctrl-C reaches the child as well; other signals are passed on, and this process outlives it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => (signal === 'SIGINT' ? undefined : child.kill(signal)));
  const left = Math.max(0, end - performance.now());
  const stop = setTimeout(() => {
    console.log(`not ok: the time is over, and ${args.map((word) => basename(word)).join(' ')} is not`);
    child.kill('SIGTERM');
  }, left);
  const kill = setTimeout(() => child.kill('SIGKILL'), left + 60_000);
  const ended = once(child, 'exit');
  const lines: string[] = [];
  if (child.stdout !== null)
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      onLine?.(line);
    }
  const [code] = await ended;
  clearTimeout(stop);
  clearTimeout(kill);
  return { code: typeof code === 'number' ? code : 2, output: lines.join('\n') };
}
