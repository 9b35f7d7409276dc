/**
 * `npm run test:e2e -- collect`: breaks the lab's mesh once, then collects and diagnoses it live through its API server, kubelet endpoint and Envoys, under
 * exactly the role that `why503 generate rbac` prints; then mends it by `fix --apply`, takes that back, and is killed in the middle of it. Ends with `N passed, N failed`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadAll } from 'js-yaml';
import { asObject, stringAt } from '../src/formats/json.ts';
import type { KubeApi, KubeObject } from '../src/lab/cluster/kube-api.ts';
import { labCache } from '../src/lab/parts/cache.ts';
import { findTools } from '../src/lab/parts/tools.ts';
import { accountKubeconfig } from '../src/lab/runner/account-kubeconfig.ts';
import { enterLab } from '../src/lab/runner/enter-lab.ts';
import { openStage } from '../src/lab/runner/stage.ts';
import { portMismatch } from '../src/lab/scenarios/port-mismatch.ts';
import { type Lab, startLab } from '../src/lab/start-lab.ts';
import { powersOf } from '../src/lab/world/powers.ts';
import { isInside, watchOrders } from '../src/lab/world/sandbox.ts';
import { repairChecks } from './repair.ts';
import type { CollectionRecord } from '../src/sources/cluster/collection.ts';
import { type RecordedSeries, recordSeries } from './recorded-series.ts';
import { run } from './run-why503.ts';
import { silentProxyProblems } from './silent-proxies.ts';

const namespace = 'shop';
const cacheBin = labCache(process.env).bin;
/** Searched for in everything that comes out. */
const canary = 'canary-7f3a9b';

if (isInside()) process.exitCode = await inside();
else {
  const powers = powersOf();
  if ('why' in powers) {
    console.log(`skip collect: ${powers.why}\n0 passed, 0 failed, 1 skipped`);
    process.exit(0);
  }
  const cache = labCache(process.env).folder;
  process.exitCode = await enterLab({
    argv: process.argv.slice(1),
    powers,
    into: cache,
    keep: process.argv.includes('--keep'),
    cache,
    onKept: (path) => console.log(`kept ${path}`),
  });
}

