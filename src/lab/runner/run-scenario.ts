import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diagnose } from '../../index.ts';
import type { Diagnosis } from '../../model/diagnosis.ts';
import type { AccessRow } from '../../formats/access-log/row.ts';
import { readBundle } from '../../sources/bundle/index.ts';
import { collectBundle, labReaders } from '../evidence/index.ts';
import type { RunningPod } from '../kubelet/running-pod.ts';
import type { Observation, Scenario, Stage } from '../scenarios/scenario.ts';
import { appsFolder, type Lab } from '../start-lab.ts';
import { accessRows } from './access-rows.ts';
import { judged, liveProblems } from './judge-scenario.ts';
import { type OwnFix, ownFix } from './own-fix.ts';
import { predictedShare } from './predicted-share.ts';
import { type LiveReader, type LiveReading, readLive } from './read-live.ts';
import { openStage } from './stage.ts';
import { isFailed, isFewer, serviceOf, type Traffic, trafficOf } from './traffic.ts';

export interface RunOptions {
  /** The folder that gets `bundle/` and `truth.json`. */
  readonly into: string;
  readonly seed: number;
  /** Whether the fix is applied and measured too. */
  readonly prove: boolean;
  /** The tool itself, as it reads the live cluster; absent: it is not asked. */
  readonly live?: LiveReader;
  /** The scenario's namespace. */
  readonly namespace: string;
  readonly signal: AbortSignal;
  readonly onStep?: (step: RunStep) => void;
}

export type RunStep = 'breaking' | 'collecting' | 'readingLive' | 'diagnosing' | 'fixing';

/** What came out of one scenario. */
export interface ScenarioResult {
  readonly scenario: Scenario;
  readonly bundle: string;
  readonly diagnosis: Diagnosis;
  /** What differs from the truth or from what must be seen; empty when all is right. */
  readonly problems: readonly string[];
  readonly seconds: number;
  /** Traffic at the fix's place of measure before the fix and after. */
  readonly fix?: FixProof;
  /** What the tool says of the live cluster at the moment of the bundle. */
  readonly live?: LiveReading;
}

/** Failures before and after the fix, of requests to the services that had any. */
export interface FixProof {
  readonly before: Traffic;
  readonly after: Traffic;
  /** Whether the intervals of both shares part; else longer watching is needed. */
  readonly isShown: boolean;
  /** For a keep-alive race: the requests of the racing hop before the fix, and the share of failures that the model predicts of their quiet times. */
  readonly race?: { readonly observed: Traffic; readonly low: number; readonly high: number };
}

/** Seconds that a scenario may take beside five times its own: it waits for pods, and others may be at work. */
const patience = 300;

/** Breaks the mesh, collects the evidence, diagnoses it, and (where there is a fix) shows that it works. Leaves the namespace empty. */
export async function runScenario(lab: Lab, scenario: Scenario, options: RunOptions): Promise<ScenarioResult> {
  const { into, namespace, onStep = () => undefined } = options;
  const begun = Date.now();
  const within = patience + 5 * scenario.seconds;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`not over within ${within} s`)), within * 1000);
  const signal = AbortSignal.any([options.signal, late.signal]);
  const stage = await openStage(lab, namespace, options.seed, signal);
  try {
    onStep('breaking');
    await scenario.run(stage);
    onStep('collecting');
    const bundle = join(into, 'bundle');
    // What an earlier run left here is another run's evidence.
    rmSync(into, { recursive: true, force: true });
    mkdirSync(bundle, { recursive: true });
    const read = labReaders({ kubelet: lab.kubelet, getScript: join(appsFolder(), 'get.mjs'), since: begun, namespaces: [namespace] });
    await collectBundle({ api: lab.api, read, into: bundle, namespaces: [namespace], now: Date.now, signal });
    if (options.live !== undefined) onStep('readingLive');
    const live = options.live === undefined ? undefined : await readLive(options.live, { namespace, archive: join(into, 'live.tar.gz'), signal });
    writeFileSync(join(into, 'truth.json'), `${JSON.stringify(truthFile(scenario, options.seed), undefined, 1)}\n`);
    onStep('diagnosing');
    const snapshot = await readBundle([bundle]);
    const diagnosis = diagnose(snapshot);
    const seen = scenario.observe.flatMap((observation) => unseen(observation, stage));
    const own = scenario.fix?.own === undefined ? undefined : ownFix(lab.kubeconfig, snapshot, scenario.fix.own, signal);
    const fix = options.prove && scenario.fix !== undefined ? await prove(lab, scenario, stage, begun, onStep, own) : undefined;
    const unfixed = fix === undefined ? [] : fixProblems(fix);
    const ofLive = live === undefined ? [] : liveProblems(live, scenario).map((problem) => `live: ${problem}`);
    const problems = [...seen, ...judged(diagnosis, scenario), ...ofLive, ...unfixed];
    const more = { ...(fix === undefined ? {} : { fix }), ...(live === undefined ? {} : { live }) };
    return { scenario, bundle, diagnosis, problems, seconds: (Date.now() - begun) / 1000, ...more };
  } catch (error) {
    throw late.signal.aborted ? late.signal.reason : error;
  } finally {
    clearTimeout(timer);
    // A lab that stops ends everything at once.
    if (!options.signal.aborted) await empty(lab, namespace);
  }
}

