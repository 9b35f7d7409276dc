import { spawn } from 'node:child_process';

/** A command that must exit 0, and the command a person runs when it does not. */
export interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly repair: string;
}

export interface CheckResult extends Check {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs the checks one after the other, in the background of whatever else the caller does. */
export async function runChecks(checks: readonly Check[]): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) results.push(await runCheck(check));
  return results;
}

function runCheck(check: Check): Promise<CheckResult> {
  const [program, ...args] = check.command;
  return new Promise((resolve) => {
    const parts: string[] = [];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => parts.push(part));
    child.on('error', (error) => resolve({ ...check, ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ...check, ok: code === 0, output: parts.join('') }));
  });
}
