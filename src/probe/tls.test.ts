import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import { createServer as createNetServer, type Server } from 'node:net';
import { type TestContext, test } from 'node:test';
import { join } from 'node:path';
import { UserError } from '../sources/user-error.ts';
import { type TlsSettings, socketOpener } from './open-stream.ts';
import { planProbe } from './plan.ts';
import { type DoneReport, probeReport } from './probe-report.ts';
import { runProbe } from './run-probe.ts';
import { readTarget } from './target.ts';
import { tlsAdvice } from './tls-advice.ts';
import { tlsSettings } from './tls-files.ts';

/** A self-signed pair for probed.test, made for these tests. */
const fixtures = join(import.meta.dirname, 'fixtures');
const cert = readFileSync(join(fixtures, 'cert.pem'), 'utf8');
const key = readFileSync(join(fixtures, 'key.pem'), 'utf8');

async function httpsServer(t: TestContext, options: object = {}): Promise<number> {
  const server = createServer({ cert, key, keepAliveTimeout: 300, ...options }, (_request, response) => response.end('ok'));
  server.keepAliveTimeoutBuffer = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  t.after(() => server.closeAllConnections());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function probe(port: number, tls: TlsSettings): Promise<DoneReport> {
  const plan = planProbe(readTarget(`https://127.0.0.1:${port}`, {}, 'en'), { connections: 2, maxWait: 8000, allowLoadBalancer: false });
  const address = { address: '127.0.0.1', further: 0 };
  const open = socketOpener({ ...address, port, host: '127.0.0.1', tls }, 5000);
  return probeReport(plan, address, await runProbe(plan, open, new AbortController().signal, () => undefined));
}

test('a limit is measured through TLS when the authority is trusted and the name is right', async (t) => {
  const { idle, outcome } = await probe(await httpsServer(t), { ca: cert, servername: 'probed.test', insecure: false });
  assert.equal(outcome, 'measured');
  assert.ok(idle.kind === 'measured' && idle.close === 'fin');
  assert.ok(idle.minMs > 200 - idle.errorMs && idle.minMs < 4000, JSON.stringify(idle));
});

test('a certificate that is not trusted, or is for another name, ends the probe', async (t) => {
  const port = await httpsServer(t);
  for (const settings of [
    { servername: 'probed.test', insecure: false },
    { ca: cert, servername: 'other.test', insecure: false },
    { ca: cert, insecure: false },
  ]) {
    const { outcome, stopped } = await probe(port, settings);
    assert.equal(outcome, 'failed');
    assert.equal(stopped?.reason === 'failure' && stopped.failure, 'tls', JSON.stringify(stopped));
  }
  assert.equal((await probe(port, { insecure: true })).outcome, 'measured');
});

test('what is wrong with TLS comes with the options that mend it, and without advice for users of Node', async (t) => {
  const port = await httpsServer(t);
  const wanting = await httpsServer(t, { requestCert: true, rejectUnauthorized: true, ca: cert });
  const plain = createPlainServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const closing = createNetServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => closing.listen(0, '127.0.0.1', resolve));
  t.after(() => plain.close());
  t.after(() => closing.close());
  const portOf = (server: Server): number => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  const cases: readonly (readonly [number, TlsSettings, string])[] = [
    [port, { servername: 'probed.test', insecure: false }, 'tls-untrusted'],
    [port, { ca: cert, servername: 'other.test', insecure: false }, 'tls-name'],
    [wanting, { insecure: true }, 'tls-client'],
    [portOf(plain), { insecure: true }, 'tls-plain'],
    [portOf(closing), { insecure: true }, 'tls-other'],
  ];
  for (const [at, settings, advice] of cases) {
    const { stopped } = await probe(at, settings);
    assert.ok(stopped?.reason === 'failure' && stopped.failure === 'tls', `${advice}: ${JSON.stringify(stopped)}`);
    assert.equal(tlsAdvice(stopped.detail ?? ''), advice, stopped.detail);
    assert.doesNotMatch(stopped.detail ?? '', /Node|--/);
  }
});

test('a server that wants a certificate gets the one that was given', async (t) => {
  const port = await httpsServer(t, { requestCert: true, rejectUnauthorized: true, ca: cert });
  assert.equal((await probe(port, { insecure: true })).outcome, 'failed');
  assert.equal((await probe(port, { insecure: true, cert, key })).outcome, 'measured');
});

test('plain text where TLS is expected is an error of TLS, and the other way round of HTTP', async (t) => {
  const port = await httpsServer(t);
  const plan = planProbe(readTarget(`http://127.0.0.1:${port}`, {}, 'en'), { connections: 1, maxWait: 1000, allowLoadBalancer: false });
  const address = { address: '127.0.0.1', further: 0 };
  const { stopped } = await runProbe(plan, socketOpener({ ...address, port, host: '127.0.0.1' }, 5000), new AbortController().signal, () => undefined);
  assert.equal(stopped?.reason, 'failure');
});

test('TLS files are read for https alone, and one that cannot be read has a code', () => {
  const https = readTarget('https://orders:8443', {}, 'en');
  assert.deepEqual(tlsSettings(https, {}, 'en'), { insecure: false });
  assert.equal(tlsSettings(https, { cacert: join(fixtures, 'cert.pem') }, 'en')?.ca, cert);
  const hasCode = (code: string) => (error: unknown) => error instanceof UserError && error.code === code;
  assert.throws(() => tlsSettings(https, { key: '/nowhere/key.pem' }, 'en'), hasCode('probe-file'));
  const http = readTarget('127.0.0.1:8080', {}, 'en');
  assert.equal(tlsSettings(http, {}, 'en'), undefined);
  assert.throws(() => tlsSettings(http, { insecure: true }, 'en'), hasCode('probe-tls-on-http'));
});