/** As `truth.json` of recorded cases has it. */
function truthFile({ id, truth, breaks }: Scenario, seed: number): object {
  return {
    id,
    cause: truth.cause,
    acceptable_also: truth.acceptableAlso ?? [],
    hop: truth.hop ?? '',
    closed_by: truth.closedBy ?? '',
    must_not: truth.mustNot,
    how_injected: breaks.en,
    recorded_by: 'why503 lab',
    seed,
  };
}

function unseen({ workload, shows, atLeast = 1, atMost }: Observation, stage: Stage): readonly string[] {
  const rows = stage.rows(workload, shows);
  if (rows < atLeast) return [`the scenario did not break what it says: ${rows} rows with ${shows} at ${workload}, ${atLeast} expected`];
  return atMost !== undefined && rows > atMost ? [`${rows} rows with ${shows} at ${workload}, at most ${atMost} expected`] : [];
}

/** Seconds between the fix and the first counted request: proxies take it over within one. */
const settle = 5;

async function prove(
  lab: Lab,
  { fix, race }: Scenario,
  stage: Stage,
  begun: number,
  onStep: (step: RunStep) => void,
  own?: OwnFix,
): Promise<FixProof | undefined> {
  if (fix === undefined) return undefined;
  onStep('fixing');
  const rowsOf = (workload: string): readonly AccessRow[] => accessRows(join(lab.folder, 'kubelet', 'logs'), stage.namespace, workload);
  const first = rowsOf(fix.measuredAt);
  // The proxy has other requests too, which say nothing about the fix.
  const services = new Set(first.filter(isFailed).map(serviceOf));
  const concerned = (rows: readonly AccessRow[]): readonly AccessRow[] => rows.filter((row) => services.has(serviceOf(row)));
  const before = trafficOf(concerned(first), begun, Date.now());
  const raced = race === undefined ? undefined : raceOf(rowsOf(race.hop), race.limitMs, begun);
  await (own === undefined ? fix.apply(stage) : own.apply());
  if (own !== undefined) await fix.afterOwn?.(stage);
  await stage.wait(settle);
  const from = Date.now();
  await stage.wait(fix.seconds ?? 30);
  const after = trafficOf(concerned(rowsOf(fix.measuredAt)), from, Date.now());
  await own?.takeBack();
  return { before, after, isShown: isFewer(before, after), ...(raced === undefined ? {} : { race: raced }) };
}

function raceOf(rows: readonly AccessRow[], limitMs: number, begun: number): FixProof['race'] {
  const inbound = rows.filter(({ upstreamCluster }) => upstreamCluster?.startsWith('inbound') === true);
  const predicted = predictedShare(inbound, limitMs);
  return predicted === undefined ? undefined : { observed: trafficOf(inbound, begun, Date.now()), low: predicted.low, high: predicted.high };
}

function fixProblems({ before, after }: FixProof): readonly string[] {
  return [
    ...(before.failures === 0 ? ['nothing failed before the fix where it is measured'] : []),
    ...(after.requests === 0 ? ['no request after the fix'] : []),
    ...(after.failures > 0 ? [`${after.failures} of ${after.requests} requests fail after the fix`] : []),
  ];
}

/** Seconds that the processes of a namespace may take to end. */
const emptyWithin = 20;

/** Deletes the namespace and waits until its processes are gone, so that the next scenario has the machine. Nothing here may hide what went before. */
async function empty(lab: Lab, namespace: string): Promise<void> {
  const left = (): readonly RunningPod[] => lab.kubelet.pods().filter((pod) => pod.namespace === namespace);
  await lab.api.delete(`/api/v1/namespaces/${namespace}`).catch(() => undefined);
  await Promise.all(left().map(({ name }) => lab.api.delete(`/api/v1/namespaces/${namespace}/pods/${name}`, { gracePeriodSeconds: 0 }).catch(() => undefined)));
  for (let tries = 0; tries < emptyWithin * 4 && left().length > 0; tries += 1) await sleep(250);
}
