import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnose } from '../index.ts';
import { type CaseFiles, filesOf, readFiles } from './case-files.ts';
import { caseIds, truthOf } from './recorded-cases.ts';

const verdictOn = async (files: CaseFiles): Promise<string> => diagnose(await readFiles(files)).verdict;
const photograph = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10]), Buffer.from('JFIF\0'), Buffer.alloc(4000, 0x5a)]);

test('an empty folder is undecided', async () => assert.equal(await verdictOn(new Map()), 'undecided'));

test('photographs are undecided', async () => {
  assert.equal(
    await verdictOn(
      new Map([
        ['IMG_0001.jpg', photograph],
        ['holiday/IMG_0002.jpg', photograph],
        ['holiday/list.txt', Buffer.from('sun cream\ntowels\n')],
      ]),
    ),
    'undecided',
  );
});

test('empty files with promising names are undecided', async () => {
  assert.equal(
    await verdictOn(new Map(['pods.yaml', 'logs/shop/web-1/istio-proxy.log', 'config_dump.json'].map((name) => [name, Buffer.alloc(0)]))),
    'undecided',
  );
});

for (const id of caseIds().filter((one) =>
  ['healthy', 'keepalive-idle-mismatch', 'shutdown-race', 'oom-killed', 'vminsert-overloaded'].includes(truthOf(one).cause),
)) {
  test(`${id}: its objects without a single request are undecided`, async () => {
    const files = await filesOf(id);
    const objects = new Map(
      [...files].filter(([path]) => /\.(?:yaml|json)$|k8s-resources$|\/(?:pods|crs|events)$/.test(path) && !/envoy\/|proxy\/|proxies\/|istiod/.test(path)),
    );
    assert.ok(objects.size > 0 && objects.size < files.size);
    assert.equal(await verdictOn(objects), 'undecided');
  });
}

test('requests of which none was logged are not healthy ones', async () => {
  const files = await filesOf('healthy-old-oom');
  const withoutRows = new Map([...files].filter(([path]) => !path.endsWith('istio-proxy.log')));
  assert.equal(await verdictOn(withoutRows), 'undecided');
});

test('good answers to the kubelet, which asks the pod by its own address, are no requests of anybody', async () => {
  const files = await filesOf('readiness-wrong-path');
  const pod = /^(logs\/monitoring\/vminsert[^/]*)\//;
  const log = [...files.keys()].map((path) => pod.exec(path)?.[1]).find((path) => path !== undefined);
  const probe = (second: string): string =>
    `[2026-11-22T17:22:${second}.186Z] "GET /health HTTP/1.1" 200 - via_upstream - "-" 0 42 1 0 "-" "kube-probe/1.34" "1b7f2578-0284-4376-9e1e-6128d05bdfbd" "10.244.1.26:8480" "10.244.1.26:8480" inbound|8480|| 127.0.0.6:40628 10.244.1.26:8480 10.244.1.1:40620 - default\n`;
  const objects = [...files].filter(([path]) => path.startsWith('cluster/'));
  const { verdict, requests } = diagnose(await readFiles(new Map([...objects, [`${log}/istio-proxy.log`, Buffer.from(`${probe('10')}${probe('20')}`)]])));
  assert.deepEqual([verdict === 'healthy', requests.seen], [false, 0]);
});
