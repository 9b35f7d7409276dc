import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import type { Handler } from './pod.ts';
import { goError, type ProbeResult, probeOnce } from './probe-request.ts';
import { sampleContainer } from './sample-pod.ts';

async function serve(t: TestContext, listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address with one.
  return (server.address() as AddressInfo).port;
}

function probe(handler: Handler, port = 0, timeout = 1): Promise<ProbeResult> {
  const container = sampleContainer({ ports: [{ name: 'http', containerPort: port }] });
  const exec = async (command: readonly string[]): Promise<{ code: number; output: string; timedOut: boolean }> => ({
    code: command.length,
    output: 'not yet',
    timedOut: command[0] === 'sleep',
  });
  return probeOnce(handler, { container, podIp: '127.0.0.1', exec }, timeout);
}

test('a named port is asked as a kubelet asks', async (t) => {
  let agent: string | undefined;
  const port = await serve(t, ({ headers, url }, response) => {
    agent = `${url} ${headers['user-agent']} ${headers['x-own']}`;
    response.end();
  });
  const result = await probe({ httpGet: { port: 'http', path: 'healthz', httpHeaders: [{ name: 'X-Own', value: '1' }] } }, port);
  assert.deepEqual([result.isSuccess, agent], [true, '/healthz kube-probe/1.34 1']);
});

test('an error status is told', async (t) => {
  const port = await serve(t, (_, response) => {
    response.statusCode = 503;
    response.end();
  });
  assert.deepEqual(await probe({ httpGet: { port } }), { isSuccess: false, output: 'HTTP probe failed with statuscode: 503' });
});

test('no answer in time is told in the kubelet’s words', async (t) => {
  const port = await serve(t, () => undefined);
  const { output } = await probe({ httpGet: { port, path: '/slow' } }, 0, 0.05);
  assert.equal(output, `Get "http://127.0.0.1:${port}/slow": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`);
});

test('a server that hangs up is told as Go tells it, and a connection alone satisfies a TCP probe', async (t) => {
  const port = await serve(t, (_, response) => response.socket?.destroy());
  assert.match((await probe({ httpGet: { port } })).output, /: EOF$/);
  assert.deepEqual(await probe({ tcpSocket: { port } }), { isSuccess: true, output: '' });
});

test('a refused connection names the address', () => {
  assert.equal(goError({ code: 'ECONNREFUSED', message: '' }, '10.203.1.8:8080'), 'dial tcp 10.203.1.8:8080: connect: connection refused');
});

test('a command’s exit code decides, and its output is what is told', async () => {
  assert.deepEqual(await probe({ exec: { command: [] } }), { isSuccess: true, output: 'not yet' });
  assert.deepEqual(await probe({ exec: { command: ['cat'] } }), { isSuccess: false, output: 'not yet' });
  assert.equal((await probe({ exec: { command: ['sleep', '9'] } })).output, 'command timed out: "sleep 9" timed out after 1s');
});