async function inside(): Promise<number> {
  const interrupt = new AbortController();
  watchOrders(interrupt);
  const folder = process.env['WHY503_LAB_FOLDER'] ?? mkdtempSync(join(tmpdir(), 'why503-lab-'));
  const lab = await startLab({ tools: findTools('en'), folder, signal: interrupt.signal, isRoot: process.env['WHY503_LAB_BY'] === 'root' });
  const work = mkdtempSync(join(tmpdir(), 'why503-collect-'));
  let failed = 0;
  let passed = 0;
  let series: RecordedSeries | undefined;
  try {
    const stage = await openStage(lab, namespace, 1, interrupt.signal);
    await portMismatch.run(stage);
    await plantCanaries(lab.api);
    const kubeconfig = await kubeconfigFor(lab, work, 'why503-read', []);
    const blind = await kubeconfigFor(lab, work, 'why503-blind', ['pods/log', 'pods/portforward', 'destinationrules']);
    series = await recordSeries(join(cacheBin, 'victoria-metrics'), work, `${canary}-series`, await podsOf(lab.api));
    const fixer = await kubeconfigFor(lab, work, 'why503-fix', [], ['--fix']);
    const all = [
      ...checks({ kubeconfig, blind, work, series: series.url, api: lab.api }),
      ...repairChecks({ api: lab.api, kubeconfig, fixer, work, namespace }),
    ];
    for (const [name, check] of all) {
      const problems = await check().catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
      console.log(`${problems.length === 0 ? 'ok' : 'not ok'} collect/${name}`);
      for (const problem of problems) console.log(`    ${problem}`);
      if (problems.length === 0) passed += 1;
      else failed += 1;
    }
  } finally {
    await series?.stop();
    if (process.argv.includes('--keep')) console.log(`kept ${work}`);
    else rmSync(work, { recursive: true, force: true });
    await lab.stop();
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

interface Given {
  readonly kubeconfig: string;
  /** Of a user who may read neither logs nor ports nor DestinationRules. */
  readonly blind: string;
  readonly work: string;
  /** A VictoriaMetrics that asks for credentials. */
  readonly series: string;
  readonly api: KubeApi;
}

function checks({ kubeconfig, blind, work, series, api }: Given): readonly (readonly [string, () => Promise<readonly string[]>])[] {
  const ends = ['--from', `${namespace}/vmalert`, '--to', `${namespace}/vminsert:8480`];
  const archive = join(work, 'live.tar.gz');
  return [
    [
      'live-is-archive',
      async () => {
        const live = await run(['diagnose', ...ends, '--kubeconfig', kubeconfig, '--save', archive, '-o', 'json']);
        const again = await run(['diagnose', archive, '-o', 'json']);
        const cause = stringAt(JSON.parse(live.stdout), 'causes', 0, 'id');
        return [
          ...(live.stdout === again.stdout ? [] : ['the diagnosis of the archive is not that of the live cluster, byte for byte']),
          ...(live.code === 1 && cause === portMismatch.truth.cause ? [] : [`live diagnosis: exit ${live.code}, cause ${cause}; ${live.stderr}`]),
        ];
      },
    ],
    [
      'shipped-role',
      async () => {
        const { missing, requests, files, startedAt, finishedAt } = recordOf(archive);
        const expected = ['not-served', 'left-out', 'empty', 'no-pod'];
        console.log(`    ${files.length} files, ${requests} requests, ${(Date.parse(finishedAt) - Date.parse(startedAt)) / 1000} s`);
        const lost = missing.filter(({ reason }) => !expected.includes(reason));
        const wanted = [
          `envoy/${namespace}/`,
          `logs/${namespace}/`,
          `metrics/${namespace}/`,
          'istiod/syncz.json',
          'cluster/pods.json',
          'cluster/virtualservices.json',
        ];
        const absent = wanted.filter((start) => !files.some(({ file }) => file.startsWith(start)));
        return [...lost.map(({ file, reason, detail }) => `${file}: ${reason} ${detail ?? ''}`), ...absent.map((start) => `no file ${start}…`)];
      },
    ],
    [
      'one-end',
      async () => {
        const found = await run(['diagnose', '--to', `${namespace}/vminsert`, '--kubeconfig', kubeconfig, '--save', join(work, 'one.tar.gz'), '-o', 'json']);
        const named = recordOf(join(work, 'one.tar.gz')).files.some(({ file }) => file.startsWith(`envoy/${namespace}/vmalert-`));
        return [...(found.code === 1 ? [] : [`exit ${found.code}; ${found.stderr}`]), ...(named ? [] : ['the caller was not found by the failing rows'])];
      },
    ],
    [
      'dry-run',
      async () => {
        const { stdout, code } = await run(['collect', ...ends, '--kubeconfig', kubeconfig, '--dry-run', '--format', 'json']);
        const { requests }: { readonly requests: readonly string[] } = JSON.parse(stdout);
        const toServer = requests.filter((request) => request.startsWith('GET /'));
        const secrets = toServer.filter((request) => /secret/i.test(request));
        const made = recordOf(archive).requests;
        return [
          ...(code === 0 ? [] : [`exit ${code}`]),
          ...(toServer.length === made ? [] : [`${toServer.length} requests planned, ${made} made`]),
          ...secrets.map((request) => `asks for ${request}`),
        ];
      },
    ],
    [
      'canaries',
      async () => {
        const outputs = await Promise.all(
          ['text', 'json', 'markdown'].map(async (format) => [format, (await run(['diagnose', archive, '-v', '-o', format])).stdout] as const),
        );
        const packed = gunzipSync(readFileSync(archive)).toString('latin1');
        const hits = [['the archive', packed] as const, ...outputs].filter(([, text]) => text.includes(canary));
        // That it was read at all shows in what stands for it.
        const marked = packed.includes('***redacted***');
        return [...hits.map(([where]) => `a canary is in ${where}`), ...(marked ? [] : ['nothing says that something was redacted'])];
      },
    ],
    [
      'definitions',
      async () => {
        const kept = recordOf(archive).files.some(({ file }) => file === 'cluster/customresourcedefinitions.json');
        const live = await run(['fix', ...ends, '--kubeconfig', kubeconfig, '-o', 'json']);
        const saved = await run(['fix', archive, '-o', 'json']);
        const ownOf = (text: string): string => JSON.stringify(asObject(asObject(JSON.parse(text))?.['definitions'])?.['own']);
        const expected = JSON.stringify(['AuthorizationPolicy', 'DestinationRule', 'PeerAuthentication', 'Sidecar', 'VirtualService']);
        return [
          ...(kept ? [] : ['the archive holds no definitions']),
          ...[live, saved].flatMap(({ stdout, code, stderr }) =>
            code === 0 && ownOf(stdout) === expected ? [] : [`exit ${code}, own ${ownOf(stdout)}; ${stderr}`],
          ),
        ];
      },
    ],
    [
      'series',
      async () => {
        const recorded = join(work, 'series.tar.gz');
        const told = ['--metrics', series.replace('http://', `http://why503:${canary}-series@`)];
        const live = await run(['diagnose', ...ends, '--kubeconfig', kubeconfig, '--save', recorded, '-o', 'json', ...told]);
        const again = await run(['diagnose', recorded, '-o', 'json']);
        const { files, metrics } = recordOf(recorded);
        console.log(`    ${metrics?.requests} requests to the metrics server`);
        const came = ['requests-failed', 'container-ends', 'memory', 'memory-limits', 'istiod-pushes'].filter(
          (name) => !files.some(({ file }) => file === `series/${name}.json`),
        );
        const texts = [live.stdout, live.stderr, gunzipSync(readFileSync(recorded)).toString('latin1')];
        const stranger = await run(['collect', ...ends, '--kubeconfig', kubeconfig, '-o', join(work, 'stranger.tar.gz'), '--metrics', series]);
        const refused = recordOf(join(work, 'stranger.tar.gz')).missing.filter(({ file }) => file.startsWith('series'));
        return [
          ...(live.stdout === again.stdout ? [] : ['the diagnosis of the archive is not that of the live cluster, byte for byte']),
          ...came.map((name) => `series/${name}.json did not come`),
          ...(live.stdout.includes('kube_pod_container_status_restarts_total') || live.stdout.includes('metric-series')
            ? []
            : ['the diagnosis used no series']),
          ...(texts.some((text) => text.includes(canary)) ? ['the password of the metrics server is somewhere'] : []),
          ...(stranger.code === 3 && refused.map(({ reason }) => reason).join() === 'unauthenticated' ? [] : [`without credentials: exit ${stranger.code}`]),
        ];
      },
    ],
    ['silent-proxies', async () => await silentProxyProblems({ api, namespace, work, collect: [...ends, '--kubeconfig', kubeconfig] })],
    [
      'partial',
      async () => {
        const part = join(work, 'part.tar.gz');
        const collected = await run(['collect', ...ends, '--kubeconfig', blind, '-o', part]);
        const refused = recordOf(part)
          .missing.filter(({ reason }) => reason === 'forbidden')
          .map(({ file }) => file);
        const diagnosed = await run(['diagnose', part, '-o', 'json']);
        const said = JSON.stringify(asObject(JSON.parse(diagnosed.stdout))?.['snapshot']);
        return [
          ...(collected.code === 3 ? [] : [`exit ${collected.code}; ${collected.stderr}`]),
          ...['logs/', 'envoy/', 'cluster/destinationrules'].flatMap((start) =>
            refused.some((file) => file.startsWith(start)) ? [] : [`${start} is not said to be refused`],
          ),
          ...(diagnosed.code !== 2 && said.includes('coverage/collectForbidden')
            ? []
            : [`the diagnosis (exit ${diagnosed.code}) does not say what was refused`]),
        ];
      },
    ],
  ];
}

/** A pod of either end. */
async function podsOf(api: KubeApi): Promise<{ readonly namespace: string; readonly server: string; readonly caller: string }> {
  const names = (await api.list(`/api/v1/namespaces/${namespace}/pods`)).map(({ metadata }) => metadata.name);
  const of = (workload: string): string => names.find((name) => name.startsWith(`${workload}-`)) ?? workload;
  return { namespace, server: of('vminsert'), caller: of('vmalert') };
}

/** A service account with the shipped role, without some of its resources, and a kubeconfig for it. */
async function kubeconfigFor(lab: Lab, work: string, name: string, without: readonly string[], more: readonly string[] = []): Promise<string> {
  const { stdout } = await run(['generate', 'rbac', ...more, '--name', name, '--service-account', `${namespace}/${name}`]);
  for (const object of loadAll(stdout) as KubeObject[]) {
    const rules = object['rules'];
    const kept = Array.isArray(rules)
      ? {
          rules: rules
            .map((rule) => ({ ...rule, resources: rule.resources.filter((one: string) => !without.includes(one)) }))
            .filter((rule) => rule.resources.length > 0),
        }
      : {};
    await lab.api.apply({ ...object, ...kept });
  }
  const file = join(work, `${name}.json`);
  await accountKubeconfig(lab.api, { namespace, name }, lab.kubeconfig, file);
  return file;
}

/** Secrets where people put them: variables, arguments, annotations, ConfigMaps, and a Secret. */
async function plantCanaries(api: KubeApi): Promise<void> {
  const pods = await api.list(`/api/v1/namespaces/${namespace}/pods`);
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ spec: { password: `${canary}-applied` } }),
    note: `token=${canary}-note`,
    webhook: `https://hook:${canary}-url@example.org/x?key=${canary}-query`,
  };
  for (const { metadata } of pods) await api.patch(`/api/v1/namespaces/${namespace}/pods/${metadata.name}`, { metadata: { annotations } });
  const meta = (name: string): KubeObject['metadata'] => ({ name, namespace });
  await api.apply({ apiVersion: 'v1', kind: 'Secret', metadata: meta('canary'), stringData: { password: `${canary}-secret` } });
  const env = [
    { name: 'DB_PASSWORD', value: `${canary}-env` },
    { name: 'REMOTE_URL', value: `http://u:${canary}-credentials@db:5432/` },
  ];
  const template = {
    metadata: { labels: { app: 'canary' } },
    spec: { containers: [{ name: 'canary', image: 'none', env, args: [`-auth.password=${canary}-argument`] }] },
  };
  await api.apply({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta('canary'),
    spec: { replicas: 0, selector: { matchLabels: { app: 'canary' } }, template },
  });
  const value = { key: 'authorization', value: `Bearer ${canary}-header-aaaaaaaa` };
  await api.apply({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: meta('canary'),
    spec: {
      hosts: ['vminsert'],
      http: [{ headers: { request: { set: { [value.key]: value.value } } }, route: [{ destination: { host: 'vminsert', port: { number: 8480 } } }] }],
    },
  });
}

function recordOf(archive: string): CollectionRecord {
  const text = gunzipSync(readFileSync(archive)).toString('utf8');
  const start = text.indexOf('{\n "apiVersion": "why503/v1"');
  return JSON.parse(text.slice(start, text.indexOf('\n}\n', start) + 3));
}
