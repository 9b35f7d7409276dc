import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import type { ContainerLog, ProxyAccessLog } from '../../artifacts/logs/types.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { UserError } from '../user-error.ts';
import { readBundle } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'why503-test-'));
after(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;

type Content = string | Buffer;
function folder(files: { readonly [path: string]: Content }): string {
  folders += 1;
  const path = join(root, `f${folders}`);
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

interface TarEntry {
  readonly name: string;
  readonly type?: 'symlink' | 'link' | 'character-device';
  readonly linkname?: string;
}
async function tar(entries: readonly (readonly [string | TarEntry, Content])[]): Promise<Buffer> {
  const archive = pack();
  for (const [header, content] of entries) {
    const entry = typeof header === 'string' ? { name: header } : header;
    archive.entry({ ...entry, mtime: new Date(0) }, content);
  }
  archive.finalize();
  return buffer(Readable.from(archive));
}

/** A ZIP by Python's own writer, so that names can be whatever they like. */
function zip(entries: readonly (readonly [string, Content])[], options = ''): Buffer {
  const script = `import sys,json,zipfile,io,base64\nb=io.BytesIO()\nz=zipfile.ZipFile(b,'w',zipfile.ZIP_DEFLATED)\nfor n,c in json.load(sys.stdin):\n  i=zipfile.ZipInfo(n); i.compress_type=8; ${options || 'pass'}\n  z.writestr(i,base64.b64decode(c))\nz.close()\nsys.stdout.buffer.write(b.getvalue())`;
  return execFileSync('python3', ['-c', script], {
    input: JSON.stringify(entries.map(([name, content]) => [name, Buffer.from(content).toString('base64')])),
    maxBuffer: 64 * 1024 ** 2,
  });
}

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: vmalert-66467cfcc9-kcp8c\n  namespace: monitoring\n  creationTimestamp: "2026-11-22T17:17:17Z"\nspec:\n  containers:\n  - name: vmalert\n  - name: istio-proxy\n';
const ROW =
  '[2026-11-22T17:21:58.306Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 181 95 1 - "-" "Go-http-client/1.1" "c9e0a4e0-8e31-9a3a-b1f5-2c9f1c3f5a11" "vminsert:8480" "10.244.2.5:8480" outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.8:45678 10.96.12.7:8480 10.244.1.8:53210 - default\n';
const LOG = 'logs/monitoring/vmalert-66467cfcc9-kcp8c/istio-proxy.log';

function pods(snapshot: Snapshot): readonly string[] {
  const gathered = snapshot.artifacts['pods'];
  return gathered?.status === 'ok' ? (gathered.value as readonly KubernetesObject[]).map(({ ref }) => ref.name) : []; // the artifact's own type
}
function rows(snapshot: Snapshot): readonly ProxyAccessLog[] {
  const gathered = snapshot.artifacts['access-logs'];
  return gathered?.status === 'ok' ? (gathered.value as readonly ProxyAccessLog[]) : []; // the artifact's own type
}
const reasons = (snapshot: Snapshot): readonly string[] =>
  snapshot.coverage.skipped.map(({ file, reason }) => `${file}: ${reason.id.slice('coverage/'.length)}`);
const notes = (snapshot: Snapshot): readonly string[] => snapshot.coverage.notes.map(({ id }) => id.slice('coverage/'.length));

test('a folder gives pods, and rows under the name of their pod', async () => {
  const snapshot = await readBundle([folder({ 'pods.yaml': POD, [LOG]: ROW })]);
  assert.deepEqual(pods(snapshot), ['vmalert-66467cfcc9-kcp8c']);
  assert.deepEqual(
    rows(snapshot).map(({ proxy, rows: count, at }) => [proxy, count, at.file]),
    [[{ namespace: 'monitoring', pod: 'vmalert-66467cfcc9-kcp8c', container: 'istio-proxy' }, 1, LOG]],
  );
  assert.equal(snapshot.takenAtText.slice(0, 19), '2026-11-22T17:21:58');
  assert.deepEqual(snapshot.artifacts['snapshot-time'], { status: 'ok', value: { takenAt: snapshot.takenAt } });
  assert.deepEqual(snapshot.coverage.skipped, []);
});

test('the same evidence packed in any way says the same', async () => {
  const files: readonly (readonly [string, string])[] = [
    ['pods.yaml', POD],
    [LOG, ROW],
  ];
  const plain = await tar(files);
  const shapes: { readonly [name: string]: Buffer } = {
    'named-wrongly.txt': plain,
    'a.tar.gz': gzipSync(plain),
    'a.zip': zip(files),
    'gz-in-tar.tar': await tar([
      ['pods.yaml.gz', gzipSync(POD)],
      [`${LOG}.gz`, gzipSync(ROW)],
    ]),
    'tgz-in-zip.zip': zip([['inner.tgz', gzipSync(plain)]]),
    'zip-in-tar.tar': await tar([['inner.zip', zip(files)]]),
  };
  for (const [name, content] of Object.entries(shapes)) {
    const snapshot = await readBundle([join(folder({ [name]: content }), name)]);
    assert.deepEqual(pods(snapshot), ['vmalert-66467cfcc9-kcp8c'], name);
    assert.equal(rows(snapshot)[0]?.proxy.pod, 'vmalert-66467cfcc9-kcp8c', name);
    assert.equal(rows(snapshot)[0]?.rows, 1, name);
    assert.ok(rows(snapshot)[0]?.at.file.startsWith(`${name}!/`), name);
    assert.deepEqual(snapshot.coverage.skipped, [], name);
  }
});

test('a large ZIP inside an archive goes through a temporary folder that is gone afterwards', async () => {
  const path = join(folder({ 'a.tar': await tar([['inner.zip', zip([['pods.yaml', POD]])]]) }), 'a.tar');
  const [temporary, usual] = [folder({}), process.env['TMPDIR']];
  process.env['TMPDIR'] = temporary; // a place of its own: other runs come and go in the usual one
  try {
    assert.deepEqual(pods(await readBundle([path], { limits: { nestedZipBytes: 10 } })), ['vmalert-66467cfcc9-kcp8c']);
    assert.deepEqual(readdirSync(temporary), []);
  } finally {
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
  }
});

test('names that lead out, links and devices are left alone, the rest is read', async () => {
  const evil = await tar([
    ['../../etc/passwd', 'x'],
    ['/abs', 'x'],
    [{ name: 'l', type: 'symlink', linkname: '/etc/passwd' }, ''],
    [{ name: 'h', type: 'link', linkname: 'x' }, ''],
    [{ name: 'd', type: 'character-device' }, ''],
    ['pods.yaml', POD],
  ]);
  const path = folder({
    'a.tar': evil,
    'b.zip': zip([
      ['../up', 'x'],
      ['C:\\x', 'x'],
      ['services.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n'],
    ]),
    'c.zip': zip([['link', '/etc/passwd']], 'i.external_attr=0o120777<<16; i.create_system=3'),
  });
  const snapshot = await readBundle([path]);
  assert.deepEqual(pods(snapshot), ['vmalert-66467cfcc9-kcp8c']);
  assert.equal(snapshot.artifacts['services']?.status, 'ok');
  assert.deepEqual(reasons(snapshot), [
    'a.tar!/../../etc/passwd: unsafeName',
    'a.tar!//abs: unsafeName',
    'a.tar!/d: notAFile',
    'a.tar!/h: linkInArchive',
    'a.tar!/l: linkInArchive',
    'b.zip!/../up: unsafeName',
    'b.zip!/C:/x: unsafeName',
    'c.zip!/link: linkInArchive',
  ]);
});

test('links in a folder are never followed out, and a loop ends', async () => {
  const path = folder({ 'in/pods.yaml': POD });
  symlinkSync('/etc/hosts', join(path, 'outside'));
  symlinkSync('.', join(path, 'in/loop'));
  symlinkSync('nowhere', join(path, 'broken'));
  symlinkSync('in/pods.yaml', join(path, 'twin.yaml'));
  const snapshot = await readBundle([path]);
  assert.equal(snapshot.coverage.files, 1);
  assert.deepEqual(reasons(snapshot), ['broken: linkBroken', 'outside: linkOutside']);
});

test('a bomb is stopped and everything else is still read', async () => {
  const path = folder({ 'bomb.gz': gzipSync(Buffer.alloc(200 * 1024 ** 2, 'a')), 'pods.yaml': POD });
  const snapshot = await readBundle([path]);
  assert.deepEqual(pods(snapshot), ['vmalert-66467cfcc9-kcp8c']);
  assert.deepEqual(reasons(snapshot), ['bomb.gz: bomb']);
  const little = await readBundle([path], { limits: { unpackedBytes: 1024 ** 2 } });
  assert.deepEqual(reasons(little), ['bomb.gz: tooManyBytes']);
});

test('an archive within an archive within an archive ends at the limit', async () => {
  let packed: Buffer = await tar([['pods.yaml', POD]]);
  for (let layer = 0; layer < 12; layer += 1) packed = gzipSync(packed);
  const snapshot = await readBundle([folder({ 'a.gz': packed })]);
  assert.deepEqual(reasons(snapshot), ['a.gz: tooDeep']);
});

test('an archive of a hundred thousand files is read, up to the limit', async () => {
  const path = folder({ 'many.tar.gz': gzipSync(Buffer.concat([manyFiles(100_000), await tar([['pods.yaml', POD]])]), { level: 1 }) });
  const snapshot = await readBundle([path]);
  assert.equal(snapshot.coverage.files, 100_001);
  assert.equal(snapshot.coverage.skipped.length, 1_000);
  assert.deepEqual(pods(snapshot), ['vmalert-66467cfcc9-kcp8c']);
  const few = await readBundle([path], { limits: { files: 100 } });
  assert.equal(few.coverage.files, 100);
  assert.ok(reasons(few).some((reason) => reason.endsWith('tooManyFiles')));
});

/** Ustar headers of empty files, written by hand: a packer would take longer than the test. */
function manyFiles(count: number): Buffer {
  const all = Buffer.alloc(512 * count);
  for (let index = 0; index < count; index += 1) {
    const header = all.subarray(index * 512, index * 512 + 512);
    header.write(`f/${index}.txt`, 0);
    header.write('0000644\0' + '0000000\0'.repeat(2) + '00000000000\0' + '00000000000\0' + '        0', 100);
    header.write('ustar\x0000', 257);
    let sum = 0;
    for (const byte of header) sum += byte;
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  }
  return all;
}

test('archives cut off anywhere keep what stood before', async () => {
  const whole = await tar([
    ['pods.yaml', POD],
    [LOG, ROW.repeat(200)],
  ]);
  const cutTar = await readBundle([folder({ 'a.tar': whole.subarray(0, 20_000) })]);
  assert.deepEqual(pods(cutTar), ['vmalert-66467cfcc9-kcp8c']);
  assert.deepEqual(reasons(cutTar), ['a.tar: cutOffArchive']);
  assert.ok((rows(cutTar)[0]?.rows ?? 0) > 10);
  const zipped = gzipSync(ROW.repeat(2_000), { level: 0 });
  const cutGz = await readBundle([folder({ 'istio-proxy.log.gz': zipped.subarray(0, zipped.length / 2) })]);
  assert.deepEqual(reasons(cutGz), ['istio-proxy.log.gz: cutOffArchive']);
  assert.ok((rows(cutGz)[0]?.rows ?? 0) > 500);
  assert.deepEqual(reasons(await readBundle([folder({ 'a.zip': zip([['pods.yaml', POD]]).subarray(0, 100) })])), ['a.zip: damagedArchive']);
});

test('text in UTF-16 and with a byte order mark is read', async () => {
  const wide = (text: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  const swapped = (text: string): Buffer => Buffer.from(wide(text)).swap16();
  const snapshot = await readBundle([
    folder({
      'pods.yaml': wide(POD),
      'svc.yaml': Buffer.from('\ufeffapiVersion: v1\r\nkind: Service\r\nmetadata: {name: a}\r\n'),
      'istio-proxy.log': swapped(ROW.repeat(3_000).replaceAll('\n', '\r\n')),
    }),
  ]);
  assert.deepEqual(pods(snapshot), ['vmalert-66467cfcc9-kcp8c']);
  assert.equal(snapshot.artifacts['services']?.status, 'ok');
  assert.equal(rows(snapshot)[0]?.rows, 3_000);
});

test('photographs alone give nothing, and say so', async () => {
  const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(5_000, 7)]);
  const snapshot = await readBundle([folder({ 'a.jpg': jpeg, 'logs/b.log': jpeg, 'c.png': Buffer.from('89504e470d0a1a0a', 'hex') })]);
  assert.deepEqual(
    Object.entries(snapshot.artifacts).filter(([id, { status }]) => id !== 'snapshot-time' && status !== 'absent'),
    [],
  );
  assert.deepEqual(reasons(snapshot), ['a.jpg: notText', 'c.png: notText', 'logs/b.log: notText']);
  assert.ok(notes(snapshot).includes('noFiles'));
});

test('prose alone is no log: nothing is known, and that is said', async () => {
  const snapshot = await readBundle([folder({ 'README.md': '# Incident\n\nWe saw errors since this morning.\n' })]);
  assert.equal(snapshot.artifacts['container-logs']?.status, 'absent');
  assert.deepEqual(reasons(snapshot), ['README.md: unknownContent']);
  assert.ok(notes(snapshot).includes('nothingKnown'));
});

test("an empty folder gives nothing, and a path that is not there is the user's mistake", async () => {
  const snapshot = await readBundle([folder({})]);
  assert.ok(notes(snapshot).includes('noFiles'));
  await assert.rejects(readBundle([join(root, 'not-there')]), (error) => error instanceof UserError && error.code === 'path-missing');
});

test('a cut-off list keeps its pods, and Secrets never arrive', async () => {
  const list = JSON.stringify({
    apiVersion: 'v1',
    items: [
      { kind: 'Pod', metadata: { name: 'a' } },
      { kind: 'Secret', metadata: { name: 's' }, data: { k: 'aHVudGVyMg==' } },
      { kind: 'Pod', metadata: { name: 'b' } },
    ],
    kind: 'List',
  });
  const snapshot = await readBundle([folder({ 'all.json': list.slice(0, list.indexOf('"b"')) })]);
  assert.deepEqual(pods(snapshot), ['a']);
  assert.deepEqual(notes(snapshot).toSorted(), ['cutOffJson', 'secretsDropped', 'timeFromFiles']);
  assert.ok(!JSON.stringify(snapshot).includes('aHVudGVyMg'));
});

test('one file with commands, objects, a table and log lines pasted together gives all of them', async () => {
  const table =
    'NAME                       READY   STATUS             RESTARTS        AGE\nvminsert-7769f7788f-69wv8   1/2     CrashLoopBackOff   5 (2m12s ago)   8m\n';
  const snapshot = await readBundle([
    folder({ 'ticket.txt': `Here is what I have:\n\n$ kubectl get pods\n${table}\n$ kubectl get pod -o yaml\n${POD}\n$ kubectl logs\n${ROW.repeat(3)}` }),
  ]);
  assert.deepEqual(pods(snapshot).toSorted(), ['vmalert-66467cfcc9-kcp8c', 'vminsert-7769f7788f-69wv8']);
  assert.equal(rows(snapshot)[0]?.rows, 3);
});

test('objects of kinds that nobody asks for are listed, not skipped', async () => {
  const snapshot = await readBundle([
    folder({
      'crd.yaml': 'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: a}\n',
      'none.yaml': 'apiVersion: v1\nkind: List\nitems: []\n',
      'virtualservices.txt': 'No resources found in monitoring namespace.\n',
    }),
  ]);
  assert.deepEqual(
    snapshot.coverage.read.map(({ artifact, items }) => [artifact, items]),
    [
      ['virtual-services', 0],
      ['other-kubernetes-objects', 1],
    ],
  );
  assert.deepEqual(reasons(snapshot), ['none.yaml: emptyList']);
});

test('stopping keeps what was read, with a note', async () => {
  const stop = new AbortController();
  const snapshot = await readBundle([folder({ 'a/pods.yaml': POD, 'b/services.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n' })], {
    signal: stop.signal,
    onProgress: ({ files }) => (files === 2 ? stop.abort() : undefined),
  });
  assert.deepEqual(pods(snapshot), ['vmalert-66467cfcc9-kcp8c']);
  assert.ok(notes(snapshot).includes('stopped'));
});

test('the id is that of the contents, wherever they lie', async () => {
  const [one, two, three] = await Promise.all(
    [folder({ 'pods.yaml': POD }), folder({ 'pods.yaml': POD }), folder({ 'pods.yaml': `${POD} ` })].map(async (path) => (await readBundle([path])).id),
  );
  assert.equal(one, two);
  assert.notEqual(one, three);
});

test('expiry dates and other plans do not move the time of the evidence', async () => {
  const snapshot = await readBundle([
    folder({ 'pods.yaml': `${POD}status:\n  expiration_time: "2036-11-19T17:40:12Z"\n  notAfter: "2036-11-19T17:40:12Z"\n` }),
  ]);
  assert.equal(snapshot.takenAtText, '2026-11-22T17:17:17.000Z');
});

test('a line of many megabytes does not stop the log', async () => {
  const snapshot = await readBundle([
    folder({ 'vmalert.log': `2026-11-22T17:40:21.985Z\tinfo\t${'x'.repeat(5 * 1024 ** 2)}\n2026-11-22T17:40:22.985Z\tinfo\tend\n` }),
  ]);
  const logs = snapshot.artifacts['container-logs'];
  assert.equal(logs?.status === 'ok' ? (logs.value as readonly ContainerLog[])[0]?.lines : undefined, 2); // the artifact's own type
});

test('a file that was asked for and may not be read is the user’s error', { skip: process.getuid?.() === 0 }, async () => {
  const path = join(folder({ 'closed.log': ROW }), 'closed.log');
  chmodSync(path, 0);
  await assert.rejects(readBundle([path]), (error) => error instanceof UserError && error.code === 'path-unreadable');
});
