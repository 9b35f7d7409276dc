import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LogLine, readLogLine } from './log-line.ts';

const near = Date.UTC(2026, 10, 1);
const at = (text: string): number => Date.parse(text);

const cases: readonly (readonly [string, string, Omit<LogLine, 'lower'>])[] = [
  [
    'VictoriaMetrics text',
    '2026-11-22T17:26:47.466Z\tinfo\tVictoriaMetrics/lib/logger/flag.go:20\t  -httpListenAddr=":8880"',
    { time: at('2026-11-22T17:26:47.466Z'), level: 'info', scope: 'VictoriaMetrics/lib/logger/flag.go:20', message: '  -httpListenAddr=":8880"' },
  ],
  [
    'VictoriaMetrics JSON',
    '{"ts":"2026-11-22T17:26:47.466Z","level":"warn","caller":"VictoriaMetrics/app/vminsert/main.go:12","msg":"cannot dial"}',
    { time: at('2026-11-22T17:26:47.466Z'), level: 'warn', scope: 'VictoriaMetrics/app/vminsert/main.go:12', message: 'cannot dial' },
  ],
  [
    "Istio's agent with a scope",
    '2026-11-22T17:26:44.423000Z\tinfo\tcache\tgenerated new workload certificate\tresourceName=default ttl=44.57s',
    { time: at('2026-11-22T17:26:44.423Z'), level: 'info', scope: 'cache', message: 'generated new workload certificate\tresourceName=default ttl=44.57s' },
  ],
  [
    "Istio's agent without a scope",
    '2026-11-22T17:26:44.843000Z\tinfo\tReadiness succeeded in 1.5s',
    { time: at('2026-11-22T17:26:44.843Z'), level: 'info', message: 'Readiness succeeded in 1.5s' },
  ],
  [
    'Envoy',
    '[2026-11-22 17:27:41.500][12][warning][config] [./source/x.h:193] gRPC config stream closed',
    { time: at('2026-11-22T17:27:41.500Z'), level: 'warn', scope: 'config', message: 'gRPC config stream closed' },
  ],
  [
    'klog',
    'E1122 17:27:41.123456    1234 prober.go:104] "Probe failed"',
    { time: at('2026-11-22T17:27:41.123Z'), level: 'error', message: '1234 prober.go:104] "Probe failed"' },
  ],
  [
    'logrus',
    'time="2026-11-22T17:27:41Z" level=fatal msg="cannot \\"start\\"" error="bind: address already in use"',
    { time: at('2026-11-22T17:27:41Z'), level: 'fatal', message: 'cannot "start": bind: address already in use' },
  ],
  [
    'zap with unix seconds',
    '{"level":"error","ts":1795368461.5,"logger":"srv","msg":"boom","port":8080}',
    { time: 1_795_368_461_500, level: 'error', scope: 'srv', message: 'boom\tport=8080' },
  ],
  [
    'pino with a numeric level and an error object',
    '{"level":60,"time":1795368461000,"msg":"failed","err":{"type":"Error","message":"read ECONNRESET"}}',
    { time: 1_795_368_461_000, level: 'fatal', message: 'failed: read ECONNRESET' },
  ],
  [
    "Docker's wrapping",
    '{"log":"panic: boom\\n","stream":"stderr","time":"2026-11-22T17:27:41.1Z"}',
    { time: at('2026-11-22T17:27:41.100Z'), message: 'panic: boom' },
  ],
  ['CRI wrapping', '2026-11-22T17:27:41.123456789Z stderr F panic: boom', { time: at('2026-11-22T17:27:41.123Z'), message: 'panic: boom' }],
  [
    'nginx',
    '2026/11/22 17:27:41 [error] 29#29: *1 connect() failed',
    { time: at('2026-11-22T17:27:41Z'), level: 'error', message: '29#29: *1 connect() failed' },
  ],
  [
    'Python',
    '2026-11-22 17:27:41,123 - app.db - ERROR - cannot connect',
    { time: at('2026-11-22T17:27:41.123Z'), level: 'error', message: 'app.db - ERROR - cannot connect' },
  ],
  [
    'gunicorn',
    '[2026-11-22 17:27:41 +0000] [8] [CRITICAL] WORKER TIMEOUT (pid:9)',
    { time: at('2026-11-22T17:27:41Z'), level: 'fatal', message: 'WORKER TIMEOUT (pid:9)' },
  ],
  [
    "Go's log package",
    '2026/11/22 17:27:41 http: panic serving 10.0.0.1:5000: boom',
    { time: at('2026-11-22T17:27:41Z'), message: 'http: panic serving 10.0.0.1:5000: boom' },
  ],
  ['uvicorn', 'INFO:     Uvicorn running on http://0.0.0.0:8000', { level: 'info', message: 'Uvicorn running on http://0.0.0.0:8000' }],
  ['dmesg', '[12345.678901] Memory cgroup out of memory', { message: 'Memory cgroup out of memory' }],
  ['colour', '\u001b[32minfo\u001b[0m: listening', { level: 'info', message: 'listening' }],
  ['prose that begins with a word like a level', 'Error while connecting', { message: 'Error while connecting' }],
  ['no form at all', 'TypeError: x is undefined', { message: 'TypeError: x is undefined' }],
];

for (const [name, text, expected] of cases) {
  test(`a line of ${name} is taken apart`, () => {
    const { lower, ...line } = readLogLine(text, near);
    assert.deepEqual(line, expected);
    assert.equal(lower, line.message.toLowerCase());
  });
}

test('broken JSON is read as it stands', () => assert.equal(readLogLine('{"msg":"cut o').message, '{"msg":"cut o'));

test('no more than a bounded part of an endless line is read', () => assert.ok(readLogLine('x'.repeat(5_000_000)).message.length < 10_000));

test('no text makes the reader throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.string().map((text) => `[2026-11-22 17:27:41]${text}`),
      ),
      (text) => typeof readLogLine(text).message === 'string',
    ),
  );
});
