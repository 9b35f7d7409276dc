import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import type { ContainerLog, ProxyAccessLog } from '../../artifacts/logs/types.ts';
import type { UsageRow } from '../../artifacts/host/types.ts';
import type { JsonObject } from '../../model/json.ts';
import { readBundle } from '../../sources/index.ts';
import { type KubeApi, KubeError, type KubeObject } from '../cluster/kube-api.ts';
import { type Collection, collectBundle } from './collect-bundle.ts';
import type { EvidenceReaders } from './readers.ts';

const root = mkdtempSync(join(tmpdir(), 'why503-test-'));
after(() => rmSync(root, { recursive: true, force: true }));

const NOW = Date.parse('2026-11-22T17:30:00Z');
const POD = 'vminsert-78797c6fb-wwrsx';
const ISTIOD = { name: 'istiod-7d9c5b6f4c-x2k8p', namespace: 'istio-system' };
const TOKEN = 'eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQifQ.c2lnbmF0dXJlLW9mLWEtdG9rZW4';
const ROW =
  '[2026-11-22T17:28:18.362Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95 53 - "-" "vmalert" "6c56e689-235e-495d-b791-934798d52f90" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:42460 10.244.2.9:8480 10.244.1.10:54752 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default\n';

const pod: JsonObject = {
  metadata: { name: POD, namespace: 'monitoring', labels: { app: 'vminsert' }, managedFields: [{ manager: 'lab' }] },
  spec: {
    containers: [
      {
        name: 'vminsert',
        image: 'victoriametrics/vminsert:v1.150.0-cluster',
        args: ['-http.idleConnTimeout=5s'],
        env: [{ name: 'DB_PASSWORD', value: 'hunter2' }],
        ports: [{ name: 'http', containerPort: 8480 }],
      },
      { name: 'istio-proxy', image: 'istio/proxyv2:1.32-dev', ports: [{ name: 'http-envoy-prom', containerPort: 15090 }] },
    ],
  },
  status: { containerStatuses: [{ name: 'vminsert', restartCount: 1, lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } }] },
};

const lists: { readonly [path: string]: readonly JsonObject[] } = {
  '/api/v1/namespaces/monitoring/pods': [pod],
  '/api/v1/namespaces/istio-system/pods': [{ metadata: { ...ISTIOD, labels: { app: 'istiod' } }, spec: { containers: [{ name: 'discovery' }] } }],
  '/api/v1/namespaces/monitoring/services': [{ metadata: { name: 'vminsert', namespace: 'monitoring' }, spec: { ports: [{ name: 'http', port: 8480 }] } }],
  '/api/v1/namespaces/monitoring/secrets': [{ metadata: { name: 'db', namespace: 'monitoring' }, data: { password: 'aHVudGVyMg==' } }],
  '/api/v1/namespaces/monitoring/configmaps': [{ metadata: { name: 'istio-ca-root-cert', namespace: 'monitoring' }, data: { 'root-cert.pem': 'x' } }],
  '/api/v1/namespaces/istio-system/configmaps': [{ metadata: { name: 'istio', namespace: 'istio-system' }, data: { mesh: 'accessLogFile: /dev/stdout' } }],
  '/api/v1/namespaces': ['monitoring', 'istio-system', 'elsewhere'].map((name) => ({ metadata: { name } })),
  '/api/v1/nodes': [{ metadata: { name: 'node-a' } }],
  '/api/v1/namespaces/default/events?fieldSelector=involvedObject.kind%3DNode': [
    { metadata: { name: 'node-a.1', namespace: 'default' }, involvedObject: { kind: 'Node', name: 'node-a' }, reason: 'NodeHasMemoryPressure' },
  ],
};
const logs: { readonly [query: string]: string } = {
  'container=vminsert': `2026-11-22T17:27:44.017Z\tinfo\tVictoriaMetrics/lib/logger/flag.go:12\tbuild version: \nAuthorization: Bearer ${TOKEN}\n`,
  'container=vminsert&previous=true': '2026-11-22T17:20:00.000Z\tinfo\tVictoriaMetrics/lib/logger/flag.go:12\tbuild version: \n',
  'container=istio-proxy': ROW,
};

