import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import test from 'node:test';
import { openConnection } from './connection.ts';

test('an interrupt ends the wait for what comes after a FIN, and nothing is said of it', async (t) => {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket.resume());
    socket.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  for (const [isInterrupted, told] of [
    [false, 'silent'],
    [true, 'unknown'],
  ] as const) {
    const interrupt = new AbortController();
    const opened = await openConnection(async () => {
      const socket = connect({ port: address.port, host: '127.0.0.1', allowHalfOpen: true });
      await once(socket, 'connect');
      return socket;
    }, interrupt.signal);
    assert.ok('afterFin' in opened);
    assert.equal((await opened.closing(10_000))?.kind, 'fin');
    const after = opened.afterFin();
    if (isInterrupted) interrupt.abort();
    assert.equal(await after, told);
    opened.destroy();
  }
});
