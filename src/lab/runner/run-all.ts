import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Power, Scenario } from '../scenarios/scenario.ts';
import type { Lab } from '../start-lab.ts';
import type { LiveReader } from './read-live.ts';
import { type RunStep, runScenario, type ScenarioResult } from './run-scenario.ts';

export interface RunAllOptions {
  readonly scenarios: readonly Scenario[];
  /** Scenarios at the same time. */
  readonly jobs: number;
  /** Each scenario gets a folder of its id here. */
  readonly into: string;
  readonly seed: number;
  readonly prove: boolean;
  /** The tool itself, as it reads the live cluster. */
  readonly live?: LiveReader;
  /** Whether a scenario that is not right is run once more, alone, at the end: races and a busy machine are chance, but not where many are not right. */
  readonly retry?: boolean;
  readonly signal: AbortSignal;
  readonly onStep?: (scenario: Scenario, step: RunStep) => void;
  readonly onOutcome: (outcome: ScenarioOutcome) => void;
}

/** A scenario that ran, one that the machine cannot run, or one that broke down. */
export type ScenarioOutcome =
  | { readonly kind: 'ran'; readonly scenario: Scenario; readonly result: ScenarioResult; readonly earlier?: ScenarioOutcome }
  | { readonly kind: 'leftOut'; readonly scenario: Scenario; readonly lacks: readonly Power[]; readonly earlier?: ScenarioOutcome }
  | { readonly kind: 'failed'; readonly scenario: Scenario; readonly error: unknown; readonly earlier?: ScenarioOutcome };

/** Whether an outcome is as it should be, as far as this machine can tell. */
export function isRight(outcome: ScenarioOutcome): boolean {
  return outcome.kind === 'leftOut' || (outcome.kind === 'ran' && outcome.result.problems.length === 0);
}

/** More than these are not wrong by chance, and one after the other they would take longer than the whole. */
const mostRetries = 20;

/** Runs scenarios side by side, each in a namespace of its own; the longest begin first. */
export async function runAll(lab: Lab, options: RunAllOptions): Promise<readonly ScenarioOutcome[]> {
  const { scenarios, jobs, into, seed, prove, live, retry = false, signal, onStep, onOutcome } = options;
  const queue = scenarios.toSorted((a, b) => b.seconds - a.seconds);
  const outcomes: ScenarioOutcome[] = [];
  const work = async (): Promise<void> => {
    for (let scenario = queue.shift(); scenario !== undefined && !signal.aborted; scenario = queue.shift()) {
      const outcome = await attempt(scenario);
      outcomes.push(outcome);
      onOutcome(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, queue.length) }, work));
  if (!retry || outcomes.filter((outcome) => !isRight(outcome)).length > mostRetries) return outcomes;
  const final: ScenarioOutcome[] = [];
  for (const earlier of outcomes) {
    if (isRight(earlier) || signal.aborted) final.push(earlier);
    else {
      const again: ScenarioOutcome = { ...(await attempt(earlier.scenario)), earlier };
      final.push(again);
      onOutcome(again);
    }
  }
  return final;

  async function attempt(scenario: Scenario): Promise<ScenarioOutcome> {
    const lacks = (scenario.needs ?? []).filter((power) => !has(lab, power));
    if (lacks.length > 0) return { kind: 'leftOut', scenario, lacks };
    try {
      const result = await runScenario(lab, scenario, {
        into: join(into, scenario.id),
        seed,
        prove,
        ...(live === undefined ? {} : { live }),
        namespace: namespaceOf(scenario),
        signal,
        ...(onStep === undefined ? {} : { onStep: (step) => onStep(scenario, step) }),
      });
      return { kind: 'ran', scenario, result };
    } catch (error) {
      return { kind: 'failed', scenario, error };
    }
  }
}

/** A name that does not give the answer away: it stands in every object, log line and certificate of the evidence. */
function namespaceOf({ id }: Scenario): string {
  return `prod-${createHash('sha256').update(id).digest('hex').slice(0, 6)}`;
}

function has(lab: Lab, power: Power): boolean {
  switch (power) {
    case 'limits':
      return lab.withoutLimits === undefined;
    case 'root':
      return lab.isRoot;
    case 'nginx':
      return lab.tools.nginx !== undefined;
  }
}
