import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type DoneReport, probeReport } from './probe-report.ts';
import { socketOpener } from './open-stream.ts';
import { planProbe, type ProbeOptions } from './plan.ts';
import { runProbe } from './run-probe.ts';
import { readTarget } from './target.ts';

const answerOf = (headers = '', body = 'ok\n', status = '200 OK'): string => `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`;

interface Scripted {
  readonly port: number;
  /** Connections that were ever open, and how many at once at most. */
  readonly seen: { connections: number; open: number; most: number; requests: number };
}

/** A server that does for each request what the script says; `nth` counts requests of the connection, `at` connections of the server. */
async function scripted(t: TestContext, script: (socket: Socket, nth: number, at: number) => void): Promise<Scripted> {
  const seen = { connections: 0, open: 0, most: 0, requests: 0 };
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    seen.connections += 1;
    seen.open += 1;
    seen.most = Math.max(seen.most, seen.open);
    const at = seen.connections;
    let nth = 0;
    sockets.add(socket);
    socket.on('data', (bytes) => {
      if (!bytes.includes('HTTP/1.1\r\n')) return;
      seen.requests += 1;
      nth += 1;
      script(socket, nth, at);
    });
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      seen.open -= 1;
      sockets.delete(socket);
    });
  });
  const port = await listening(server);
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port, seen };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

interface Pace {
  readonly interrupt?: AbortSignal;
  readonly staggerMs?: number;
  readonly answerLimitMs?: number;
}

/** Probes with the next connection after 20 ms instead of 237. */
async function probe(port: number, options: Partial<ProbeOptions> = {}, pace: Pace = {}): Promise<DoneReport> {
  const { interrupt = new AbortController().signal, staggerMs = 20, answerLimitMs = 5000 } = pace;
  const target = readTarget(`127.0.0.1:${port}`, {}, 'en');
  const planned = planProbe(target, { connections: 4, maxWait: 10_000, allowLoadBalancer: false, ...options });
  const plan = { ...planned, answerLimitMs, idle: { ...planned.idle, startsMs: planned.idle.startsMs.map((_, index) => index * staggerMs) } };
  const shortened = plan.age === undefined ? plan : { ...plan, age: { ...plan.age, intervalMs: 20, mostRequests: 100 } };
  const address = { address: '127.0.0.1', further: 0 };
  const open = socketOpener({ ...address, port, host: '127.0.0.1' }, 5000);
  return probeReport(shortened, address, await runProbe(shortened, open, interrupt, () => undefined));
}

const closedAfter = (ms: number, close: (socket: Socket) => void) => (socket: Socket) => {
  socket.write(answerOf());
  setTimeout(() => close(socket), ms);
};

test('a FIN after a configured idle time is measured on every connection', async (t) => {
  const { port, seen } = await scripted(
    t,
    closedAfter(300, (socket) => socket.destroy()),
  );
  const { outcome, idle } = await probe(port);
  assert.equal(outcome, 'measured');
  assert.ok(idle.kind === 'measured');
  assert.deepEqual([idle.count, idle.close, idle.afterFin, idle.bytesFirst], [4, 'fin', 'reset', undefined]);
  assert.ok(idle.minMs > 200 - idle.errorMs && idle.minMs < 3000, JSON.stringify(idle));
  assert.deepEqual([seen.connections, seen.requests, seen.most <= 4], [4, 4, true]);
});

test('a reset is told from a FIN', async (t) => {
  const { port } = await scripted(
    t,
    closedAfter(100, (socket) => socket.resetAndDestroy()),
  );
  const { idle } = await probe(port, { connections: 2 });
  assert.ok(idle.kind === 'measured');
  assert.deepEqual([idle.close, idle.afterFin], ['rst', undefined]);
});

test('a server that goes on reading after its FIN lingers', async (t) => {
  const { port } = await scripted(
    t,
    closedAfter(100, (socket) => socket.end()),
  );
  const { idle } = await probe(port, { connections: 2 });
  assert.ok(idle.kind === 'measured');
  assert.deepEqual([idle.close, idle.afterFin], ['fin', 'silent']);
});

