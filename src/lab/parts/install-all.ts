import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fill } from '../../model/text.ts';
import { UserError } from '../../sources/user-error.ts';
import { parts } from './catalogue.ts';
import { partData } from './data.ts';
import { canInstallPackages } from './debian.ts';
import { spaceShortage } from './free-space.ts';
import { findGo, type GoTool, isOlder, requiredGo } from './go-tool.ts';
import { makeParts } from './make-parts.ts';
import type { Part } from './part.ts';
import type { Setup } from './setup.ts';
import { currentKey } from './states.ts';
import { link, linkPrograms, receiptOf } from './store.ts';
import { findProgram } from './system-programs.ts';
import { systemStep } from './system-step.ts';
import { setupTexts } from './texts.ts';
import { findInstaller } from './wheel-part.ts';

/** Makes what is missing of the parts that were asked for (none named: all). Problems are reported; throws when nothing can begin. */
export async function installAll(setup: Setup, only: readonly string[]): Promise<void> {
  const isAsked = (id: string): boolean => only.length === 0 || only.includes(id);
  const asked = parts.filter(({ id }) => isAsked(id));
  const ready = asked.filter((part) => receiptOf(setup.cache, part, currentKey(part)) !== undefined);
  for (const part of ready) {
    linkPrograms(setup.cache, part, currentKey(part));
    setup.progress.end(part.id, setupTexts[setup.language].wasReady);
  }
  const go = await findGo(setup.env);
  const todo = buildable(
    setup,
    asked.filter((part) => !ready.includes(part)),
    go,
  );
  checkSpace(setup, todo, go);
  const wantsOld = go === undefined && asked.some(({ id }) => id === 'victoriametrics') && !ready.some(({ id }) => id === 'victoriametrics');
  const extra = [...(await pipPackages(setup, todo)), ...(wantsOld && findProgram('victoria-metrics', setup.env) === undefined ? ['victoria-metrics'] : [])];
  const system = isAsked('system') || extra.length > 0 ? systemStep(setup, extra) : Promise.resolve();
  // Also after an interrupt both have ended: packages are never left half-installed.
  for (const end of await Promise.allSettled([system, makeParts(setup, todo, go, system)])) if (end.status === 'rejected') throw end.reason;
  setup.signal.throwIfAborted();
  if (wantsOld) linkOld(setup);
}

/** Without Go, or with one too old for them, some parts cannot be made; says which. */
function buildable(setup: Setup, todo: readonly Part[], go: GoTool | undefined): readonly Part[] {
  const say = setupTexts[setup.language];
  const needs = new Map(todo.filter(({ recipe }) => recipe.kind === 'go').map((part) => [part, requiredGo(partData(part.id)['go.mod'] ?? '')]));
  const newest = [...needs.values()].reduce((most, need) => (isOlder(most, need) ? need : most), '1.0');
  if (go === undefined) {
    const names = [...needs.keys()].map(({ id }) => id).join(', ');
    if (needs.size > 0) setup.report(new UserError('lab-no-go', fill(say.noGo, { parts: names }), fill(say.noGoNext, { version: newest })));
    return todo.filter((part) => !needs.has(part));
  }
  const tooNew = [...needs].filter(([, need]) => isOlder(go.version, need)).map(([part]) => part);
  if (tooNew.length > 0) {
    const holes = { have: go.version, part: tooNew.map(({ id }) => id).join(', '), version: newest };
    setup.report(new UserError('lab-old-go', fill(say.oldGo, holes), fill(say.oldGoNext, holes)));
  }
  return todo.filter((part) => !tooNew.includes(part));
}

/** Stops before the first download when the disks cannot hold what is missing, made from nothing: about 9.5 GiB for all. */
function checkSpace(setup: Setup, todo: readonly Part[], go: GoTool | undefined): void {
  if (todo.length === 0) return;
  const sum = (place: keyof Part['space']): number => todo.reduce((total, { space }) => total + space[place], 0);
  const shortage = spaceShortage([
    { path: setup.cache.folder, needed: sum('cache') },
    { path: go?.caches[0] ?? setup.cache.folder, needed: sum('build') },
    { path: go?.caches[1] ?? setup.cache.folder, needed: sum('modules') },
  ]);
  const say = setupTexts[setup.language];
  if (shortage !== undefined) {
    throw new UserError('lab-no-space', fill(say.noSpace, { path: shortage.path, free: shortage.free, needed: shortage.needed }), say.noSpaceNext);
  }
}

async function pipPackages({ cache, env, signal }: Setup, todo: readonly Part[]): Promise<readonly string[]> {
  if (!todo.some(({ recipe }) => recipe.kind === 'wheel') || !canInstallPackages(env)) return [];
  const installer = await findInstaller({ env, signal, scratch: cache.folder, log: join(cache.log, 'system.log') });
  return installer === undefined ? ['python3-pip'] : [];
}

/** Debian's VictoriaMetrics in place of the pinned one; without it the part stays missing. */
function linkOld(setup: Setup): void {
  const part = parts.find(({ id }) => id === 'victoriametrics');
  const found = (part?.programs ?? []).map((name) => [name, findProgram(name, setup.env)] as const);
  const query = findProgram('dpkg-query', setup.env);
  if (found.some(([, path]) => path === undefined) || query === undefined) return;
  for (const [name, path] of found) if (path !== undefined) link(setup.cache, name, path);
  const version = installedVersion(query);
  setup.progress.say(fill(setupTexts[setup.language].oldFallback, { version }));
}

function installedVersion(query: string): string {
  try {
    return execFileSync(query, ['-W', '-f', '${Version}', 'victoria-metrics'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '?';
  }
}
