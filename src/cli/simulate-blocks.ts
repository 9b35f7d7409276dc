import { fill } from '../model/text.ts';
import type { Milliseconds } from '../model/time.ts';
import { type Hop, serverCloses } from '../race/hop.ts';
import type { Resonance } from '../race/resonance.ts';
import { envoyDrain } from '../race/safe-limit.ts';
import type { Scenario } from '../race/scenario.ts';
import type { Sweep } from '../race/sweep.ts';
import { requestsPerSecond } from '../race/traffic.ts';
import { type Block, type Pair, type Row, when } from '../report/blocks.ts';
import { duration, percent } from '../report/quantities.ts';
import { type CheckedHop, isRefuted, rareADay, type Variant, verdictOf } from './simulate-outcome.ts';
import type { SafeHop } from './simulate-safe.ts';
import type { SimulateTexts } from './simulate-texts.ts';

/** All that is shown of a simulation. */
export interface Simulation {
  /** As it is, then the changes in their order. */
  readonly variants: readonly Variant[];
  readonly safe: readonly SafeHop[];
  readonly sweep?: Sweep;
  readonly isInterrupted: boolean;
  readonly seed: number;
  /** The cluster whose quiet times were taken from a log, how many, and whether the log seems not to be whole. */
  readonly log?: { readonly cluster: string; readonly gaps: number; readonly isDoubtful: boolean };
}

export function simulationBlocks({ variants, safe, sweep, isInterrupted, log }: Simulation, say: SimulateTexts): readonly Block[] {
  const [now] = variants;
  if (now === undefined) return [];
  const { resonance } = now;
  return [
    headline(now, log?.isDoubtful === true, say),
    ...when(resonance !== undefined, { kind: 'paragraph', text: resonance === undefined ? '' : resonanceText(resonance, say) }),
    ...when(now.scenario.traffic.kind !== 'periodic', {
      kind: 'paragraph',
      text: fill(now.scenario.traffic.kind === 'random' ? say.randomStack : say.counted, { closes: closesText(now.scenario.hops, say) }),
    }),
    { kind: 'heading', text: say.compared },
    table(variants, say),
    { kind: 'heading', text: say.hops },
    { kind: 'pairs', rows: [...now.scenario.hops.map((hop): Pair => [hop.name, limitsText(hop, say)]), ...trafficPairs(now.scenario, say)] },
    { kind: 'heading', text: say.safe },
    { kind: 'items', items: safe.map((each) => ({ mark: each.isSafe ? ('good' as const) : ('point' as const), text: safeText(each, say) })) },
    ...(sweep?.points.some((point) => point.share >= NOTHING) === true ? [{ kind: 'paragraph' as const, text: '' }, sweepBars(sweep, now, say)] : []),
    ...when(log !== undefined, { kind: 'paragraph', tone: 'dim', text: fill(say.logNote, { cluster: log?.cluster ?? '', gaps: log?.gaps ?? 0 }) }),
    ...when(log?.isDoubtful === true, { kind: 'paragraph', tone: 'warn', text: say.logDoubtful }),
    ...when(isInterrupted, { kind: 'paragraph', tone: 'warn', text: say.interrupted }),
  ];
}

function headline(variant: Variant, isDoubtful: boolean, say: SimulateTexts): Block {
  const { expected, requestsPerDay, share, hops } = variant;
  const requests = number(requestsPerDay);
  const start = { kind: 'headline', label: say.label } as const;
  if (expected === undefined) {
    const simulated = hops[0]?.simulated;
    const text = fill(say.onlySimulated, { losses: simulated?.losses ?? 0, requests: simulated?.requests ?? 0 });
    return { ...start, tone: share > 0 ? 'bad' : 'plain', mark: share > 0 ? 'bad' : 'open', text };
  }
  if (verdictOf(variant, isDoubtful) === 'undecided') return { ...start, tone: 'warn', mark: 'open', text: isDoubtful ? say.doubtful : say.undecided };
  if (isRefuted(variant)) {
    const text = fill(say.refuted, { perDay: number(share * requestsPerDay), requests, formula: number(expected.perDay) });
    return { ...start, tone: share > 0 ? 'bad' : 'plain', mark: share > 0 ? 'bad' : 'open', text };
  }
  const { perDay } = expected;
  if (perDay < rareADay / 100) return { ...start, tone: 'good', mark: 'good', text: fill(say.never, { requests }) };
  if (perDay < 0.5) {
    const isRare = perDay < rareADay;
    return { ...start, tone: isRare ? 'good' : 'warn', mark: isRare ? 'good' : 'bad', text: fill(say.rarely, { days: number(1 / perDay), requests }) };
  }
  return { ...start, tone: 'bad', mark: 'bad', text: fill(say.failing, { perDay: number(perDay), requests }) };
}

function resonanceText(found: Resonance, say: SimulateTexts): string {
  if (found.kind === 'client-first') return fill(say['client-first'], { client: duration(found.clientIdleMs), closes: exact(found.closesMs) });
  const data = {
    period: exact(found.periodMs),
    gap: exact(found.gapMs),
    closes: rangeText(found.closesMs, found.closesToMs, say),
    pools: found.kind === 'shared' ? found.pools : 1,
    late: duration(Math.max(0, Math.round(found.gapMs - found.closesMs))),
  };
  if (found.kind !== 'meets') return fill(say[found.kind], data);
  return found.oneIn > 1 ? fill(say.meets, { ...data, oneIn: number(found.oneIn) }) : fill(say.meetsOften, data);
}

