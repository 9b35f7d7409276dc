import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fill } from '../../model/text.ts';
import { UserError } from '../../sources/user-error.ts';
import { timeText } from './amounts.ts';
import { type LabCache, labCache } from './cache.ts';
import { parts } from './catalogue.ts';
import { installAll } from './install-all.ts';
import { takeLock } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import { createProgress } from './progress.ts';
import type { Setup } from './setup.ts';
import { type PartState, partStates } from './states.ts';
import { statesTable } from './states-table.ts';
import { type SetupLanguage, setupTexts } from './texts.ts';
import { givenPrograms, rememberProgram, type UserProgram } from './user-programs.ts';

export interface SetupOptions extends Readonly<Partial<Record<UserProgram, string>>> {
  readonly lang: SetupLanguage;
  readonly output?: string;
  /** Only say what is there. */
  readonly check?: boolean;
  /** Ids of parts, and `system` for the programs of the system. */
  readonly only?: readonly string[];
}

/** `why503 lab setup`: installs what is missing; gives the exit code, 0 when everything that was asked for is ready, else 2. */
export async function runSetup(options: SetupOptions): Promise<number> {
  const only = knownParts(options.only ?? [], options.lang);
  const cache = labCache(process.env);
  if (options.check === true) return show(cache, options, only);
  const interrupt = new AbortController();
  const setup = startSetup(cache, options.lang, interrupt.signal);
  const say = setupTexts[options.lang];
  const stop = (): void => interrupt.abort(new UserError('lab-interrupted', say.interrupted, say.interruptedNext));
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  const ticker = setInterval(setup.progress.tick, 1000);
  const begun = performance.now();
  try {
    makeFolders(cache, options.lang);
    const lock = await waitForLock(setup);
    try {
      rmSync(cache.work, { recursive: true, force: true });
      remember(cache, options);
      await installAll(setup, only);
    } finally {
      rmSync(cache.work, { recursive: true, force: true });
      lock.release();
    }
    const missing = missingParts(cache, only);
    setup.progress.say(
      missing.length === 0 ? fill(say.finished, { time: timeText(performance.now() - begun) }) : fill(say.unfinished, { parts: missing.join(', ') }),
    );
    if (options.output === 'json') show(cache, options, only);
    return missing.length === 0 ? 0 : 2;
  } finally {
    clearInterval(ticker);
    setup.progress.close();
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.removeListener(name, stop);
  }
}

function startSetup(cache: LabCache, language: SetupLanguage, signal: AbortSignal): Setup {
  const progress = createProgress({
    isTerminal: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
    write: (text) => process.stderr.write(text),
    now: () => performance.now(),
  });
  const report = ({ message, next }: UserError): void => progress.say(`${message}\n  ${next}`);
  return { cache, env: process.env, language, progress, signal, report };
}

function knownParts(only: readonly string[], lang: SetupLanguage): readonly string[] {
  const ids = [...parts.map(({ id }) => id), 'system'];
  const unknown = only.find((id) => !ids.includes(id));
  if (unknown === undefined) return only;
  const say = setupTexts[lang];
  throw new UserError('lab-unknown-part', fill(say.unknownPart, { part: unknown }), fill(say.unknownPartNext, { parts: ids.join(', ') }));
}

function makeFolders(cache: LabCache, lang: SetupLanguage): void {
  const say = setupTexts[lang];
  try {
    for (const folder of [cache.bin, cache.parts, cache.log]) makeFolder(folder);
  } catch (error) {
    throw new UserError('lab-cache', fill(say.noCache, { path: cache.folder }), say.noCacheNext, error);
  }
}

/** Two set-ups of one cache follow each other; the second then finds everything there. */
async function waitForLock(setup: Setup): Promise<{ readonly release: () => void }> {
  for (let waited = 0; ; waited++) {
    const taken = takeLock(setup.cache.lock);
    if ('release' in taken) return taken;
    if (waited === 0) setup.progress.say(fill(setupTexts[setup.language].waiting, { pid: taken.heldBy }));
    await pause(1000);
    setup.signal.throwIfAborted();
  }
}

function remember(cache: LabCache, options: SetupOptions): void {
  const say = setupTexts[options.lang];
  for (const [name, path] of givenPrograms(options, process.env)) {
    if (!rememberProgram(cache, name, path)) throw new UserError('lab-not-executable', fill(say.notExecutable, { name, path }), say.notExecutableNext);
  }
}

function show(cache: LabCache, options: SetupOptions, only: readonly string[]): number {
  const states = partStates(cache, process.env).filter((state) => isAsked(state, only));
  process.stdout.write(options.output === 'json' ? `${JSON.stringify({ cache: cache.folder, parts: states }, null, 2)}\n` : statesTable(states, options.lang));
  return missingParts(cache, only).length === 0 ? 0 : 2;
}

/** What was asked for and is not there; a stand-in of an old version counts as there. */
function missingParts(cache: LabCache, only: readonly string[]): readonly string[] {
  return partStates(cache, process.env)
    .filter((state) => state.state === 'missing' && isAsked(state, only))
    .map(({ part }) => part);
}

function isAsked({ part }: PartState, only: readonly string[]): boolean {
  return only.length === 0 || only.includes(parts.some(({ id }) => id === part) ? part : 'system');
}
