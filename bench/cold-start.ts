/** Start to end of a process: nothing, the help, a version, and the report of a bundle of 3 MB. */
import { cpSync, existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeLogFolder } from './lib/log-folder.ts';
import { command, medianSeconds, root, run, runMeasured } from './lib/measure.ts';
import { inScratch } from './lib/settings.ts';

const RUNS = 9;
const BUNDLE_BYTES = 3_000_000;
const verdicts = [0, 1, 3];
const ms = (seconds: number): string => `${(seconds * 1000).toFixed(0).padStart(6)} ms`;

inScratch((folder) => {
  // A recorded incident if the checkout has one, filled up with rows to the size.
  const recorded = join(root, 'cases', 'oom-vminsert-bugreport', 'bundle');
  if (existsSync(recorded)) cpSync(recorded, folder, { recursive: true });
  const held = globSync(join(folder, '**/*')).reduce((sum, file) => sum + (statSync(file).isFile() ? statSync(file).size : 0), 0);
  writeLogFolder(join(folder, 'more'), 'text', Math.max(0, BUNDLE_BYTES - held));

  const node = medianSeconds(RUNS, () => run(process.execPath, ['-e', '0']));
  const version = medianSeconds(RUNS, () => run(process.execPath, [command, '--version']));
  const help = medianSeconds(RUNS, () => run(process.execPath, [command, '--help']));
  const report = medianSeconds(RUNS, () => run(process.execPath, [command, 'diagnose', folder], verdicts));
  const { mebibytes = 0 } = runMeasured([command, 'diagnose', folder], verdicts);
  console.log(`node -e 0            ${ms(node)}`);
  console.log(`why503 --version     ${ms(version)}  ${(version / node).toFixed(1)} x node`);
  console.log(`why503 --help        ${ms(help)}  ${(help / node).toFixed(1)} x node (limit 3)`);
  console.log(`report of 3 MB       ${ms(report)}  limit 3 x node + 1 s = ${ms(3 * node + 1).trim()}; peak ${mebibytes.toFixed(0)} MiB`);
});