test('an answer that nobody asked for comes before the close', async (t) => {
  const { port } = await scripted(
    t,
    closedAfter(100, (socket) => socket.end(answerOf('Connection: close\r\n', '', '408 Request Timeout'))),
  );
  const { idle, outcome } = await probe(port, { connections: 1 });
  assert.ok(idle.kind === 'measured');
  assert.deepEqual([outcome, idle.bytesFirst], ['measured', 408]);
});

test('bytes behind an answer are no close: the limit is counted to the close itself', async (t) => {
  const { port } = await scripted(t, (socket) => {
    socket.write(`${answerOf()}surplus`);
    setTimeout(() => socket.destroy(), 300);
  });
  const { idle, connections } = await probe(port, { connections: 1 });
  assert.ok(idle.kind === 'measured' && idle.bytesFirst === undefined && idle.minMs > 200 - idle.errorMs, JSON.stringify(idle));
  assert.equal(connections[0]?.bytesFirst, 0);
  const open = await scripted(t, (socket) => socket.write(`${answerOf()}surplus`));
  const longer = await probe(open.port, { connections: 1, maxWait: 200 });
  assert.deepEqual([longer.idle.kind, longer.connections[0]?.bytesFirst], ['longer', 0]);
});

test('connections that were under way when another one failed are given up, not interrupted', async (t) => {
  const { port } = await scripted(t, (socket, _nth, at) => {
    if (at > 1) socket.write(answerOf('', 'busy', '503 Service Unavailable'));
  });
  const { connections, stopped } = await probe(port, { connections: 2 });
  assert.deepEqual(
    connections.map(({ status, failure }) => status ?? failure),
    ['given-up', 503],
  );
  assert.deepEqual(stopped, { reason: 'status', status: 503 });
});

test('line ends behind an answer are no sign of the close, and a flood is not read on', async (t) => {
  const habit = await scripted(t, (socket) => {
    socket.write(`${answerOf()}\r\n`);
    setTimeout(() => socket.destroy(), 200);
  });
  const { idle } = await probe(habit.port, { connections: 1 });
  assert.ok(idle.kind === 'measured' && idle.bytesFirst === undefined && idle.minMs > 100 - idle.errorMs, JSON.stringify(idle));
  let sent = 0;
  const flood = await scripted(t, (socket) => {
    socket.write(answerOf());
    const more = (): void => {
      for (let isRoom = true; isRoom && !socket.destroyed; sent += 65_536) isRoom = socket.write(Buffer.alloc(65_536, 'x'));
    };
    socket.on('drain', more);
    more();
  });
  assert.equal((await probe(flood.port, { connections: 1, maxWait: 500 })).outcome, 'longer');
  // What the sockets of both sides hold, and no more.
  assert.ok(sent < 64 * 1024 * 1024, String(sent));
});

