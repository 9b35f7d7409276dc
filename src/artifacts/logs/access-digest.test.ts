import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AccessRow } from '../../formats/access-log/row.ts';
import { createAccessDigest, digestLimits } from './access-digest.ts';
import { createSavedRequests } from './saved-requests.ts';
import type { ProxyAccessLog } from './types.ts';

const start = Date.UTC(2026, 10, 22, 17, 28, 0);

/** An inbound row of one connection: `at` and `durationMs` in ms since `start`. */
function row(at: number, more: Partial<AccessRow> = {}): AccessRow {
  return {
    format: 'istio-text',
    start: start + at,
    method: 'POST',
    path: '/write',
    protocol: 'HTTP/1.1',
    code: 204,
    flags: [],
    details: 'via_upstream',
    bytesReceived: 1,
    bytesSent: 1,
    durationMs: 1,
    requestId: `id-${at}`,
    authority: 'vminsert:8480',
    upstreamHost: '10.244.2.9:8480',
    upstreamCluster: 'inbound|8480||',
    upstreamLocal: '127.0.0.6:42460',
    downstreamLocal: '10.244.2.9:8480',
    downstreamRemote: '10.244.1.10:54752',
    ...more,
  };
}
const uc = { code: 503, flags: ['UC'], details: 'upstream_reset_before_response_started{connection_termination}' } as const;
const noConnection: Partial<AccessRow> = {
  upstreamCluster: 'outbound|8480||vminsert.monitoring.svc.cluster.local',
  downstreamLocal: '10.96.31.10:8480',
  downstreamRemote: '10.244.1.10:5000',
};

function withoutConnection(at: number, code: number, flags: readonly string[]): AccessRow {
  const { upstreamLocal: _local, upstreamHost: _host, ...rest } = row(at, { ...noConnection, code, flags });
  return rest;
}

function digest(rows: readonly AccessRow[], limits: Partial<typeof digestLimits> = {}): ProxyAccessLog {
  const made = createAccessDigest({ pod: 'vminsert-1' }, 'a.log', createSavedRequests(), { ...digestLimits, ...limits });
  for (const [index, item] of rows.entries()) made.add(item, 'a.log', index + 1, 'text');
  const log = made.finish();
  assert.ok(log !== undefined);
  return log;
}
const history = (log: ProxyAccessLog) => log.failures.map(({ idleGapMs, ordinal, ageMs }) => [idleGapMs, ordinal, ageMs]);
const sporadic = [row(0), row(5000), row(9940, uc), row(10_000), row(14_980, uc)];

test('the idle gap of a failing request is counted from the end of the request before it, and UC ends the connection', () => {
  const log = digest(sporadic);
  assert.deepEqual(history(log), [
    [4939, 3, 9940],
    [4979, 2, 4980],
  ]);
  assert.deepEqual(
    log.pools.map(({ direction, requests, failures, connections, maxSurvivorGapMs, failuresOnFirstUse }) => ({
      direction,
      requests,
      failures,
      connections,
      maxSurvivorGapMs,
      failuresOnFirstUse,
    })),
    [{ direction: 'inbound', requests: 5, failures: 2, connections: 2, maxSurvivorGapMs: 4999, failuresOnFirstUse: 0 }],
  );
});

test('a log written newest first says the same', () => {
  const forward = digest(sporadic);
  const backward = digest(sporadic.toReversed());
  assert.deepEqual(history(backward).toReversed(), history(forward));
  // what surrounds the requests that went well cannot be known before their connection's first row is read
  const { lives, company: _company, ...known } = forward.pools[0] ?? assert.fail();
  assert.deepEqual(
    [backward.pools, lives?.ordinals.map(({ from, count }) => [from, count])],
    [
      [known],
      [
        [1, 2],
        [2, 1],
      ],
    ],
  );
});

