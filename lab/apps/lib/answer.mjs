import { createGate } from './gate.mjs';
import { log } from './log.mjs';

/** The handler of requests for the options of `server.mjs`; `isReady` says what the readiness probe is told. */
export function answerer(options, isReady) {
  const held = []; // what --grow takes
  const gate = options.maxConcurrent === undefined ? undefined : createGate(options.maxConcurrent, options.queueFor);
  const big = options.headerBytes > 0 ? { 'x-padding': 'x'.repeat(options.headerBytes) } : {};
  const body = 'ok\n'.padEnd(options.bodyBytes, 'x').slice(0, options.bodyBytes);
  let count = 0;

  return async (request, response) => {
    const path = request.url.split('?')[0];
    if (path === options.livePath) return response.writeHead(200).end('ok\n');
    if (path === options.readyPath) return isReady() ? response.writeHead(200).end('ok\n') : response.writeHead(503).end('not ready\n');
    count += 1;
    const number = count;
    const isNth = (every) => every !== undefined && number % every === 0;
    await bodyOf(request);
    if (options.logRequests) log('info', `${request.method} ${request.url}`);
    if (path === options.crashPath || isNth(options.crashEvery)) return crash();
    if (gate !== undefined && !(await gate.enter())) {
      log('warn', `cannot handle ${request.url} for ${options.queueFor / 1000} seconds because ${options.maxConcurrent} concurrent requests are executed`);
      return response.writeHead(503).end(`cannot handle the request: ${options.maxConcurrent} concurrent requests are executed\n`);
    }
    try {
      if (options.grow > 0) held.push(Buffer.alloc(options.grow, number % 251)); // filled: a page that is never written costs nothing
      burn(options.burn);
      if (isNth(options.slowEvery)) await pause(options.answerDelay);
    } finally {
      gate?.leave();
    }
    const { socket } = response;
    if (socket === null || socket.destroyed) return;
    if (isNth(options.resetEvery)) return socket.resetAndDestroy();
    if (isNth(options.closeEvery)) return socket.destroy();
    if (isNth(options.malformedEvery)) return socket.end('\u0015\u0003\u0001\u0000\u0002\u0002\n');
    if (isNth(options.cutEvery)) {
      response.writeHead(options.status, { 'content-length': body.length + 1000 });
      response.write(body, () => setTimeout(() => socket.destroy(), 5));
      return;
    }
    const status = isNth(options.failEvery) ? options.failStatus : options.status;
    response.writeHead(status, { 'content-type': 'text/plain', ...(status === 204 ? {} : { 'content-length': body.length }), ...big }).end(status === 204 ? undefined : body);
  };
}

/** A mistake as programs make it: outside of any handler, so that nothing catches it. */
function crash() {
  setImmediate(() => {
    const order = undefined;
    return order.items.length;
  });
}

function burn(ms) {
  const before = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 >= ms) return;
  }
}

function bodyOf(request) {
  return new Promise((resolve) => {
    request.on('end', resolve);
    request.on('close', resolve);
    request.resume();
  });
}

function pause(ms) {
  return ms === 0 ? undefined : new Promise((resolve) => setTimeout(resolve, ms));
}