test('an announced close is no idle limit, even when the server leaves the connection open', async (t) => {
  const { port } = await scripted(t, (socket) => socket.end(answerOf('Connection: close\r\n')));
  assert.deepEqual((await probe(port)).idle, { kind: 'closes-each', announced: 'header' });
  const byBody = await scripted(t, (socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nok'));
  assert.deepEqual((await probe(byBody.port)).idle, { kind: 'closes-each', announced: 'framing' });
});

test('a close right behind the answer is one of its own kind', async (t) => {
  const { port } = await scripted(t, (socket) => socket.end(answerOf()));
  const { idle } = await probe(port, { connections: 1 });
  assert.ok(idle.kind === 'closes-each' || (idle.kind === 'measured' && idle.errorMs > 20), JSON.stringify(idle));
});

test('a limit beyond the wait is said to be longer', async (t) => {
  const { port } = await scripted(t, (socket) => socket.write(answerOf()));
  const { outcome, idle } = await probe(port, { maxWait: 200 });
  assert.equal(outcome, 'longer');
  assert.ok(idle.kind === 'longer' && idle.count === 4);
});

test('an answer that comes in single bytes is timed by its last one', async (t) => {
  const { port } = await scripted(t, (socket) => {
    const text = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n0\r\n\r\n\r\n0\r\n\r\n';
    let at = 0;
    const timer = setInterval(() => {
      socket.write(text.charAt(at));
      at += 1;
      if (at < text.length) return;
      clearInterval(timer);
      setTimeout(() => socket.destroy(), 100);
    }, 1);
  });
  const { connections, idle } = await probe(port, { connections: 1 });
  assert.equal(idle.kind, 'measured');
  assert.equal(connections[0]?.bodyBytes, 5);
});

test('any answer but a success ends the probe before further connections are opened', async (t) => {
  for (const [status, line] of [
    [503, '503 Service Unavailable'],
    [302, '302 Found'],
  ] as const) {
    const { port, seen } = await scripted(t, (socket) => socket.write(answerOf('', 'busy', line)));
    const { outcome, stopped } = await probe(port, {}, { staggerMs: 237 });
    assert.deepEqual([outcome, stopped], ['failed', { reason: 'status', status }]);
    assert.ok(seen.connections < 4, String(seen.connections));
  }
});

test('what goes wrong is told by its kind', async (t) => {
  const cases: readonly (readonly [string, (socket: Socket) => void])[] = [
    ['closed', (socket) => socket.end()],
    ['reset', (socket) => socket.resetAndDestroy()],
    ['timeout', () => undefined],
    ['not-http', (socket) => socket.write('220 mail.example ESMTP\r\n')],
    ['head-too-large', (socket) => socket.write(`HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(20_000)}`)],
    ['body-too-large', (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n')],
  ];
  for (const [failure, script] of cases) {
    const { port, seen } = await scripted(t, script);
    const { outcome, stopped } = await probe(port, { connections: 1 }, failure === 'timeout' ? { answerLimitMs: 300 } : {});
    assert.equal(outcome, 'failed', failure);
    assert.equal(stopped?.reason === 'failure' && stopped.failure, failure);
    assert.equal(seen.requests, 1);
  }
});

test('a port where nobody listens refuses', async () => {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  const { outcome, stopped } = await probe(port, { connections: 1 });
  assert.deepEqual([outcome, stopped], ['failed', { reason: 'failure', failure: 'refused' }]);
});

test('a load balancer is not probed without being told', async (t) => {
  const script = (socket: Socket): void => {
    socket.write(answerOf('Server: envoy\r\nX-Envoy-Upstream-Service-Time: 3\r\n'));
    setTimeout(() => socket.destroy(), 100);
  };
  const { port } = await scripted(t, script);
  const refused = await probe(port);
  assert.equal(refused.outcome, 'failed');
  assert.deepEqual(refused.stopped, { reason: 'intermediary', sign: { header: 'server', value: 'envoy' } });
  const allowed = await probe(port, { allowLoadBalancer: true });
  assert.equal(allowed.outcome, 'measured');
  assert.equal(allowed.signs.length, 2);
});

test('answers of different servers end the probe', async (t) => {
  const { port } = await scripted(t, (socket, _nth, at) => socket.write(answerOf(`X-Pod: ${at}\r\n`)));
  const { stopped } = await probe(port);
  assert.equal(stopped?.reason, 'several-servers');
});

test('requests are counted until the server announces the end, ends without a word, or the bound is reached', async (t) => {
  const announcing = await scripted(t, (socket, nth) => socket.write(answerOf(nth === 7 ? 'Connection: close\r\n' : '')));
  const measured = await probe(announcing.port, { connections: 1, requests: 20, maxWait: 50 });
  assert.deepEqual([measured.requests?.answered, measured.requests?.end], [7, 'announced']);
  const silent = await scripted(t, (socket, nth) => (nth === 7 ? socket.end(answerOf()) : socket.write(answerOf())));
  const unannounced = await probe(silent.port, { connections: 1, requests: 20, maxWait: 50 });
  assert.deepEqual([unannounced.requests?.answered, unannounced.requests?.end], [7, 'unannounced']);
  const patient = await scripted(t, (socket) => socket.write(answerOf()));
  const limited = await probe(patient.port, { connections: 1, requests: 20, maxWait: 50 });
  assert.deepEqual([limited.requests?.answered, limited.requests?.end], [20, 'limit']);
  assert.equal(patient.seen.requests, 21);
});

test('the age of a busy connection is measured beside the idle ones, never with more than four', async (t) => {
  const ends = new WeakMap<Socket, number>();
  const { port, seen } = await scripted(t, (socket) => {
    const begun = ends.get(socket) ?? performance.now();
    ends.set(socket, begun);
    socket.write(answerOf(performance.now() - begun > 150 ? 'Connection: close\r\n' : ''));
  });
  const { age } = await probe(port, { age: 10_000, maxWait: 300 });
  assert.equal(age?.end, 'announced');
  assert.ok(age.answered > 1 && age.ageMs >= 150, JSON.stringify(age));
  assert.ok(seen.most <= 4);
});

test('a server that takes requests and does not answer them before it closes shows its dead window', async (t) => {
  const { port } = await scripted(t, (socket, nth) => {
    if (nth < 4) socket.write(answerOf());
    else setTimeout(() => socket.destroy(), 120);
  });
  const { age } = await probe(port, { age: 10_000, connections: 1, maxWait: 100 });
  assert.deepEqual([age?.end, age?.answered], ['unannounced', 3]);
  assert.ok((age?.unansweredMs ?? 0) > 60);
});

test('an Envoy gets one more request when its first connection has ended, and what becomes of it is told', async (t) => {
  const ending = (late: (socket: Socket) => void) => (socket: Socket, nth: number, at: number) => {
    if (nth > 1) return late(socket);
    socket.write(answerOf('Server: envoy\r\n'));
    setTimeout(() => socket.destroy(), at < 4 ? 300 : 3000);
  };
  const results = {
    unanswered: () => undefined,
    announced: (socket: Socket) => socket.write(answerOf('Server: envoy\r\nConnection: close\r\n')),
    answered: (socket: Socket) => socket.write(answerOf('Server: envoy\r\n')),
  };
  for (const [result, late] of Object.entries(results)) {
    const { port, seen } = await scripted(t, ending(late));
    const { connections, idle, outcome } = await probe(port, { allowLoadBalancer: true });
    assert.deepEqual([outcome, idle.kind === 'measured' && idle.count, connections[3]?.lateRequest?.result, seen.requests], ['measured', 3, result, 5]);
  }
  const two = await scripted(
    t,
    ending(() => undefined),
  );
  await probe(two.port, { allowLoadBalancer: true, connections: 2 });
  assert.equal(two.seen.requests, 2);
});

test('an interruption at any time gives what is known so far and leaves nothing open', async (t) => {
  for (const script of [() => undefined, (socket: Socket) => socket.write(answerOf())]) {
    const { port, seen } = await scripted(t, script);
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 100);
    const { outcome, stopped } = await probe(port, { age: 5000, maxWait: 60_000 }, { interrupt: interrupt.signal });
    assert.equal(outcome, 'interrupted');
    assert.deepEqual(stopped, { reason: 'interrupted' });
    for (let waited = 0; seen.open > 0 && waited < 200; waited++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(seen.open, 0);
  }
});

test('an interruption before the start opens nothing', async (t) => {
  const { port, seen } = await scripted(t, (socket) => socket.write(answerOf()));
  const { outcome } = await probe(port, { requests: 10 }, { interrupt: AbortSignal.abort() });
  assert.deepEqual([outcome, seen.requests], ['interrupted', 0]);
});

test("Node's own server promises its limit and closes no earlier", async (t) => {
  const server = createHttpServer({ keepAliveTimeout: 1000 }, (_request, response) => response.end('ok'));
  server.keepAliveTimeoutBuffer = 0;
  const port = await listening(server);
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  const { idle, promised, connections } = await probe(port, { connections: 2, maxWait: 8000 });
  assert.ok(idle.kind === 'measured');
  assert.ok(idle.minMs > 900 - idle.errorMs && idle.minMs < 6000, JSON.stringify(idle));
  assert.equal(promised?.promisedMs, 1000);
  assert.deepEqual(connections[0]?.hint, { timeoutMs: 1000 });
});
