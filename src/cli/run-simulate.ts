import { setImmediate as nextTurn } from 'node:timers/promises';
import { fill } from '../model/text.ts';
import { sweepOf } from '../race/sweep.ts';
import { printMarkdown } from '../report/print-markdown.ts';
import { printText } from '../report/print-text.ts';
import { firstInterrupt } from './first-interrupt.ts';
import type { Language } from './language.ts';
import { textTerminal } from './text-terminal.ts';
import { type Simulation, simulationBlocks } from './simulate-blocks.ts';
import { changed, weakest } from './simulate-change.ts';
import { simulationJson } from './simulate-json.ts';
import { trafficFromLog } from './simulate-log.ts';
import { checkedVariant, type Pause, type Variant, verdictOf } from './simulate-outcome.ts';
import { safeHops } from './simulate-safe.ts';
import { scenarioFrom, type ScenarioOptions } from './simulate-scenario.ts';
import { simulateTexts } from './simulate-texts.ts';
import { positiveDuration, wholeNumber } from './simulate-values.ts';

export interface SimulateOptions extends ScenarioOptions {
  readonly fromLog?: string;
  readonly change: readonly string[];
  readonly seed: string;
  readonly duration?: string;
  readonly requests: string;
  readonly output: 'text' | 'json' | 'markdown';
  readonly lang: Language;
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly width?: number;
  readonly progress: boolean;
}

/** Losses after which a share is known to a twentieth. */
const ENOUGH_LOSSES = 1_000;

/** The same for every format: a script may branch on them. */
const exitCodes = { safe: 0, fails: 1, undecided: 3 } as const;

/** `why503 simulate`: computes, plays, prints; gives the exit code of the last variant. */
export async function runSimulate(options: SimulateOptions): Promise<number> {
  const say = simulateTexts[options.lang];
  const seed = wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER, say);
  const bounds = {
    requests: wholeNumber('--requests', options.requests, 1, 100_000_000, say),
    losses: ENOUGH_LOSSES,
    spanMs: options.duration === undefined ? Number.POSITIVE_INFINITY : positiveDuration('--duration', options.duration, say),
  };
  const interrupt = firstInterrupt();
  const { pause, clear } = pausing(options, interrupt.signal);
  const variants: Variant[] = [];
  try {
    const log = options.fromLog === undefined ? undefined : await trafficFromLog(options.fromLog, interrupt.signal, say);
    const scenario = scenarioFrom(options, log?.traffic, say);
    const scenarios = [{ scenario, change: undefined }, ...options.change.map((change) => ({ scenario: changed(scenario, change, say), change }))];
    for (const each of scenarios) variants.push(await checkedVariant(each.scenario, each.change, bounds, seed, pause));
    clear();
    const worst = weakest(scenario);
    const sweep = worst === undefined ? undefined : sweepOf(scenario, worst);
    const simulation: Simulation = {
      variants,
      safe: safeHops(scenario.hops),
      ...(sweep === undefined ? {} : { sweep }),
      isInterrupted: interrupt.signal.aborted,
      seed,
      ...(log === undefined ? {} : { log: { cluster: log.cluster, gaps: log.gaps, isDoubtful: log.isDoubtful } }),
    };
    process.stdout.write(rendered(simulation, options));
    const last = variants.at(-1);
    return last === undefined ? 2 : exitCodes[verdictOf(last, log?.isDoubtful)];
  } finally {
    clear();
    interrupt.release();
  }
}

function rendered(simulation: Simulation, options: SimulateOptions): string {
  if (options.output === 'json') return simulationJson(simulation);
  const blocks = simulationBlocks(simulation, simulateTexts[options.lang]);
  if (options.output === 'markdown') return printMarkdown(blocks);
  return printText(blocks, textTerminal(options));
}

/** Lets Ctrl-C through and rewrites one line on standard error. */
function pausing({ progress, lang }: SimulateOptions, interrupt: AbortSignal): { readonly pause: Pause; readonly clear: () => void } {
  const isShown = progress && process.stderr.isTTY === true;
  return {
    pause: async (requests) => {
      if (isShown) process.stderr.write(`\r\x1b[2K${fill(simulateTexts[lang].simulating, { requests: requests.toLocaleString('en-US') })}`);
      await nextTurn();
      return !interrupt.aborted;
    },
    clear: () => {
      if (isShown) process.stderr.write('\r\x1b[2K');
    },
  };
}
