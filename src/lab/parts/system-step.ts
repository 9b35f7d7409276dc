import { join } from 'node:path';
import { fill } from '../../model/text.ts';
import { UserError } from '../../sources/user-error.ts';
import { timeText } from './amounts.ts';
import { canInstallPackages, installPackages } from './debian.ts';
import { lastLines } from './failure-kind.ts';
import type { Setup } from './setup.ts';
import { findProgram, systemPrograms } from './system-programs.ts';
import { setupTexts } from './texts.ts';
import { logOf } from './workplace.ts';

/**
 * Sees to the programs of the system: installs what is missing where that is possible, else says what the user must install.
 * `extra` are packages that stand in for something else that is missing (pip, VictoriaMetrics without Go).
 */
export async function systemStep(setup: Setup, extra: readonly string[]): Promise<void> {
  const { env, language, progress } = setup;
  const say = setupTexts[language];
  const missing = systemPrograms.filter(({ program }) => findProgram(program, env) === undefined);
  const packages = [...new Set([...missing.map(({ debian }) => debian), ...extra])];
  if (packages.length === 0) return;
  if (!canInstallPackages(env)) {
    const required = missing.filter(({ isRequired }) => isRequired);
    if (required.length > 0) {
      const programs = required.map(({ program }) => program).join(', ');
      const names = [...new Set(required.map(({ debian }) => debian))].join(' ');
      setup.report(new UserError('lab-no-packages', fill(say.noPackages, { programs }), fill(say.noPackagesNext, { packages: names })));
    }
    return;
  }
  progress.say(fill(say.packages, { packages: packages.join(' ') }));
  const log = join(setup.cache.log, 'system.log');
  const begun = performance.now();
  const explain = (): void => progress.say(say.waitsForInstall);
  setup.signal.addEventListener('abort', explain, { once: true });
  const isInstalled = await installPackages(packages, env, log);
  setup.signal.removeEventListener('abort', explain);
  if (isInstalled) {
    progress.say(fill(say.packagesDone, { time: timeText(performance.now() - begun) }));
    return;
  }
  const lines = lastLines(logOf(log)).map((line) => `\n    ${line}`);
  setup.report(new UserError('lab-packages', fill(say.packagesFailed, { packages: packages.join(' '), log }) + lines.join(''), say.packagesFailedNext));
}
