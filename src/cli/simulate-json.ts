import type { Expectation } from '../race/forecast.ts';
import type { Hop } from '../race/hop.ts';
import { stableJson } from '../report/index.ts';
import type { Simulation } from './simulate-blocks.ts';
import { type CheckedHop, type Variant, verdictOf } from './simulate-outcome.ts';

/** The contract of `why503 simulate -o json`: docs/schema/simulate.schema.json. */
export function simulationJson({ variants, safe, sweep, isInterrupted, seed, log }: Simulation): string {
  return stableJson({
    schemaVersion: 1,
    seed,
    isInterrupted,
    variants: variants.map((variant) => variantJson(variant, log?.isDoubtful)),
    safe: safe.map(({ hop, isSafe, clientAtMostMs, serverAtLeastMs }) => ({
      hop: hop.name,
      isSafe,
      ...(clientAtMostMs === undefined ? {} : { clientIdleAtMostMs: clientAtMostMs }),
      ...(serverAtLeastMs === undefined ? {} : { serverIdleAtLeastMs: serverAtLeastMs }),
    })),
    ...(sweep === undefined ? {} : { sweep }),
    ...(log === undefined ? {} : { log }),
  });
}

function variantJson(variant: Variant, isDoubtful: boolean | undefined): object {
  const { change, requestsPerDay, share, expected, hops, resonance, scenario } = variant;
  return {
    verdict: verdictOf(variant, isDoubtful),
    ...(change === undefined ? {} : { change }),
    requestsPerDay,
    share,
    retries: scenario.retries,
    ...(expected === undefined ? {} : { expected: expectationJson(expected) }),
    ...(resonance === undefined ? {} : { resonance }),
    hops: hops.map(hopJson),
  };
}

function hopJson({ hop, expected, simulated, agreement }: CheckedHop): object {
  return {
    ...limitsJson(hop),
    ...(expected === undefined ? {} : { expected: expectationJson(expected) }),
    ...(simulated === undefined ? {} : { simulated }),
    agreement,
  };
}

function limitsJson({ name, ...limits }: Hop): object {
  return { name, limits };
}

function expectationJson({ share, perDay, quietPerDay, throttledPerDay, interval }: Expectation): object {
  return { share, perDay, quietPerDay, throttledPerDay, interval };
}
