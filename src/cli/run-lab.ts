import { availableParallelism } from 'node:os';
import { fill } from '../model/text.ts';
import { renderText, safe } from '../report/index.ts';
import { UserError } from '../sources/user-error.ts';
import { labCache } from '../lab/parts/cache.ts';
import { findTools } from '../lab/parts/tools.ts';
import { enterLab } from '../lab/runner/enter-lab.ts';
import { givenFolder, resultsFolder } from '../lab/runner/results-folder.ts';
import { openLiveReader } from '../lab/runner/read-live.ts';
import { resultFile, type ResultFile } from '../lab/runner/result-file.ts';
import { runAll, type ScenarioOutcome } from '../lab/runner/run-all.ts';
import type { RunStep } from '../lab/runner/run-scenario.ts';
import { scenarios } from '../lab/scenarios/index.ts';
import type { Scenario } from '../lab/scenarios/scenario.ts';
import { type Lab, type LabStep, startLab } from '../lab/start-lab.ts';
import { powersOf } from '../lab/world/powers.ts';
import { isInside, watchOrders } from '../lab/world/sandbox.ts';
import { fullCatalogue } from './catalogue.ts';
import { closingLines, errorText, outcomeLine } from './lab-lines.ts';
import { type LabTexts, labTexts } from './lab-texts.ts';
import type { Language } from './language.ts';
import { terminalPaint } from './paint.ts';

export interface LabRunOptions {
  readonly output: 'text' | 'json' | 'markdown';
  readonly lang: Language;
  readonly color: boolean;
  readonly all?: boolean;
  readonly jobs?: number;
  readonly seed: number;
  readonly fix: boolean;
  /** Whether the live cluster is diagnosed as well. */
  readonly live: boolean;
  readonly retry?: boolean;
  readonly into?: string;
  readonly keep?: boolean;
  /** The bundle is moved away afterwards. */
  readonly isRecording?: boolean;
}

/** `why503 lab run`: 0 when every diagnosis is as it should be, 1 when one is not, 2 when the lab could not do its job. */
export async function runLab(ids: readonly string[], options: LabRunOptions): Promise<number> {
  const chosen = chosenScenarios(ids, options);
  // Everything that can be wrong is said before the namespaces are made.
  const tools = findTools(options.lang);
  if (!isInside()) return outside(options);

  const say = labTexts[options.lang];
  const interrupt = new AbortController();
  watchOrders(interrupt);
  process.on('SIGINT', () => interrupt.abort());
  const begun = performance.now();
  const seconds = (): number => (performance.now() - begun) / 1000;
  const note = (text: string): void => void process.stderr.write(`${`${Math.round(seconds())} s`.padStart(6)}  ${safe(text)}\n`);
  interrupt.signal.addEventListener('abort', () => note(say.interrupted));

  let lab: Lab | undefined;
  try {
    lab = await startLab({
      tools,
      folder: process.env['WHY503_LAB_FOLDER'] ?? '',
      signal: interrupt.signal,
      isRoot: process.env['WHY503_LAB_BY'] === 'root',
      onStep: (step) => note(stepText(step, say)),
      onProblem: (problem) => note(fill(say.problem, { problem })),
    });
    note(fill(say.started, { seconds: seconds().toFixed(1) }));
    return await breakAndPrint(lab, chosen, options, interrupt.signal, note);
  } catch (error) {
    if (interrupt.signal.aborted) return 130;
    throw error;
  } finally {
    await lab?.stop();
  }
}

