import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { findAccess } from './find-access.ts';
import { inClusterAccess } from './in-cluster-access.ts';

const folder = mkdtempSync(join(tmpdir(), 'why503-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const server = 'https://127.0.0.1:6443';
let files = 0;

function kubeconfig(user: object, { cluster = {}, context = {}, name = 'c' } = {}): string {
  files += 1;
  const file = join(folder, `config-${files}`);
  const config = {
    'current-context': name,
    clusters: [{ name, cluster: { server, ...cluster } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name, ...context } }],
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

const credentialsOf = async (user: object) => await findAccess({ kubeconfig: kubeconfig(user), env: {} }).credentials();

test('certificates, tokens, token files, passwords and the last token of OpenID Connect prove who asks', async () => {
  writeFileSync(join(folder, 'token'), 'from-file\n');
  writeFileSync(join(folder, 'client.crt'), 'CERT');
  const base64 = Buffer.from('KEY').toString('base64');
  assert.deepEqual(await credentialsOf({ token: 't' }), { headers: { authorization: 'Bearer t' } });
  assert.deepEqual(await credentialsOf({ tokenFile: 'token' }), { headers: { authorization: 'Bearer from-file' } });
  assert.deepEqual(await credentialsOf({ username: 'u', password: 'p' }), { headers: { authorization: 'Basic dTpw' } });
  assert.deepEqual(await credentialsOf({ 'client-certificate': 'client.crt', 'client-key-data': base64 }), { headers: {}, cert: 'CERT', key: 'KEY' });
  assert.deepEqual(await credentialsOf({ 'auth-provider': { name: 'oidc', config: { 'id-token': 'o' } } }), { headers: { authorization: 'Bearer o' } });
});

test('acting as another is said in headers', async () => {
  const headers = { authorization: 'Bearer t', 'Impersonate-User': 'jo', 'Impersonate-Group': ['a', 'b'], 'Impersonate-Extra-team': ['x'] };
  assert.deepEqual(await credentialsOf({ token: 't', as: 'jo', 'as-groups': ['a', 'b'], 'as-user-extra': { team: ['x'] } }), { headers });
});

test('a credential plugin is run once until what it gave expires, and is told what it wants to know', async () => {
  const script = join(folder, 'plugin.mjs');
  const status = (expires: string): string => `{ token: 'n' + process.argv[2] + process.env.REGION, expirationTimestamp: '${expires}' }`;
  const write = (expires: string): void =>
    writeFileSync(
      script,
      `#!${process.execPath}\nimport { appendFileSync } from 'node:fs';\nappendFileSync('${folder}/runs', process.env.KUBERNETES_EXEC_INFO + '\\n');\nconsole.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status: ${status(expires)} }));\n`,
    );
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: './plugin.mjs',
    args: ['7'],
    env: [{ name: 'REGION', value: 'eu' }],
    provideClusterInfo: true,
  };
  for (const [expires, runs] of [
    ['2999-01-01T00:00:00Z', 1],
    ['2000-01-01T00:00:00Z', 2],
  ] as const) {
    write(expires);
    chmodSync(script, 0o755);
    rmSync(join(folder, 'runs'), { force: true });
    const { credentials } = findAccess({ kubeconfig: kubeconfig({ exec }), env: { PATH: process.env['PATH'] } });
    for (let time = 0; time < 2; time += 1) assert.deepEqual(await credentials(), { headers: { authorization: 'Bearer n7eu' } });
    const told = readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n');
    assert.equal(told.length, runs);
    assert.equal(JSON.parse(told[0] ?? '').spec.cluster.server, server);
  }
});

test('a plugin that is missing, fails or says nothing of use is the user’s to mend', async () => {
  for (const command of ['/no/such/plugin', 'false', 'true']) await assert.rejects(credentialsOf({ exec: { command } }), { code: 'cluster-credentials' });
});

test('of several files the first that names something wins, and files that are not there are passed over', async () => {
  const first = kubeconfig({ token: 'first' });
  const second = kubeconfig({ token: 'second' });
  const other = kubeconfig({ token: 'other' }, { name: 'other', context: { namespace: 'shop' } });
  const env = { KUBECONFIG: [join(folder, 'nowhere'), first, second, other].join(delimiter) };
  assert.deepEqual(await findAccess({ env }).credentials(), { headers: { authorization: 'Bearer first' } });
  const { context, namespace } = findAccess({ env, context: 'other' });
  assert.deepEqual([context, namespace], ['other', 'shop']);
});

test('how the server is trusted is taken over', () => {
  const cluster = {
    'certificate-authority-data': Buffer.from('CA').toString('base64'),
    'tls-server-name': 'api',
    'insecure-skip-tls-verify': true,
    'proxy-url': 'http://proxy:3128',
  };
  const { tls, proxy } = findAccess({ kubeconfig: kubeconfig({}, { cluster }), env: {} });
  assert.deepEqual([tls, proxy], [{ ca: 'CA', servername: 'api', rejectUnauthorized: false }, 'http://proxy:3128']);
});

test('inside a pod its service account is used, with the token as it is now', async () => {
  const account = join(folder, 'account');
  mkdirSync(account);
  writeFileSync(join(account, 'token'), 'old');
  writeFileSync(join(account, 'namespace'), 'shop');
  const access = inClusterAccess({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' }, account);
  writeFileSync(join(account, 'token'), 'new');
  assert.deepEqual(
    [access?.server, access?.namespace, await access?.credentials()],
    ['https://[fd00::1]:6443', 'shop', { headers: { authorization: 'Bearer new' } }],
  );
  assert.equal(inClusterAccess({}, account), undefined);
});

test('what is missing is said by a code of its own, without what the file holds', () => {
  const broken = join(folder, 'broken');
  writeFileSync(broken, 'token: hunter2\n  - : [');
  const home = { HOME: join(folder, 'nobody') };
  for (const [request, code] of [
    [{ env: home }, 'cluster-no-config'],
    [{ env: {}, kubeconfig: broken }, 'cluster-config-unreadable'],
    [{ env: {}, kubeconfig: join(folder, 'nowhere') }, 'cluster-config-unreadable'],
    [{ env: {}, kubeconfig: kubeconfig({}), context: 'nowhere' }, 'cluster-unknown-context'],
    [{ env: {}, kubeconfig: kubeconfig({}, { cluster: { server: '' } }) }, 'cluster-config-incomplete'],
    [{ env: {}, kubeconfig: kubeconfig({ 'auth-provider': { name: 'gcp' } }) }, 'cluster-config-incomplete'],
  ] as const) {
    assert.throws(
      () => findAccess(request),
      (error: Error & { readonly code?: string }) => error.code === code && !`${error.message} ${error.stack}`.includes('hunter2'),
      code,
    );
  }
});