test('a failure tells how many requests of its cluster were under way, and the others are counted', () => {
  const other = { upstreamLocal: '127.0.0.6:2' };
  const log = digest([row(100, { ...uc, durationMs: 1 }), row(0, { ...other, durationMs: 300 }), row(400, { durationMs: 5 })]);
  assert.equal(log.failures[0]?.inFlight, 2);
  assert.deepEqual(
    log.pools[0]?.company?.inFlight.map(({ from, count }) => [from, count]),
    [[1, 2]],
  );
});

test('a new connection although another was idle tells for how long that had been quiet, once', () => {
  const opened = (at: number, port: number): AccessRow => row(at, { upstreamLocal: `127.0.0.6:${port}`, durationMs: 10 });
  const renewals = (rows: readonly AccessRow[]) => digest(rows).pools[0]?.lives?.renewals.map(({ from, count }) => [from, count]);
  assert.deepEqual(renewals([opened(0, 1), opened(1_000, 2), opened(1_020, 3), row(5_000, { ...uc, upstreamLocal: '127.0.0.6:3' })]), [
    [10, 1],
    [990, 1],
  ]);
  assert.deepEqual(renewals([row(0, { ...uc, upstreamLocal: '127.0.0.6:9' }), opened(1_000, 2)]), []);
});

test('a failure on the first use of its connection is counted as such, in both orders', () => {
  for (const rows of [
    [row(0, uc), row(100, { ...uc, upstreamLocal: '127.0.0.6:2' })],
    [row(0, { code: 503 }), row(50, { code: 503 })],
  ]) {
    assert.deepEqual(digest(rows).pools[0]?.failuresOnFirstUse, digest(rows.toReversed()).pools[0]?.failuresOnFirstUse);
  }
  assert.equal(digest([row(0, uc)]).pools[0]?.failuresOnFirstUse, 1);
});

test('requests that overlap on one connection (HTTP/2) have no quiet time before them', () => {
  const log = digest([row(0, { durationMs: 5000 }), row(4000, { durationMs: 10, ...uc })]);
  assert.deepEqual(history(log), [[0, 2, 4000]]);
});

test('a port that was quiet for longer than any default idle time-out is a new connection, unless its id says otherwise', () => {
  const late = 2 * 3_600_000;
  assert.deepEqual(history(digest([row(0), row(late, uc)])), [[undefined, 1, 0]]);
  const id = { upstreamConnectionId: '7' };
  assert.deepEqual(history(digest([row(0, id), row(late, { ...uc, ...id })])), [[late - 1, 2, late]]);
});

test('rows without an upstream connection have no history', () => {
  const log = digest([withoutConnection(0, 503, ['UH']), withoutConnection(1, 503, ['UO'])]);
  assert.deepEqual(history(log), [
    [undefined, undefined, undefined],
    [undefined, undefined, undefined],
  ]);
  assert.equal(log.pools[0]?.connections, 0);
});

test('what a row says about its request', () => {
  const { method: _method, path: _path, ...noRequest } = withoutConnection(0, 0, []);
  const outcomes = [
    row(0, { code: 404 }),
    row(1, { code: 404, flags: ['NR'] }),
    row(2, { code: 503 }),
    row(3, { code: 200, flags: ['UC'] }),
    row(4, { code: 0, flags: ['DC'] }),
    row(5, { code: 503, flags: ['DC'] }),
    row(6, { code: 200, flags: ['DI'] }),
    row(7, { code: 429, flags: ['RL'] }),
    { ...noRequest, start: start + 8 },
    { ...noRequest, start: start + 9, flags: ['NR'] },
  ].map((item) => digest([item]).groups[0]?.outcome);
  assert.deepEqual(outcomes, ['ok', 'failed', 'failed', 'failed', 'client-abort', 'failed', 'ok', 'failed', 'tcp-closed', 'failed']);
});