async function breakAndPrint(
  lab: Lab,
  chosen: readonly Scenario[],
  options: LabRunOptions,
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<number> {
  const { lang, output } = options;
  const isOne = chosen.length === 1;
  const reason = lab.withoutLimits ?? '';
  const begun = performance.now();
  const outcomes = await runAll(lab, {
    scenarios: chosen,
    jobs: options.jobs ?? availableParallelism() * 2,
    into: process.env['WHY503_LAB_INTO'] ?? '',
    seed: options.seed,
    prove: options.fix,
    ...(options.live ? { live: await openLiveReader(lab, process.argv[1] ?? '') } : {}),
    retry: options.retry === true,
    signal,
    onStep: (scenario, step) => note(`${isOne ? '' : `${scenario.id}: `}${scenarioStep(scenario, step, lang)}`),
    onOutcome: (outcome) => {
      if (output === 'json') process.stderr.write(`${outcomeLine(outcome, reason, lang)}\n`);
      else if (isOne && outcome.kind === 'ran') process.stdout.write(single(outcome, options));
      else process.stdout.write(`${outcomeLine(outcome, reason, lang)}\n`);
    },
  });
  const file: ResultFile = resultFile(outcomes);
  const time = `${Math.round((performance.now() - begun) / 1000)} s`;
  if (output === 'json') process.stdout.write(`${JSON.stringify(file, undefined, 1)}\n`);
  else if (!isOne) process.stdout.write(`${fill(labTexts[lang].summary, { ...file.counts, time })}\n`);
  if (signal.aborted) return 130;
  return file.counts.failed > 0 ? 2 : file.counts.wrong > 0 ? 1 : 0;
}

/** The same command once more inside namespaces of its own. */
async function outside(options: LabRunOptions): Promise<number> {
  const say = labTexts[options.lang];
  const powers = powersOf();
  if ('why' in powers) throw new UserError('lab-powers', fill(say[powers.why], { said: safe(powers.said) }), say[`${powers.why}Next`]);
  if (powers.by !== 'root') process.stderr.write(`${say.withoutRoot}\n`);
  const cache = labCache(process.env).folder;
  return enterLab({
    argv: process.argv.slice(1),
    into: intoFolder(options, cache),
    powers,
    keep: options.keep === true,
    cache,
    onKept: (path) => process.stderr.write(`${fill(say.kept, { path })}\n`),
  });
}

/** Where bundles go; what is wrong with it is said before a mesh is started. */
function intoFolder({ into, lang }: LabRunOptions, cache: string): string {
  if (into === undefined) return resultsFolder(cache, `${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}-${process.pid}`);
  try {
    return givenFolder(into);
  } catch (error) {
    const say = labTexts[lang];
    throw new UserError('lab-into', fill(say.badInto, { path: safe(into), error: safe(errorText(error)) }), say.badIntoNext, error);
  }
}

function chosenScenarios(ids: readonly string[], { all, lang }: LabRunOptions): readonly Scenario[] {
  const say = labTexts[lang];
  if (all === true) return scenarios;
  if (ids.length === 0) throw new UserError('lab-no-scenario', say.none, say.noneNext);
  const found = ids.map((id) => {
    const pattern = new RegExp(`^${id.replaceAll(/[^a-z0-9*-]/g, '').replaceAll('*', '.*')}$`);
    const matching = scenarios.filter((scenario) => pattern.test(scenario.id));
    if (matching.length === 0) throw new UserError('lab-unknown-scenario', fill(say.unknown, { id: safe(id) }), say.unknownNext);
    return matching;
  });
  return [...new Set(found.flat())];
}

function single(outcome: ScenarioOutcome & { readonly kind: 'ran' }, { lang, color, isRecording }: LabRunOptions): string {
  const report = renderText(outcome.result.diagnosis, {
    catalogue: fullCatalogue(lang),
    width: Math.min(process.stdout.columns ?? 80, 110),
    ...(color ? { paint: terminalPaint } : {}),
  });
  return `${report}\n${closingLines(outcome.result, lang, isRecording !== true)}`;
}

function stepText(step: LabStep, say: LabTexts): string {
  switch (step) {
    case 'network':
      return say.stepNetwork;
    case 'controlPlane':
      return say.stepControlPlane;
    case 'definitions':
      return say.stepDefinitions;
    case 'node':
      return say.stepNode;
    case 'istiod':
      return say.stepIstiod;
  }
}

function scenarioStep(scenario: Scenario, step: RunStep, language: Language): string {
  const say = labTexts[language];
  switch (step) {
    case 'breaking':
      return fill(say.stepBreaking, { breaks: scenario.breaks[language] });
    case 'collecting':
      return say.stepCollecting;
    case 'readingLive':
      return say.stepReadingLive;
    case 'diagnosing':
      return say.stepDiagnosing;
    case 'fixing':
      return fill(say.stepFixing, { fix: scenario.fix?.title[language] ?? '' });
  }
}
