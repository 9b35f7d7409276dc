/** A client that makes HTTP/1.1 requests by a rhythm and counts what comes of them. See `--help`. */
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { log } from './lib/log.mjs';
import { readOptions } from './lib/options.mjs';
import { createTally } from './lib/tally.mjs';

const options = readOptions(
  `Makes HTTP/1.1 requests to a URL, logs each one that fails and ends with a summary.
Rhythm: --burst requests every --period, whether or not earlier ones are done; or --workers, each of which waits for its answer, then for --period.`,
  {
    url: { type: 'text', help: 'where to; given several times: in turn', many: true },
    method: { type: 'text', default: 'GET', help: 'GET, POST …' },
    header: { type: 'text', help: 'a header, as `Name: value`; may be given several times', many: true },
    'body-bytes': { type: 'bytes', default: '0', help: 'size of the body' },
    'body-line': { type: 'text', help: 'the body is this line, repeated up to --body-bytes; {n} counts up and {t} is the time in ms' },
    period: { type: 'duration', default: '1s', help: 'time between two rounds' },
    jitter: { type: 'duration', default: '0', help: 'each round comes up to this much later' },
    rate: { type: 'number', help: 'rounds per second instead of --period' },
    burst: { type: 'number', default: '1', help: 'parallel requests of a round' },
    workers: { type: 'number', help: 'closed loop: so many workers' },
    'keep-alive': { type: 'flag', default: true, help: 'reuse connections; --no-keep-alive opens one for each request' },
    connections: { type: 'number', default: 'Infinity', help: 'most connections of the pool' },
    idle: { type: 'duration', help: 'the pool gives up connections that idle longer than this' },
    timeout: { type: 'duration', default: '30s', help: 'longest wait for an answer' },
    retries: { type: 'number', default: '0', help: 'how often a failed request is made again at once' },
    'start-delay': { type: 'duration', default: '0', help: 'wait before the first request' },
    for: { type: 'duration', default: '10m', help: 'stop after this time' },
    requests: { type: 'number', default: 'Infinity', help: 'stop after so many requests' },
    'max-in-flight': { type: 'number', default: '1000', help: 'rounds are left out while more requests than this wait' },
    'fail-from': { type: 'number', default: '500', help: 'lowest status that counts as failed' },
    'report-every': { type: 'duration', help: 'log counts so far' },
    'user-agent': { type: 'text', default: 'client/1.0', help: 'what the client calls itself' },
    summary: { type: 'text', help: 'also write the summary, as JSON, to this file' },
    seed: { type: 'number', default: '1', help: 'of the jitter' },
  },
);
if (options.url.length === 0) {
  console.error('--url is needed\nTry --help.');
  process.exit(2);
}

const tally = createTally();
const agent = new Agent({ keepAlive: options.keepAlive, maxSockets: options.connections, ...(options.idle === undefined ? {} : { timeout: options.idle }) });
const headers = {
  'user-agent': options.userAgent,
  ...Object.fromEntries(options.header.map((header) => [header.split(':')[0], header.slice(header.indexOf(':') + 1).trim()])),
};
const random = seeded(options.seed);
const started = performance.now();
const period = options.rate === undefined ? options.period : 1000 / options.rate;
let sent = 0;
let inFlight = 0;
let isStopping = false;

/** One request; the promise is kept whatever comes. */
function once(url, attempt = 0) {
  const at = performance.now();
  const body = bodyOf();
  return new Promise((resolve) => {
    let isDone = false;
    const done = (status, error, text) => {
      if (isDone) return;
      isDone = true;
      const hasFailed = error !== undefined || status >= options.failFrom;
      tally.add({ ms: performance.now() - at, status, error: error?.code ?? error?.message, hasFailed });
      if (hasFailed) log('error', `${options.method} ${url}: ${error === undefined ? `HTTP ${status} ${JSON.stringify(text.slice(0, 300))}` : wordsOf(error)}`);
      resolve(hasFailed && attempt < options.retries && !isStopping ? once(url, attempt + 1) : undefined);
    };
    const outgoing = request(url, { method: options.method, agent, headers: { ...headers, ...(body === undefined ? {} : { 'content-length': body.length }) } });
    // Not the socket's timeout, which would count silence only.
    const limit = setTimeout(() => outgoing.destroy(Object.assign(new Error(`no answer within ${options.timeout} ms`), { code: 'ETIMEDOUT' })), options.timeout);
    outgoing.on('socket', (socket) => socket.connecting && tally.connection());
    outgoing.on('close', () => clearTimeout(limit));
    outgoing.on('error', (error) => done(undefined, error, ''));
    outgoing.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        if (text.length < 1000) text += chunk;
      });
      response.on('end', () => done(response.statusCode, undefined, text));
      response.on('error', (error) => done(undefined, error, text));
    });
    outgoing.end(body);
  });
}

async function send() {
  if (inFlight >= options.maxInFlight) return tally.leftOut();
  if (sent >= options.requests) return stop();
  const url = options.url[sent % options.url.length];
  sent += 1;
  inFlight += 1;
  await once(url);
  inFlight -= 1;
  if (sent >= options.requests && inFlight === 0) stop();
}

function wordsOf(error) {
  return error.code === undefined || error.message.includes(error.code) ? error.message : `${error.message} (${error.code})`;
}

function bodyOf() {
  if (options.bodyBytes === 0 && options.bodyLine === undefined) return undefined;
  if (options.bodyLine === undefined) return Buffer.alloc(options.bodyBytes, 'x');
  const line = `${options.bodyLine.replaceAll('{n}', String(sent)).replaceAll('{t}', String(Date.now()))}\n`;
  return Buffer.from(line.repeat(Math.max(1, Math.floor(options.bodyBytes / line.length))));
}

/** A small generator (mulberry32), so that a run can be repeated. */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Rounds keep to the clock: one that comes late does not push the next. */
async function rounds() {
  const first = performance.now();
  for (let round = 0; !isStopping; round += 1) {
    await pause(Math.max(0, first + round * period + random() * options.jitter - performance.now()));
    for (let index = 0; index < options.burst && !isStopping; index += 1) void send();
  }
}

async function worker() {
  while (!isStopping) {
    await send();
    await pause(period + random() * options.jitter);
  }
}

function stop() {
  if (isStopping) return;
  isStopping = true;
  const finish = () => {
    const summary = tally.summary(performance.now() - started);
    log('info', `summary ${JSON.stringify(summary)}`);
    if (options.summary !== undefined) writeFileSync(options.summary, `${JSON.stringify(summary)}\n`);
    process.exit(0);
  };
  // Answers on their way still count, for a second.
  const end = performance.now() + 1000;
  const wait = () => (inFlight === 0 || performance.now() > end ? finish() : setTimeout(wait, 10));
  wait();
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
const rhythm = options.workers === undefined ? `${options.burst} every ${Math.round(period)} ms` : `${options.workers} workers`;
log('info', `requesting ${options.url.join(', ')}, ${rhythm}, ${options.keepAlive ? 'connections are kept' : 'a new connection each time'}`);
setTimeout(stop, options.for + options.startDelay);
if (options.reportEvery !== undefined) setInterval(() => log('info', `so far ${JSON.stringify(tally.summary(performance.now() - started))}`), options.reportEvery);
if (options.startDelay > 0) await pause(options.startDelay);
if (options.workers === undefined) void rounds();
else for (let index = 0; index < options.workers; index += 1) void worker();