test('a request without a route went out when its caller has the address that other requests left from', () => {
  const { upstreamCluster: _cluster, ...noRoute } = withoutConnection(0, 404, ['NR']);
  const log = digest([noRoute, row(1, { ...noConnection, upstreamLocal: '10.244.1.10:6000' })]);
  assert.equal(log.failures[0]?.direction, 'outbound');
  assert.deepEqual(log.localAddresses, ['10.244.1.10']);
});

test('a proxy that answers on the address it connects from is a gateway, also where a row has no connection', () => {
  const log = digest([
    row(0, { ...noConnection, upstreamLocal: '10.1.1.1:6000', downstreamLocal: '10.1.1.1:8443', downstreamRemote: '9.9.9.9:1' }),
    { ...withoutConnection(1, 503, ['UH']), downstreamLocal: '10.1.1.1:8443', downstreamRemote: '9.9.9.9:1' },
  ]);
  assert.deepEqual(
    log.groups.map(({ direction }) => direction),
    ['gateway', 'gateway'],
  );
});

test('rows of two pods in one file leave two addresses', () => {
  assert.deepEqual(digest([row(0), row(1, { downstreamLocal: '10.244.2.10:8480' })]).localAddresses, ['10.244.2.10', '10.244.2.9']);
});

test('many failures are all counted, and those of both ends kept', () => {
  const log = digest(
    Array.from({ length: 25 }, (_, at) => row(at * 10, uc)),
    { failures: 4 },
  );
  assert.equal(log.failuresSeen, 25);
  assert.deepEqual(
    log.failures.map(({ at }) => at.line),
    [1, 2, 24, 25],
  );
});

test('hostile variety does not grow groups or clusters beyond their limits, and nothing is lost from the counts', () => {
  const rows = Array.from({ length: 300 }, (_, at) => row(at, { upstreamCluster: `outbound|80||s${at}`, authority: `a${at}`, code: 200 + (at % 100) }));
  const log = digest(rows, { groups: 10, clusters: 10 });
  assert.ok(log.groups.length <= 21 && log.pools.length <= 11);
  assert.equal(
    log.groups.reduce((sum, { count }) => sum + count, 0),
    300,
  );
  assert.equal(
    log.pools.reduce((sum, { requests }) => sum + requests, 0),
    300,
  );
});

test('a long time is shown in at most 1,000 buckets that miss no request', () => {
  const log = digest(Array.from({ length: 5000 }, (_, at) => row(at * 7000)));
  const [timeline] = log.timelines;
  assert.ok(timeline !== undefined && timeline.buckets.length <= 1000);
  assert.equal(
    timeline.buckets.reduce((sum, { requests }) => sum + requests, 0),
    5000,
  );
  assert.equal((timeline.buckets[0]?.from ?? 1) % timeline.bucketMs, 0);
});

test('the bin of a survivor holds it, within 0.1 %', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_000_000 }), (gap) => {
      const bin = digest([row(0, { durationMs: 0 }), row(gap, { durationMs: 0 })]).pools[0]?.survivorGaps[0];
      assert.ok(bin !== undefined && bin.from <= gap && gap <= bin.to && bin.to - bin.from <= gap / 1_000);
    }),
  );
});

test('no order of rows gives a negative gap or an ordinal below one', () => {
  const anyRow = fc.record({ at: fc.integer({ min: 0, max: 10_000 }), took: fc.integer({ min: 0, max: 500 }), kind: fc.constantFrom('ok', 'uc', '503') });
  fc.assert(
    fc.property(fc.array(anyRow, { minLength: 1, maxLength: 30 }), (list) => {
      const log = digest(list.map(({ at, took, kind }) => row(at, { durationMs: took, ...(kind === 'uc' ? uc : kind === '503' ? { code: 503 } : {}) })));
      for (const { idleGapMs = 0, ordinal = 1, ageMs = 0 } of log.failures) assert.ok(idleGapMs >= 0 && ordinal >= 1 && ageMs >= 0);
      assert.ok((log.pools[0]?.failuresOnFirstUse ?? 0) >= 0);
    }),
  );
});
