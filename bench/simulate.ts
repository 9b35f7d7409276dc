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
import { quietLags, throttledLags } from '../src/race/lags.ts';
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

/** Edges of bins around the server's limit, in ms: narrow where the chance of a loss changes. */
const EDGES = [-1_000, -4, -2, -1, 0, 1, 2, 3, 5, 8, 12, 20, 1_000];

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
    ...[0.2, 0.4, 1, 5, 20].map((perSecond) => [`${perSecond}/s at random`, { kind: 'random', perSecond }, 50, 10] as const),
    ['50/s at random', { kind: 'random', perSecond: 50 }, 100, 10],
    ['100/s at random', { kind: 'random', perSecond: 100 }, 200, 10],
    ...[1, 10, 100].map((jitterMs) => [`every 5 s ± ${jitterMs} ms`, { kind: 'periodic', periodMs: 5_000, jitterMs }, 20, 1] as const),
    ['every 4.9 s ± 50 ms', { kind: 'periodic', periodMs: 4_900, jitterMs: 50 }, 20, 40],
  ];
  const rows = cases.map(([name, traffic, busyMs, rttMs]) => {
    const hop: Hop = { name: 'server', serverIdle: { minMs: 5_000, maxMs: 5_000 }, rttMs };
    const shape = { workers: 1, hosts: 1, order: 'lifo' } as const;
    const given: Scenario = {
      traffic,
      serviceMs: Math.max(0.1, busyMs - rttMs),
      shape,
      pools: 1,
      retries: 0,
      isThrottled: traffic.kind === 'random',
      hops: [hop],
    };
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
    'Server closes after 5 s, losses per hour of one pool; random traffic on throttled hosts, regular on quiet ones. *Off*: the difference in standard errors.',
    '',
    '| traffic | RTT | closed form | simulation | requests | off |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ];
}

/** Pools of even number measure the window, with gaps spread evenly over a band; the others play a periodic caller in resonance, which is predicted. */
async function realTable(): Promise<readonly string[]> {
  const [pools, idleMs, bandMs, jitterMs, forMs] = [60, 2_000, 10, 4, 110_000];
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
    const played = readReuses(pair.accessLog, (pool) => pool % 2 === 1);
    const gaps = played.reuses.map(({ gapMs }) => gapMs);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    const share = played.losses / played.requests;
    const error = Math.sqrt((share * (1 - share)) / played.requests);
    const predicted = predict(measured.reuses, played.reuses, idleMs);
    const windows = [quietLags, throttledLags].map(({ decisionMs, noticeMs }) => ({ fromMs: idleMs - decisionMs, toMs: idleMs + noticeMs }));
    const closed = windows.map(({ fromMs, toMs }) => {
      const chances = { lost: normalGaps(mean, deviation).within(fromMs, toMs), gone: 0 };
      return percent(idleLossShare(chances, chances));
    });
    return [
      `Envoy ${pair.envoyVersion} in front of a Go ${pair.goVersion} server on one host, idle limit ${idleMs / 1_000} s, ${pools} pools for ${forMs / 1_000} s, load average ${loadavg()[0]?.toFixed(1)} on`,
      `${cpus().length} cores. Half of the pools measure how likely a loss is after which gap (spread over ± ${bandMs} ms: ${measured.reuses.length} reuses, ${measured.losses} lost; the integral,`,
      `W, is ${widthOf(measured.reuses).toFixed(1)} ms). The other half plays a periodic caller in resonance (gaps of S ${signed(mean - idleMs)} ± ${deviation.toFixed(1)} ms).`,
      '',
      '| losses of the periodic callers | share of requests |',
      '|---|---|',
      `| Envoy: ${played.losses} of ${played.requests} | ${percent(share)} ± ${percent(error)} |`,
      `| expected from the losses by gap of the other half, p / (1 + p) | ${percent(predicted.share)} ± ${percent(predicted.error)} |`,
      `| closed form with the windows of the model, quiet – throttled | ${closed.join(' – ')} |`,
      `| simulation with the same windows | ${windows.map(({ fromMs, toMs }) => percent(simulated(mean, deviation, fromMs, toMs))).join(' – ')} |`,
      '',
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Share of requests lost, if a loss depends on nothing but the gap. */
function predict(measured: readonly Reuse[], played: readonly Reuse[], idleMs: number): { readonly share: number; readonly error: number } {
  let [chance, variance] = [0, 0];
  for (const [index, from] of EDGES.slice(0, -1).entries()) {
    const isWithin = ({ gapMs }: Reuse): boolean => gapMs - idleMs > from && gapMs - idleMs <= (EDGES[index + 1] ?? 0);
    const bin = measured.filter(isWithin);
    const lost = bin.filter(({ isLost }) => isLost).length / Math.max(1, bin.length);
    const weight = played.filter(isWithin).length / played.length;
    chance += weight * lost;
    variance += (weight ** 2 * Math.max(lost * (1 - lost), 1 / (bin.length + 2))) / Math.max(1, bin.length);
  }
  return { share: chance / (1 + chance), error: Math.sqrt(variance) / (1 + chance) ** 2 };
}

/** The integral of the chance to be lost over the gap, by bins of 2 ms. */
function widthOf(reuses: readonly Reuse[]): number {
  const bins = Map.groupBy(reuses, ({ gapMs }) => Math.floor(gapMs / 2));
  return [...bins.values()].reduce((sum, bin) => sum + (2 * bin.filter(({ isLost }) => isLost).length) / bin.length, 0);
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

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