/** An API server that holds the lists above. Any request that would change it fails the test. */
function fakeApi(asked: string[]): KubeApi {
  const refuse = (): never => assert.fail('collecting changed the cluster');
  return {
    url: 'https://127.0.0.1:6443',
    get: async () => ({}),
    list: async (path) => {
      asked.push(path);
      if (path.includes('victoriametrics')) throw new KubeError('the server could not find the requested resource', 404);
      if (path.endsWith('/networkpolicies')) throw new KubeError('networkpolicies is forbidden', 403);
      return (lists[path] ?? []) as readonly KubeObject[]; // as a real list: items without kind
    },
    text: async (path) => {
      asked.push(path);
      return logs[path.split('?')[1] ?? ''] ?? '';
    },
    create: refuse,
    apply: refuse,
    patch: refuse,
    delete: refuse,
    watch: refuse,
    pathOf: refuse,
  };
}

const node = { id: `sidecar~10.244.2.9~${POD}.monitoring~monitoring.svc.cluster.local`, extensions: [{ name: 'envoy.filters.http.router' }] };
const pages: { readonly [path: string]: string } = {
  '/server_info': JSON.stringify({ version: '9e55/1.40.0/Clean/RELEASE/BoringSSL', state: 'LIVE', uptime_current_epoch: '93s', node }),
  '/config_dump?include_eds': JSON.stringify({ configs: [{ '@type': 'type.googleapis.com/envoy.admin.v3.BootstrapConfigDump', bootstrap: { node } }] }),
  '/stats': 'cluster.inbound|8480||;.upstream_cx_destroy_remote_with_active_rq: 5\ncluster.inbound|8480||;.upstream_cx_total: 6\nserver.uptime: 93\n',
};
const readers: EvidenceReaders = {
  admin: async (_pod, path) => pages[path] ?? Promise.reject(new Error(`GET ${path}: connection refused`)),
  metrics: async (pod, port, path) => {
    if (pod.name !== ISTIOD.name) return `# TYPE up gauge\nvm_concurrent_insert_capacity{port="${port}",path="${path}"} 4\n`;
    assert.equal(port, 15014);
    return path === '/metrics'
      ? '# TYPE pilot_info gauge\npilot_info{version="1.32-dev"} 1\n'
      : JSON.stringify([{ proxy: `${POD}.monitoring`, cluster_sent: 'a/1' }]);
  },
  usage: async () => [{ namespace: 'monitoring', name: POD, container: 'vminsert', cpuMillis: 570.4, memoryBytes: 270 * 1024 ** 2 }],
  onNode: async (page) =>
    page === 'conntrack' ? 'net.netfilter.nf_conntrack_count = 3\nnet.netfilter.nf_conntrack_max = 262144\n' : Promise.reject(new Error('ENOENT')),
};

async function collect(name: string, read: EvidenceReaders = readers): Promise<{ readonly into: string; readonly asked: readonly string[] } & Collection> {
  const into = join(root, name);
  const asked: string[] = [];
  const request = { api: fakeApi(asked), read, into, namespaces: ['monitoring'], now: () => NOW, signal: new AbortController().signal };
  return { into, asked, ...(await collectBundle(request)) };
}

