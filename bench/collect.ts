/**
 * `why503 collect` along one path in a cluster of 1,000 pods and 10,000 objects: the lab's API server, filled up beside a real broken path. Needs the lab's parts
 * (`why503 lab setup`) and takes some minutes; says so and ends where they are missing.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringAt } from '../src/formats/json.ts';
import type { KubeApi } from '../src/lab/cluster/kube-api.ts';
import { labCache } from '../src/lab/parts/cache.ts';
import { findTools } from '../src/lab/parts/tools.ts';
import { enterLab } from '../src/lab/runner/enter-lab.ts';
import { openStage } from '../src/lab/runner/stage.ts';
import { portMismatch } from '../src/lab/scenarios/port-mismatch.ts';
import { startLab } from '../src/lab/start-lab.ts';
import { powersOf } from '../src/lab/world/powers.ts';
import { isInside, watchOrders } from '../src/lab/world/sandbox.ts';
import { eachOf } from '../src/sources/cluster/collecting.ts';
import { command } from './lib/measure.ts';

const namespace = 'shop';
const RUNS = 3;
const AT_ONCE = 24;

if (isInside()) await inside();
else process.exitCode = await outside();

async function outside(): Promise<number> {
  const powers = powersOf();
  try {
    findTools('en');
  } catch (error) {
    console.log(`left out: ${error instanceof Error ? error.message : String(error)}`);
    return 0;
  }
  if ('why' in powers) return 0;
  const cache = labCache(process.env).folder;
  return await enterLab({ argv: process.argv.slice(1), powers, into: cache, keep: false, cache, onKept: (path) => console.log(`kept ${path}`) });
}

async function inside(): Promise<void> {
  const interrupt = new AbortController();
  watchOrders(interrupt);
  const work = mkdtempSync(join(tmpdir(), 'why503-bench-'));
  const lab = await startLab({
    tools: findTools('en'),
    folder: process.env['WHY503_LAB_FOLDER'] ?? work,
    signal: interrupt.signal,
    isRoot: process.env['WHY503_LAB_BY'] === 'root',
  });
  try {
    const stage = await openStage(lab, namespace, 1, interrupt.signal);
    await portMismatch.run(stage);
    console.log(`${await fill(lab.api)} objects written`);
    const ends = ['--from', `${namespace}/vmalert`, '--to', `${namespace}/vminsert:8480`];
    for (let number = 0; number < RUNS; number += 1) {
      const args = [command, 'collect', ...ends, '--kubeconfig', lab.kubeconfig, '-o', join(work, `${number}.tar.gz`), '--format', 'json'];
      const { seconds, cpuSeconds, mebibytes, output } = measured(args);
      writeFileSync(join(work, `${number}.json`), output);
      const { collection } = JSON.parse(output);
      const lost = collection.missing.filter(({ reason }: { readonly reason: string }) => !['not-served', 'no-pod', 'empty'].includes(reason));
      console.log(
        `${seconds.toFixed(1)} s (limit 10; processor time ${cpuSeconds.toFixed(1)} s, load ${(loadavg()[0] ?? 0).toFixed(0)}), ${collection.requests} requests (limit 60), peak ${mebibytes.toFixed(0)} MiB (limit 300), ${collection.files.length} files`,
      );
      for (const { file, reason, detail } of lost) console.log(`    ${file}: ${reason} ${detail ?? ''}`);
    }
  } finally {
    await lab.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

/** Runs a script in this Node, which tells at its end what it used. */
function measured(args: readonly string[]): { readonly seconds: number; readonly cpuSeconds: number; readonly mebibytes: number; readonly output: string } {
  const tell = "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));";
  const start = performance.now();
  const result = spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  const seconds = (performance.now() - start) / 1000;
  const { maxRSS, userCPUTime, systemCPUTime }: NodeJS.ResourceUsage = JSON.parse(result.output[3] ?? '{}');
  return { seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, mebibytes: maxRSS / 1024, output: result.stdout };
}

/** Fills the cluster; gives how many objects it wrote. Controllers make a slice of each Service and a ReplicaSet of each Deployment on top. */
async function fill(api: KubeApi): Promise<number> {
  await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'warehouse' } });
  // Nobody runs what is on this node.
  await api.apply({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'far' } });
  const at = (index: number): string => (index % 5 < 3 ? namespace : 'warehouse');
  const template = (app: string) => ({
    metadata: { labels: { app } },
    spec: { nodeName: 'far', containers: [{ name: app, image: `registry.example/${app}:1.0.0`, args: ['--listen=:8080'], ports: [{ containerPort: 8080 }] }] },
  });
  const objects: readonly (readonly [count: number, path: (space: string) => string, make: (index: number) => object])[] = [
    [1000, (space) => `/api/v1/namespaces/${space}/pods`, (index) => template(`app-${index}`)],
    [
      1000,
      (space) => `/api/v1/namespaces/${space}/services`,
      (index) => ({ spec: { selector: { app: `app-${index}` }, ports: [{ name: 'http', port: 8080 }] } }),
    ],
    [
      700,
      (space) => `/apis/apps/v1/namespaces/${space}/deployments`,
      (index) => ({ spec: { replicas: 0, selector: { matchLabels: { app: `app-${index}` } }, template: template(`app-${index}`) } }),
    ],
    [
      2800,
      (space) => `/api/v1/namespaces/${space}/configmaps`,
      (index) => ({ data: { 'app.properties': `number=${index}\n${'setting=value\n'.repeat(40)}` } }),
    ],
    [
      1600,
      (space) => `/api/v1/namespaces/${space}/events`,
      (index) => ({
        involvedObject: { kind: 'Pod', namespace: at(index), name: `filler-${index % 1000}` },
        reason: 'Pulled',
        message: 'Container image already present',
        type: 'Normal',
      }),
    ],
    [
      600,
      (space) => `/apis/networking.istio.io/v1/namespaces/${space}/destinationrules`,
      (index) => ({ apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', spec: { host: `filler-${index}` } }),
    ],
    [
      600,
      (space) => `/apis/networking.istio.io/v1/namespaces/${space}/virtualservices`,
      (index) => ({
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        spec: { hosts: [`filler-${index}`], http: [{ route: [{ destination: { host: `filler-${index}` } }] }] },
      }),
    ],
  ];
  const jobs = objects.flatMap(([count, path, make]) => Array.from({ length: count }, (_, index) => ({ index, path, make })));
  await eachOf(jobs, AT_ONCE, async ({ index, path, make }) => {
    const made = { ...make(index) };
    const metadata = { name: `filler-${index}`, namespace: at(index), labels: { app: stringAt(made, 'metadata', 'labels', 'app') ?? `app-${index}` } };
    await api.create(path(at(index)), { ...made, metadata });
  });
  return jobs.length;
}
