import { type Expectation, forecast, type HopForecast, requestsPerDay } from '../race/forecast.ts';
import { canLose } from '../race/gap-outcomes.ts';
import type { Hop } from '../race/hop.ts';
import { seededRandom } from '../race/random.ts';
import { type Resonance, resonance } from '../race/resonance.ts';
import { lagsOf, type Scenario } from '../race/scenario.ts';
import { type Agreement, agreement, type SimulatedShare, type SimulationBounds, simulatedShare } from '../race/simulated-share.ts';

/** One hop of a variant: what is expected in closed form, and what the simulation counted. */
export interface CheckedHop {
  readonly hop: Hop;
  readonly expected?: HopForecast;
  /** Absent if the simulation was interrupted before. */
  readonly simulated?: SimulatedShare;
  readonly agreement: Agreement | 'not-checked';
}

/** A scenario as it is, or with a change. */
export interface Variant {
  /** The change as it was typed; absent for the scenario as it is. */
  readonly change?: string;
  readonly scenario: Scenario;
  readonly requestsPerDay: number;
  /** Share of requests that fail: in closed form, or as simulated where there is none or the simulation differs. */
  readonly share: number;
  readonly expected?: Expectation;
  readonly hops: readonly CheckedHop[];
  readonly resonance?: Resonance;
}

/** Fewer failures a day than this are none: one in a hundred days. */
export const rareADay = 0.01;

/** The simulation is exact; where the closed form is not borne out by it, the closed form is what is wrong. */
export function isRefuted({ hops }: Pick<Variant, 'hops'>): boolean {
  return hops.some(({ agreement: found }) => found === 'differs');
}

/**
 * What a variant comes to. `undecided`: in the quiet times of a log none would be lost, but some quiet time would; that a log does not have it says little.
 * @param isDoubtful The quiet times are of a log that is not whole, so that they are no ground for a verdict.
 */
export function verdictOf({ scenario, share, requestsPerDay }: Variant, isDoubtful = false): 'fails' | 'safe' | 'undecided' {
  if (isDoubtful && scenario.hops.some((hop) => canLose(hop, lagsOf(scenario)))) return 'undecided';
  if (share * requestsPerDay >= rareADay) return 'fails';
  const isOpen = scenario.traffic.kind === 'counted' && scenario.hops.some((hop) => canLose(hop, lagsOf(scenario)));
  return isOpen ? 'undecided' : 'safe';
}

/** Whether to go on, asked now and then with the requests played so far. */
export type Pause = (requests: number) => Promise<boolean>;

/** Computes and plays one variant; every hop has a seed of its own. */
export async function checkedVariant(scenario: Scenario, change: string | undefined, bounds: SimulationBounds, seed: number, pause: Pause): Promise<Variant> {
  const expected = forecast(scenario);
  const hops: CheckedHop[] = [];
  for (const [index, hop] of scenario.hops.entries()) {
    const own = expected?.hops[index];
    const simulated = await played(simulatedShare(scenario, hop, bounds, seededRandom(seed + index)), pause);
    hops.push({
      hop,
      ...(own === undefined ? {} : { expected: own }),
      ...(simulated === undefined ? {} : { simulated }),
      agreement: own === undefined || simulated === undefined ? 'not-checked' : agreement(own.share, simulated),
    });
  }
  const share = expected === undefined || isRefuted({ hops }) ? 1 - hops.reduce((passed, hop) => passed * (1 - shareOf(hop)), 1) : expected.share;
  const worst = hops.toSorted((one, other) => (other.expected?.idleShare ?? 0) - (one.expected?.idleShare ?? 0))[0];
  const meeting = worst?.expected === undefined ? undefined : resonance(scenario, worst.hop, worst.expected.idleShare);
  return {
    ...(change === undefined ? {} : { change }),
    scenario,
    requestsPerDay: requestsPerDay(scenario),
    share,
    ...(expected === undefined ? {} : { expected }),
    hops,
    ...(meeting === undefined ? {} : { resonance: meeting }),
  };
}

async function played(counts: Iterable<SimulatedShare>, pause: Pause): Promise<SimulatedShare | undefined> {
  let last: SimulatedShare | undefined;
  for (const count of counts) {
    last = count;
    if (!(await pause(count.requests))) break;
  }
  return last;
}

function shareOf({ expected, simulated, agreement: found }: CheckedHop): number {
  if (expected !== undefined && found !== 'differs') return expected.share;
  return simulated === undefined || simulated.requests === 0 ? 0 : simulated.losses / simulated.requests;
}