function table(variants: readonly Variant[], say: SimulateTexts): Block {
  const withHops = (variants[0]?.hops.length ?? 0) > 1;
  return {
    kind: 'table',
    head: [say.variant, say.perDay, say.interval, say.quietToThrottled, say.simulated, say.check],
    rows: variants.flatMap((variant) => {
      const label = variant.change ?? say.now;
      const { expected } = variant;
      const cells = expected === undefined ? [say.noForm, '', ''] : expectedCells(expected);
      const [only] = variant.hops;
      const whole: Row = {
        cells: [label, ...cells, ...(withHops || only === undefined ? ['', ''] : checkedCells(only, say))],
        tone: expected === undefined ? 'plain' : expected.perDay < rareADay ? 'good' : 'bad',
      };
      const parts = variant.hops.map(
        (hop): Row => ({
          cells: [`  ${hop.hop.name}`, ...(hop.expected === undefined ? ['', '', ''] : expectedCells(hop.expected)), ...checkedCells(hop, say)],
          tone: 'dim',
        }),
      );
      return withHops ? [whole, ...parts] : [whole];
    }),
  };
}

function expectedCells({ perDay, interval, quietPerDay, throttledPerDay }: NonNullable<Variant['expected']>): readonly string[] {
  return [number(perDay), `${interval.low} – ${interval.high}`, `${number(quietPerDay)} – ${number(throttledPerDay)}`];
}

function checkedCells({ expected, simulated, agreement }: CheckedHop, say: SimulateTexts): readonly string[] {
  if (simulated === undefined) return ['', say['not-checked']];
  const count = fill(say.simulatedCount, { losses: simulated.losses, requests: number(simulated.requests) });
  const wanted = expected === undefined ? '' : fill(say.expectedCount, { expected: number(expected.share * simulated.requests) });
  return [`${count}${wanted}`, say[agreement]];
}

function limitsText(hop: Hop, say: SimulateTexts): string {
  const client = hop.clientIdleMs === undefined ? say.neverWord : duration(hop.clientIdleMs);
  const data = { client, server: closesText([hop], say), rtt: duration(hop.rttMs) };
  return hop.envoyServerIdleMs === undefined
    ? fill(say.limits, data)
    : fill(say.envoyLimits, { ...data, idle: duration(hop.envoyServerIdleMs), drain: duration(envoyDrain.drainMs) });
}

function trafficPairs({ traffic, shape, pools, isThrottled }: Scenario, say: SimulateTexts): readonly Pair[] {
  return [
    [say.traffic, trafficText(traffic, say)],
    [say.pool, fill(say.poolText, { pools, workers: shape.workers, hosts: shape.hosts })],
    [say.speed, isThrottled ? say.throttledHosts : say.quiet],
  ];
}

function trafficText(traffic: Scenario['traffic'], say: SimulateTexts): string {
  switch (traffic.kind) {
    case 'periodic': {
      const data = { period: exact(traffic.periodMs), jitter: duration(traffic.jitterMs), burst: traffic.burst ?? 1 };
      return fill(traffic.burst === undefined ? say.trafficPeriodic : say.trafficBurst, data);
    }
    case 'random':
      return fill(say.trafficRandom, { rate: number(requestsPerSecond(traffic)) });
    case 'counted':
      return fill(say.trafficCounted, { rate: number(requestsPerSecond(traffic)) });
  }
}

function safeText({ hop, isSafe, clientAtMostMs, serverAtLeastMs, serverMs }: SafeHop, say: SimulateTexts): string {
  if (isSafe) return fill(say.isSafe, { hop: hop.name });
  const client = hop.clientIdleMs === undefined ? say.neverWord : duration(hop.clientIdleMs);
  const server = exact(serverMs);
  const first =
    clientAtMostMs === undefined
      ? fill(say.raiseServer, { hop: hop.name, server })
      : fill(say.safeClient, { hop: hop.name, limit: plainLimit(clientAtMostMs), server });
  return serverAtLeastMs === undefined ? first : `${first} ${fill(say.safeServer, { limit: exact(serverAtLeastMs), client })}`;
}

function sweepBars({ over, points }: Sweep, now: Variant, say: SimulateTexts): Block {
  return {
    kind: 'bars',
    title: over === 'period' ? say.sweepPeriod : say.sweepClient,
    rows: points.map(({ valueMs, share, isPresent }) => ({
      label: `${isPresent ? '▸ ' : '  '}${exact(valueMs)}`,
      value: share < NOTHING ? 0 : share,
      shown: over === 'period' ? percent(share < NOTHING ? 0 : share) : number(share * now.requestsPerDay),
      tone: isPresent ? 'strong' : 'plain',
    })),
  };
}

function closesText(hops: readonly Hop[], say: SimulateTexts): string {
  const closes = hops.map(serverCloses).find((each) => each !== undefined);
  return closes === undefined ? say.neverWord : rangeText(closes.minMs, closes.maxMs, say);
}

function rangeText(fromMs: Milliseconds, toMs: Milliseconds, say: SimulateTexts): string {
  const [from, to] = [exact(fromMs), exact(toMs)];
  return from === to ? from : fill(say.range, { from, to });
}

/** Nobody sets a limit to the millisecond: whole seconds from 10 s on. */
function plainLimit(ms: Milliseconds): string {
  return exact(ms >= 10_000 ? Math.floor(ms / 1_000) * 1_000 : ms);
}

/** A share that no bar can show: one request in ten million. */
const NOTHING = 1e-7;

/** To the millisecond, for what is compared at a millisecond. */
function exact(ms: Milliseconds): string {
  const rounded = Math.round(ms);
  return rounded >= 1_000 && rounded < 3_600_000 ? `${Number((rounded / 1_000).toFixed(3))} s` : duration(Math.max(0, rounded));
}

/** Three digits are more than is known; whole from a hundred on. */
function number(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value < 1e-4 && value > 0 ? '<0.0001' : String(Number(value.toPrecision(value >= 1 ? 3 : 2)));
}
