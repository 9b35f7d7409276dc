import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogCollector } from '../artifacts/logs/log-collector.ts';
import { createResolver } from '../engine/resolve.ts';
import type { Traffic } from '../model/failure.ts';
import { makeSnapshot } from '../testing/make-snapshot.ts';
import type { Span } from '../model/time.ts';
import { traffic } from './traffic.ts';

const start = Date.UTC(2026, 10, 22, 17);
const minute = 60_000;

/** One line of ingress-nginx: a request to the one upstream, so many seconds after the start, that ended with that status. */
function line(second: number, status: number): string {
  const time = new Date(start + second * 1_000).toISOString();
  return `10.0.0.7 - - [22/Nov/2026:${time.slice(11, 19)} +0000] "GET /api/cart/${second} HTTP/1.1" ${status} 150 "-" "curl/8.5.0" 412 0.004 [shop-cart-8080] [] 10.244.2.29:8080 19 0.004 ${status} ${String(second).padStart(32, '0')}`;
}

/** What a log of such lines comes to; every line in `failing` failed, of an hour with one a second. */
function seen(failing: (second: number) => boolean, options: { readonly window?: Span; readonly failureLimit?: number } = {}): Traffic {
  const collector = createLogCollector(options.failureLimit === undefined ? {} : { failureLimit: options.failureLimit });
  const log = collector.open('a.log', { namespace: 'ingress-nginx', pod: 'ingress-nginx-controller-7d9f8c6b5-x2x4z' });
  for (let second = 0; second < 3_600; second += 1) log.line(line(second, failing(second) ? 503 : 200), second + 1);
  log.close();
  const { proxyLogs } = collector.finish();
  const question = options.window === undefined ? {} : { question: { status: 'ok' as const, value: { window: options.window } } };
  const resolved = createResolver({ ...makeSnapshot([]), artifacts: { 'proxy-logs': { status: 'ok', value: proxyLogs }, ...question } })(traffic);
  assert.ok(resolved.status === 'ok');
  return resolved.value as Traffic; // the fact's own type
}

/** Buckets of some seconds add or take away a few at the ends of a stretch. */
const isAbout = (value: number, expected: number): boolean => Math.abs(value - expected) <= 10;

test('requests that a proxy other than Envoy saw go well in the time asked about are seen', () => {
  const window = { from: start + 40 * minute, to: start + 50 * minute };
  const { requests, incidents, timeSeen } = seen((second) => second < 60, { window });
  assert.deepEqual([requests.failed, incidents.length], [0, 0]);
  assert.ok(isAbout(requests.seen, 600), `${requests.seen} seen`);
  assert.ok((timeSeen?.to ?? 0) > start + 59 * minute);
});

test('a stretch of failures in such a log is a share of the requests of its time', () => {
  const { incidents } = seen((second) => second % 2 === 0 && second >= 1_200 && second < 1_800, {
    window: { from: start + 20 * minute - 1_000, to: start + 30 * minute },
  });
  assert.equal(incidents[0]?.total, 300);
  assert.ok(isAbout(incidents[0]?.requests ?? 0, 600), `${incidents[0]?.requests} requests`);
});

test('each of two episodes is a share of its own time', () => {
  const { incidents } = seen((second) => (second % 2 === 0 && second < 120) || (second % 3 === 0 && second >= 3_000 && second < 3_120));
  assert.deepEqual(
    incidents.map(({ total, requests }) => [total, isAbout(requests ?? 0, 120)]),
    [
      [60, true],
      [40, true],
    ],
  );
});

test('failures whose lines were not kept are shared out to the episodes and to the time asked about', () => {
  const failing = (second: number): boolean => second < 100 || (second >= 3_000 && second < 3_100);
  const whole = seen(failing, { failureLimit: 40 });
  assert.deepEqual(
    [whole.incidents.map(({ total, failures }) => [total, failures.length]), whole.requests.failed],
    [
      [
        [100, 20],
        [100, 20],
      ],
      200,
    ],
  );
  const part = seen(failing, { failureLimit: 40, window: { from: start - 1_000, to: start + 10 * minute } });
  assert.deepEqual([part.incidents.map(({ total }) => total), part.requests.failed], [[100], 100]);
});
