import { appendFileSync } from 'node:fs';
import { fill } from '../../model/text.ts';
import { UserError } from '../../sources/user-error.ts';
import { megabytes, timeText } from './amounts.ts';
import { partData } from './data.ts';
import { lastLines } from './failure-kind.ts';
import { buildGoPart, fetchGoPart } from './go-part.ts';
import type { GoTool } from './go-tool.ts';
import type { GoRecipe, Part } from './part.ts';
import { partError } from './part-error.ts';
import type { Setup } from './setup.ts';
import { currentKey } from './states.ts';
import { keep } from './store.ts';
import { setupTexts } from './texts.ts';
import { findInstaller, installWheel } from './wheel-part.ts';
import { logOf, openWorkplace, type Workplace } from './workplace.ts';

/** Downloads that run at once: more only take bandwidth from the one that is needed next. */
const downloadsAtOnce = 3;

/**
 * Makes the given parts: downloads side by side, builds one after the other (each uses all processors). A part that fails is reported
 * and the others go on. `system` is done when the system's packages are there, of which pip may be one. Throws only when interrupted.
 */
export async function makeParts(setup: Setup, todo: readonly Part[], go: GoTool | undefined, system: Promise<unknown>): Promise<void> {
  const wheels = todo.map((part) => (part.recipe.kind === 'wheel' ? system.then(() => makeWheel(setup, part)) : undefined));
  const jobs = go === undefined ? [] : todo.flatMap((part) => goJob(setup, part));
  const fetches = downloads(setup, jobs, go);
  const builds = buildAll(setup, jobs, fetches, go);
  // All have ended before anything is thrown, so that no tool outlives the set-up.
  const ends = await Promise.allSettled([...wheels, ...fetches.values(), builds]);
  setup.signal.throwIfAborted();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

interface GoJob {
  readonly part: Part;
  readonly recipe: GoRecipe;
  readonly place: Workplace;
}

function goJob(setup: Setup, part: Part): readonly GoJob[] {
  return part.recipe.kind === 'go' ? [{ part, recipe: part.recipe, place: placeFor(setup, part) }] : [];
}

function placeFor({ cache, env, signal }: Setup, part: Part): Workplace {
  return openWorkplace(cache, part, partData(part.id), env, signal);
}

/** Starts the downloads in the order of building; by part id, whether each worked. */
function downloads(setup: Setup, jobs: readonly GoJob[], go: GoTool | undefined): ReadonlyMap<string, Promise<boolean>> {
  const started: Promise<boolean>[] = [];
  const fetches = new Map<string, Promise<boolean>>();
  for (const { part, recipe, place } of jobs) {
    const before = started[started.length - downloadsAtOnce] ?? Promise.resolve(true);
    const fetch = before.then(async () => {
      setup.progress.step(part.id, setupTexts[setup.language].fetching);
      const isFetched = go !== undefined && (await attempt(place, () => fetchGoPart(place, recipe, go)));
      setup.progress.rest(part.id);
      return isFetched;
    });
    // Its failure is met where the part is built; unheard until then it would end the process.
    fetch.catch(() => undefined);
    started.push(fetch);
    fetches.set(part.id, fetch);
  }
  return fetches;
}

async function buildAll(setup: Setup, jobs: readonly GoJob[], fetches: ReadonlyMap<string, Promise<boolean>>, go: GoTool | undefined): Promise<void> {
  for (const { part, recipe, place } of jobs) {
    const isFetched = (await fetches.get(part.id)) === true;
    setup.signal.throwIfAborted();
    const begun = performance.now();
    if (isFetched) setup.progress.step(part.id, setupTexts[setup.language].building);
    const isBuilt = isFetched && go !== undefined && (await attempt(place, () => buildGoPart(place, recipe, go)));
    finish(setup, place, isBuilt, begun);
  }
}

async function makeWheel(setup: Setup, part: Part): Promise<void> {
  if (part.recipe.kind !== 'wheel') return;
  const { recipe } = part;
  const say = setupTexts[setup.language];
  const place = placeFor(setup, part);
  const installer = await findInstaller(place);
  if (installer === undefined) {
    setup.report(new UserError('lab-no-pip', say.noPip, say.noPipNext));
    return;
  }
  const begun = performance.now();
  setup.progress.step(part.id, say.installing);
  const isInstalled = await attempt(place, () => installWheel(place, recipe, installer));
  finish(setup, place, isInstalled, begun);
}

/** Moves what was made into its place, or says why nothing was made. */
function finish(setup: Setup, place: Workplace, isMade: boolean, begun: number): void {
  const { part } = place;
  const say = setupTexts[setup.language];
  const time = performance.now() - begun;
  if (isMade) {
    const { bytes } = keep(setup.cache, part, currentKey(part), place.made, Math.round(time / 1000));
    setup.progress.end(part.id, fill(say.isReady, { time: timeText(time), size: megabytes(bytes) }));
    return;
  }
  const text = logOf(place.log);
  setup.progress.end(part.id, fill(say.failed, { time: setup.progress.elapsed(part.id), log: place.log }));
  for (const line of lastLines(text)) setup.progress.say(`    ${line}`);
  setup.report(partError(part.id, { path: place.log, text }, setup.language));
}

/** A file that cannot be written or is not where it should be is a failure of this part, told like a tool's. */
async function attempt(place: Workplace, make: () => Promise<boolean>): Promise<boolean> {
  try {
    return await make();
  } catch (error) {
    place.signal.throwIfAborted();
    appendFileSync(place.log, `${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
}
