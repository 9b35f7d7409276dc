/** An HTTP/1.1 server that fails in the way it is told to. See `--help`. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { answerer } from './lib/answer.mjs';
import { boundConnections } from './lib/connections.mjs';
import { log } from './lib/log.mjs';
import { readOptions } from './lib/options.mjs';
import { serverOptions } from './lib/server-options.mjs';

const options = readOptions('Serves HTTP/1.1 and fails as it is told to. Without options it is a healthy server with Node\'s own defaults.', serverOptions);
const started = performance.now();
let isReady = true;
const isIn = (windows) => windows?.some(({ from, to }) => performance.now() - started >= from && performance.now() - started < to) === true;

const tls = options.tlsCert === undefined ? undefined : { cert: readFileSync(options.tlsCert), key: readFileSync(options.tlsKey) };
const answer = answerer(options, () => isReady && performance.now() - started >= options.readyAfter && !isIn(options.unready));
const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
if (options.keepAliveTimeout !== undefined) server.keepAliveTimeout = options.keepAliveTimeout;
if (options.keepAliveBuffer !== undefined) server.keepAliveTimeoutBuffer = options.keepAliveBuffer; // Node 24.7; it adds 1 s by itself
if (options.requestsPerConnection !== undefined) server.maxRequestsPerSocket = options.requestsPerConnection;
boundConnections(server, options);
const underWay = new Set();
server.prependListener('request', (_, response) => {
  underWay.add(response);
  response.on('close', () => underWay.delete(response));
});

setTimeout(() => {
  server.listen(options.port, options.host, () => {
    const { address, port } = server.address();
    log('info', `listening on ${address}:${port} keepAliveTimeout ${server.keepAliveTimeout} ms`);
  });
}, options.startupDelay);
server.on('error', (error) => {
  log('error', error.message);
  process.exit(1);
});

if (options.crashAfter !== undefined) {
  setTimeout(() => {
    throw new Error('worker lost its state');
  }, options.crashAfter);
}
if (options.exitAfter !== undefined) setTimeout(() => process.exit(options.exitCode), options.exitAfter);
for (const { from, to } of options.hang ?? []) {
  // The whole program stands still, as in a long garbage collection or an endless loop: probes are not answered either.
  setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.min(to - from, 600_000)), from);
}

process.on('SIGUSR2', () => {
  isReady = !isReady;
  log('warn', isReady ? 'ready again' : 'not ready');
});
process.on('SIGTERM', () => {
  if (options.onSigterm === 'ignore') return log('info', 'received SIGTERM, ignored');
  if (options.onSigterm === 'exit') {
    log('info', 'received SIGTERM, exiting');
    process.exit(0);
  }
  log('info', `received SIGTERM, draining for at most ${options.drainFor} ms`);
  isReady = false;
  if (options.onSigterm === 'drain') {
    // An answer from now on says that it is the last of its connection, or an idle client would hold up the end.
    server.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
    for (const response of underWay) if (!response.headersSent) response.setHeader('connection', 'close');
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  }
  // `serve`: goes on as before until the time is over.
  setTimeout(() => process.exit(0), options.drainFor);
});
