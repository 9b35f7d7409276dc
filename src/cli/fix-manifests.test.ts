import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';

const root = join(import.meta.dirname, '..', '..');
const race = join(root, 'cases/keepalive-vminsert-app-hop/bundle');
const server = ['--fix', 'server-idle-limit'];

const args =
  '[ "-storageNode=vmstorage-0.vmstorage.monitoring.svc.cluster.local:8400", -httpListenAddr=:8480, -memory.allowedBytes=32MiB, -http.idleConnTimeout=5s ]';
const deployment = `# what takes metrics in
apiVersion: apps/v1
kind: Deployment
metadata: { name: vminsert }   # the namespace is kustomize's
spec:
    template:
        spec:
            containers:
            -   name: "vminsert"
                args: ${args} # in seconds
`;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly folder: string;
}

/** Runs `fix` with these files as the person's own, in their folder. */
function fix<T>(files: Readonly<Record<string, string>>, options: readonly string[], use: (ran: Ran) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'why503-fix-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin/why503.cjs'), 'fix', race, '--no-progress', ...options], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    });
    return use({ code: status, out: stdout, err: stderr, folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a person’s own file gets the one word that changes, by git apply and by patch', () => {
  for (const apply of [
    ['git', 'apply'],
    ['patch', '-p1', '-s'],
  ])
    fix({ 'deploy/app.yaml': deployment }, ['--manifests', 'deploy', '-o', 'diff', ...server], ({ code, out, err, folder }) => {
      assert.deepEqual([code, err], [0, '']);
      assert.equal(out.split('\n').filter((line) => /^[+-] /.test(line)).length, 2);
      const [program = '', ...options] = apply;
      assert.equal(spawnSync(program, options, { cwd: folder, input: out, encoding: 'utf8' }).status, 0, out);
      assert.equal(readFileSync(join(folder, 'deploy/app.yaml'), 'utf8'), deployment.replace('=5s', '=65m'));
    });
});

test('JSON has the diff of the person’s own files as well, in the published form', () => {
  const schema = JSON.parse(readFileSync(join(root, 'docs', 'schema', 'fix.schema.json'), 'utf8'));
  const fits = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(schema);
  const asJson = fix({ 'app.yaml': deployment }, ['--manifests', '.', '-o', 'json', ...server], ({ out }) => JSON.parse(out));
  const asDiff = fix({ 'app.yaml': deployment }, ['--manifests', '.', '-o', 'diff', ...server], ({ out }) => out);
  assert.deepEqual([fits(asJson), asJson.ownFiles], [true, { diff: asDiff, notes: [] }]);
});

test('what is new becomes a file of its own, and is said to be new', () => {
  fix({ 'app.yaml': deployment }, ['--manifests', '.', '-o', 'diff'], ({ out, err, folder }) => {
    assert.match(err, /sidecar-vminsert-inbound\.yaml is new/);
    assert.equal(spawnSync('git', ['apply'], { cwd: folder, input: out, encoding: 'utf8' }).status, 0, out);
    assert.match(readFileSync(join(folder, 'sidecar-vminsert-inbound.yaml'), 'utf8'), /idleTimeout: 4s/);
  });
});

test('the report shows the diff in place of the patch for the cluster, in both languages', () => {
  fix({ 'app.yaml': deployment }, ['--manifests', 'app.yaml', ...server], ({ out }) => {
    assert.match(out, /--- a\/app\.yaml/);
    assert.match(out, /git apply fix\.diff/);
    assert.doesNotMatch(out, /kubectl apply/);
  });
  fix({ 'app.yaml': deployment }, ['--manifests', 'app.yaml', '--lang', 'zh-TW', ...server], ({ out }) => assert.match(out, /套用到你自己的檔案/));
});

test('a file that says something else, says it already, says it twice or shares it is left alone, and says so', () => {
  const note = (files: Readonly<Record<string, string>>, expected: RegExp): void =>
    fix(files, ['--manifests', '.', '-o', 'diff', ...server], ({ code, out, err }) => {
      assert.deepEqual([code, out], [0, '']);
      assert.match(err, expected);
    });
  note({ 'app.yaml': deployment.replace('32MiB', '64MiB') }, /differs from the cluster at spec\.template\.spec\.containers\[vminsert\]\.args/);
  note({ 'app.yaml': deployment.replace('name: "vminsert"', 'name: other') }, /differs from the cluster at .*\.name/);
  note({ 'app.yaml': deployment.replace('=5s', '=65m') }, /says so already/);
  note({ 'a.yaml': deployment, 'b.yaml': deployment }, /more than once \(a\.yaml, b\.yaml\)/);
  note(
    { 'app.yaml': `${deployment.replace('args: ', 'args: &args ')}    copy: *args\n`.replace('    copy', '                command') },
    /without touching something else/,
  );
  note({ 'other.yaml': 'kind: ConfigMap\n', 'broken.yaml': 'a: [' }, /Deployment vminsert does not stand in your files/);
});

test('a Helm template is not edited: its value is, or is named', () => {
  const template = `apiVersion: apps/v1
kind: Deployment
metadata: { name: {{ include "app.name" . }} }
spec:
  template:
    spec:
      containers:
        - name: vminsert
          args: {{- toYaml .Values.extra.args | nindent 12 }}
`;
  fix({ 'templates/app.yaml': template }, ['--manifests', '.', '-o', 'diff', ...server], ({ out, err }) => {
    assert.equal(out, '');
    assert.match(err, /templates\/app\.yaml is a Helm template: set extra\.args=\["-storageNode=.*65m"\] in the values/);
  });
  const files = { 'templates/app.yaml': template, 'values.yaml': `# mine\nextra:\n  args: ${args}\n` };
  fix(files, ['--manifests', '.', '-o', 'diff', ...server], ({ out, folder }) => {
    assert.equal(spawnSync('git', ['apply'], { cwd: folder, input: out, encoding: 'utf8' }).status, 0, out);
    assert.equal(readFileSync(join(folder, 'values.yaml'), 'utf8'), files['values.yaml'].replace('=5s', '=65m'));
  });
  fix({ 'templates/app.yaml': template.replace(/\{\{- toYaml.*/, '[]') }, ['--manifests', '.', '-o', 'diff', ...server], ({ err }) =>
    assert.match(err, /is a Helm template, which cannot be edited/),
  );
});

test('a diff without files of one’s own, and files of which none can be read, are errors', () => {
  fix({}, ['-o', 'diff'], ({ code, err }) => assert.deepEqual([code, /--manifests/.test(err)], [2, true]));
  fix({ 'a.yaml': 'a: [' }, ['--manifests', '.'], ({ code, err }) => assert.deepEqual([code, /No YAML in/.test(err)], [2, true]));
});
