/**
 * The keep-alive race three times: closed form, exact simulation, and with `--full` a real Envoy in front of a real Go server (two minutes; needs
 * `why503 lab setup --only envoy` and Go). `--write` puts the tables into bench/simulate.md.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hopShare } from '../src/race/forecast.ts';
import { normalGaps } from '../src/race/gap-law.ts';
import type { Hop } from '../src/race/hop.ts';
import { idleLossShare } from '../src/race/loss-share.ts';
import { simulatePool } from '../src/race/pool-simulation.ts';
import { seededRandom } from '../src/race/random.ts';
import { lagsOf, type Scenario } from '../src/race/scenario.ts';
import { simulatedShare } from '../src/race/simulated-share.ts';
import { requestsPerSecond, type Traffic } from '../src/race/traffic.ts';
import { startRacingPair } from './lib/race-envoy.ts';
import { driveCallers, readReuses, type Reuse } from './lib/race-traffic.ts';

const { values } = parseArgs({
  options: { full: { type: 'boolean', default: false }, write: { type: 'boolean', default: false }, megabytes: { type: 'string' } },
  strict: true,
});
const SEED = 503;
const REQUESTS = values.full ? 3_000_000 : 200_000;

const lines = [
  '# Closed form, simulation, Envoy',
  '',
  `Made by \`node bench/simulate.ts --full --write\` on ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, seed ${SEED}, ${cpus().length} cores.`,
  '',
  ...agreementTable(),
];
if (values.full) lines.push(...(await realTable()));
console.log(lines.join('\n'));
if (values.write) writeFileSync(join(import.meta.dirname, 'simulate.md'), `${lines.join('\n')}\n`);

function agreementTable(): readonly string[] {
  const cases: readonly (readonly [string, Traffic, number, number])[] = [
    ...[0.2, 0.4, 1, 5, 20].map((perSecond) => [`${perSecond}/s at random`, { kind: 'random', perSecond }, 50, 69] as const),
    ['50/s at random', { kind: 'random', perSecond: 50 }, 100, 69],
    ['100/s at random', { kind: 'random', perSecond: 100 }, 200, 69],
    ...[1, 10, 100].map((jitterMs) => [`every 5 s ± ${jitterMs} ms`, { kind: 'periodic', periodMs: 5_000, jitterMs }, 20, 1] as const),
    ['every 4.9 s ± 50 ms', { kind: 'periodic', periodMs: 4_900, jitterMs: 50 }, 20, 40],
  ];
  const rows = cases.map(([name, traffic, busyMs, rttMs]) => {
    const hop: Hop = { name: 'server', serverIdle: { minMs: 5_000, maxMs: 5_000 }, rttMs };
    const shape = { workers: 1, hosts: 1, order: 'lifo' } as const;
    const given: Scenario = { traffic, serviceMs: Math.max(0.1, busyMs - rttMs), shape, pools: 1, retries: 0, isThrottled: false, hops: [hop] };
    const share = hopShare(given, hop, lagsOf(given)) ?? Number.NaN;
    const bounds = { requests: REQUESTS, losses: 5_000, spanMs: Number.POSITIVE_INFINITY };
    const counts = [...simulatedShare(given, hop, bounds, seededRandom(SEED))].at(-1);
    const [losses, requests] = [counts?.losses ?? 0, counts?.requests ?? 1];
    const error = Math.sqrt(Math.max(1, losses)) / requests;
    const perHour = 3_600 * requestsPerSecond(traffic);
    const off = (losses / requests - share) / error;
    return `| ${name} | ${rttMs} ms | ${(share * perHour).toPrecision(3)} | ${((losses / requests) * perHour).toPrecision(3)} ± ${(error * perHour).toPrecision(1)} | ${requests} | ${off.toFixed(1)} |`;
  });
  return [
    'Server closes after 5 s, losses per hour of one pool; *off* is the difference in standard errors.',
    '',
    '| traffic | RTT | closed form | simulation | requests | off |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ];
}

/** Pools of even number measure the window, with gaps spread evenly over a band; the others play a periodic caller in resonance, which is predicted. */
async function realTable(): Promise<readonly string[]> {
  const [pools, idleMs, bandMs, jitterMs, forMs] = [60, 2_000, 15, 4, 110_000];
  const random = seededRandom(SEED);
  const folder = mkdtempSync(join(tmpdir(), 'why503-bench-'));
  try {
    const pair = await startRacingPair(folder, pools, `${idleMs}ms`);
    if (pair === undefined) return ['The real pair was left out: the lab has no Envoy here, or there is no Go.', ''];
    try {
      await driveCallers(pair.port, pools, forMs, (pool) => (pool % 2 === 0 ? idleMs + bandMs * (2 * random.uniform() - 1) : random.normal(idleMs, jitterMs)));
    } finally {
      await pair.stop();
    }
    const measured = readReuses(pair.accessLog, (pool) => pool % 2 === 0);
    const { fromMs, toMs } = windowOf(measured.reuses);
    const played = readReuses(pair.accessLog, (pool) => pool % 2 === 1);
    const gaps = played.reuses.map(({ gapMs }) => gapMs);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    const lost = normalGaps(mean, deviation).within(fromMs, toMs);
    const chances = { lost, gone: 0 };
    const share = played.losses / played.requests;
    const error = Math.sqrt((share * (1 - share)) / played.requests);
    const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
    return [
      `Envoy ${pair.envoyVersion} in front of a Go ${pair.goVersion} server on one host, idle limit ${idleMs / 1_000} s, ${pools} pools for ${forMs / 1_000} s, load average ${loadavg()[0]?.toFixed(1)}. Half of`,
      `the pools measure the window with gaps spread over ± ${bandMs} ms (${measured.reuses.length} reuses, ${measured.losses} lost): gaps from S ${signed(fromMs - idleMs)} ms to S ${signed(toMs - idleMs)} ms, **W = ${(toMs - fromMs).toFixed(2)} ms**.`,
      `The other half plays a periodic caller in resonance: gaps of S ${signed(mean - idleMs)} ± ${deviation.toFixed(1)} ms.`,
      '',
      '| losses of the periodic callers | share of requests |',
      '|---|---|',
      `| Envoy: ${played.losses} of ${played.requests} | ${percent(share)} ± ${percent(error)} |`,
      `| closed form with that window | ${percent(idleLossShare(chances, chances))} |`,
      `| simulation with that window | ${percent(simulated(mean, deviation, fromMs, toMs))} |`,
      '',
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The integral of the chance to be lost over the gap: by bins of a millisecond. Placed around the mean of the lost gaps. */
function windowOf(reuses: readonly Reuse[]): { readonly fromMs: number; readonly toMs: number } {
  const bins = Map.groupBy(reuses, ({ gapMs }) => Math.floor(gapMs));
  const width = [...bins.values()].reduce((sum, bin) => sum + bin.filter(({ isLost }) => isLost).length / bin.length, 0);
  const lost = reuses.filter(({ isLost }) => isLost).map(({ gapMs }) => gapMs);
  const centre = lost.reduce((sum, gap) => sum + gap, 0) / Math.max(1, lost.length);
  return { fromMs: centre - width / 2, toMs: centre + width / 2 };
}

function simulated(mean: number, deviation: number, fromMs: number, toMs: number): number {
  const random = seededRandom(SEED);
  const answerMs = 1;
  function* arrivals(): Generator<number> {
    for (let at = 0; ; at += answerMs + random.normal(mean, deviation)) yield at;
  }
  const setup = { server: { idle: { limitMs: toMs }, decisionMs: toMs - fromMs }, client: {} };
  const requests = simulatePool(arrivals(), () => answerMs, setup, random).take(200_000);
  let losses = 0;
  for (const { outcome } of requests) if (outcome === 'reset') losses += 1;
  return losses / 200_000;
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'} ${Math.abs(value).toFixed(2)}`;
}
