import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { ConfigError } from './env.ts';
import type { Volume } from './pod.ts';
import { samplePod } from './sample-pod.ts';
import { fillVolumes, linkMounts, type VolumeSources } from './volumes.ts';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'why503-volumes-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function sources(folder: string, data: Readonly<Record<string, string>>): VolumeSources {
  return {
    place: { podIp: '10.203.1.8', hostIp: '10.203.0.1', allocatable: { cpu: 2, memory: 1 } },
    read: async (_, name) => (name === 'istio-ca-root-cert' ? data : undefined),
    token: async ({ audience }) => `token for ${audience}`,
    claims: join(folder, 'claims'),
  };
}

const injected: readonly Volume[] = [
  { name: 'istio-envoy', emptyDir: { medium: 'Memory' } },
  { name: 'istio-podinfo', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
  { name: 'istio-token', projected: { sources: [{ serviceAccountToken: { audience: 'istio-ca', expirationSeconds: 43_200, path: 'istio-token' } }] } },
  { name: 'istiod-ca-cert', configMap: { name: 'istio-ca-root-cert', defaultMode: 420 } },
  { name: 'istio-ca-crl', configMap: { name: 'istio-ca-crl', optional: true } },
];

test('a proxy finds its volumes below its own folder', async (t) => {
  const folder = folderFor(t);
  await fillVolumes(samplePod({ volumes: injected }), join(folder, 'volumes'), sources(folder, { 'root-cert.pem': 'PEM' }));
  const mounts = [
    { name: 'istio-ca-crl', mountPath: '/var/run/secrets/istio/crl' },
    { name: 'istiod-ca-cert', mountPath: '/var/run/secrets/istio' },
    { name: 'istio-token', mountPath: '/var/run/secrets/tokens' },
    { name: 'istio-podinfo', mountPath: '/etc/istio/pod' },
    { name: 'istio-envoy', mountPath: '/etc/istio/proxy' },
  ];
  const root = join(folder, 'root');
  linkMounts(mounts, root, join(folder, 'volumes'));
  linkMounts(mounts, root, join(folder, 'volumes'));
  const text = (path: string): string => readFileSync(join(root, path), 'utf8');
  assert.equal(text('var/run/secrets/istio/root-cert.pem'), 'PEM');
  assert.equal(text('var/run/secrets/tokens/istio-token'), 'token for istio-ca');
  assert.equal(text('etc/istio/pod/labels'), 'app="web"');
  assert.equal(statSync(join(root, 'etc/istio/proxy')).mode & 0o777, 0o777);
  assert.ok(existsSync(join(root, 'var/run/secrets/istio/crl')));
});

test('a refresh brings new data and leaves what the program wrote', async (t) => {
  const folder = folderFor(t);
  const pod = samplePod({ volumes: injected });
  await fillVolumes(pod, folder, sources(folder, { 'root-cert.pem': 'old' }));
  writeFileSync(join(folder, 'istio-envoy', 'own'), 'kept');
  await fillVolumes(pod, folder, sources(folder, { 'root-cert.pem': 'new' }));
  assert.equal(readFileSync(join(folder, 'istiod-ca-cert', 'root-cert.pem'), 'utf8'), 'new');
  assert.equal(readFileSync(join(folder, 'istio-envoy', 'own'), 'utf8'), 'kept');
});

test('keys can be picked and renamed', async (t) => {
  const folder = folderFor(t);
  const volume: Volume = { name: 'v', configMap: { name: 'istio-ca-root-cert', items: [{ key: 'a', path: 'sub/b', mode: 0o600 }] } };
  await fillVolumes(samplePod({ volumes: [volume] }), folder, sources(folder, { a: '1', c: '2' }));
  assert.equal(statSync(join(folder, 'v/sub/b')).mode & 0o777, 0o600);
  assert.equal(existsSync(join(folder, 'v/c')), false);
});

test('a ConfigMap that must be there and is not is named as in the event', async (t) => {
  const folder = folderFor(t);
  const volumes: readonly Volume[] = [{ name: 'rules', configMap: { name: 'vmalert-rules' } }];
  await assert.rejects(
    fillVolumes(samplePod({ volumes }), folder, sources(folder, {})),
    new ConfigError('MountVolume.SetUp failed for volume "rules" : configmap "vmalert-rules" not found'),
  );
});