test('a collected folder is read back as the artifacts it was made of', async () => {
  const { into } = await collect('whole');
  const snapshot = await readBundle([into]);
  const value = <T>(id: string): T => {
    const found = snapshot.artifacts[id];
    assert.equal(found?.status, 'ok', `${id} is there`);
    return (found as { readonly value: T }).value; // what the artifact of that id gives
  };
  assert.deepEqual(
    value<readonly KubernetesObject[]>('pods').map(({ ref }) => ref),
    [
      { kind: 'Pod', ...ISTIOD },
      { kind: 'Pod', namespace: 'monitoring', name: POD },
    ],
  );
  assert.deepEqual(
    value<readonly KubernetesObject[]>('events').map(({ object }) => object['reason']),
    ['NodeHasMemoryPressure'],
  );
  assert.deepEqual(value('virtual-services'), [], 'that none exist is an answer');
  const [access] = value<readonly ProxyAccessLog[]>('access-logs');
  assert.equal(access?.rows, 1);
  assert.deepEqual(access?.proxy, { namespace: 'monitoring', pod: POD, container: 'istio-proxy' });
  const previous = value<readonly ContainerLog[]>('container-logs').filter(({ identity }) => identity.previous === true);
  assert.deepEqual(
    previous.map(({ identity }) => identity.container),
    ['vminsert'],
  );
  assert.equal(value<readonly { readonly version?: string }[]>('proxy-server-info')[0]?.version, '1.40.0');
  const [usage] = value<readonly UsageRow[]>('usage');
  assert.deepEqual([usage?.name, usage?.container, usage?.cpuMillis, usage?.memoryBytes], [POD, 'vminsert', 570, 270 * 1024 ** 2]);
  for (const id of ['proxy-config', 'proxy-stats', 'proxy-sync', 'metrics', 'conntrack', 'config-maps', 'namespaces', 'nodes', 'services']) value(id);
  assert.deepEqual(
    snapshot.coverage.skipped.map(({ file }) => file),
    [],
    'nothing of it is unknown, its own record included',
  );
  assert.equal(snapshot.takenAt, NOW, 'the time of collecting is the now of the evidence');
});

test('what cannot be had is recorded with its reason and loses nothing else', async () => {
  const { into, missing, files } = await collect('gaps');
  const reasons = new Map(missing.map(({ file, reason }) => [file, reason]));
  assert.equal(reasons.get('cluster/vmclusters.yaml'), 'not-served');
  assert.equal(reasons.get('cluster/networkpolicies.yaml'), 'forbidden');
  assert.equal(reasons.get(`envoy/monitoring/${POD}/certs.json`), 'unreachable');
  assert.ok(files.some(({ file }) => file === `envoy/monitoring/${POD}/stats.txt`));
  const record: Collection = JSON.parse(readFileSync(join(into, 'collection.json'), 'utf8'));
  assert.deepEqual({ files: record.files, missing: record.missing }, { files, missing });
});

test('no secret reaches the folder, and no list of Secrets is asked for', async () => {
  const { into, asked } = await collect('secrets');
  const all = readdirSync(into, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
  for (const secret of ['hunter2', 'aHVudGVyMg==', TOKEN, 'managedFields']) assert.ok(!all.includes(secret), `${secret} is not in it`);
  assert.deepEqual(
    asked.filter((path) => path.includes('secret')),
    [],
  );
});

test("the proxy's list of compiled-in extensions is left out", async () => {
  const { into } = await collect('slim');
  for (const file of ['server_info.json', 'config_dump.json']) {
    const text = readFileSync(join(into, 'envoy/monitoring', POD, file), 'utf8');
    assert.ok(text.includes(node.id) && !text.includes('envoy.filters.http.router'), file);
  }
});

test('objects of other namespaces and certificates that every namespace has are left out', async () => {
  const { into } = await collect('scope');
  assert.ok(!readFileSync(join(into, 'cluster/namespaces.yaml'), 'utf8').includes('elsewhere'));
  assert.ok(!readFileSync(join(into, 'cluster/configmaps.yaml'), 'utf8').includes('root-cert'));
});

test('a reader that never answers is given up when collecting is stopped', async () => {
  const stop = new AbortController();
  const silent: EvidenceReaders = { ...readers, admin: () => new Promise(() => setTimeout(() => stop.abort(new Error('stopped')), 5)) };
  const request = { api: fakeApi([]), read: silent, into: join(root, 'stopped'), namespaces: ['monitoring'], now: () => NOW, signal: stop.signal };
  await assert.rejects(collectBundle(request), /stopped/);
});
