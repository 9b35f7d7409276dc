import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { parseAccessRow } from '../../formats/access-log/parse-access-row.ts';
import { createConnectionHistory } from '../../artifacts/logs/connection-history.ts';
import { outcomeOf } from '../../artifacts/logs/row-outcome.ts';
import { createStreamScanner } from '../read/scan-stream.ts';
import { observationsOf, renewalsOf } from './pool.ts';
import { createLogObserver, observerLimits, type ObserverOptions } from './log-observer.ts';
import type { Observed } from './observed.ts';

const T = Date.parse('2026-11-22T17:00:00Z');

interface Told {
  readonly at: number;
  readonly took?: number;
  readonly flags?: string;
  readonly port?: number;
  readonly host?: string;
  readonly own?: string;
}

function line({ at, took = 5, flags = '-', port = 40_000, host = '10.0.0.1:8480', own = '10.0.9.9' }: Told): string {
  const result = flags === '-' ? '200 - via_upstream' : `503 ${flags} upstream_reset_before_response_started{connection_termination}`;
  return `[${new Date(T + at).toISOString()}] "GET /x HTTP/1.1" ${result} - "-" 0 0 ${took} - "-" "agent" "id" "a:1" "${host}" outbound|8480||a.b.svc.cluster.local ${own}:${port} 10.1.1.1:8480 10.0.9.9:33000 - default\n`;
}

function observed(text: string, options: Partial<ObserverOptions> = {}, pieces = 1_000_000): Observed {
  const observer = createLogObserver({ ...observerLimits, ...options });
  const sink = observer.open({}, 'a.log');
  const scanner = createStreamScanner();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieces) {
    scanner.push(bytes.subarray(at, at + pieces), sink);
    scanner.flush(sink);
  }
  scanner.end(sink);
  return observer.observed();
}

/** What the first pool shows, without the counts that most tests do not ask for. */
function pool(text: string, options: Partial<ObserverOptions> = {}) {
  const seen = observed(text, options).pools[0]?.pool;
  assert.ok(seen !== undefined);
  const bins = (name: 'gaps' | 'ordinals' | 'ages' | 'renewals') =>
    seen[name]
      .distribution()
      .bins()
      .map(({ from, count }) => [from, count]);
  return {
    resets: seen.resets.map(({ gapMs, ordinal, ageMs, line: number }) => ({ gapMs, ordinal, ageMs, line: number })),
    gaps: bins('gaps'),
    ordinals: bins('ordinals'),
    ages: bins('ages'),
    renewals: bins('renewals'),
    overlaps: seen.overlaps,
    connections: seen.connections,
    requests: seen.requests,
  };
}

const told = (...rows: readonly Told[]): string => rows.map(line).join('');

test('a reset has the quiet time before it, its place on the connection and its line', () => {
  assert.deepEqual(pool(told({ at: 0 }, { at: 1_000 }, { at: 3_000, flags: 'UC' })).resets, [{ gapMs: 1_995, ordinal: 3, ageMs: 3_000, line: 3 }]);
});

test('rows of a proxy that is not Envoy are counted by themselves and are no rows', () => {
  const haproxy = '10.0.1.2:33317 [22/Nov/2026:17:31:19.655] fe be/srv1 0/0/1/-1/3 502 217 - - SH-- 12/11/3/1/0 0/0 "POST /api/cart HTTP/1.1"\n';
  const { others, proxies } = observed(`${told({ at: 0 })}${haproxy}{"level":"info","msg":"x","status":503}\n`);
  assert.deepEqual([[...others], proxies.map(({ succeeded, failed }) => [succeeded, failed])], [[['haproxy', 1]], [[1, 0]]]);
});

test('requests that went well are counted by gap, ordinal and age', () => {
  const { gaps, ordinals, ages } = pool(told({ at: 0 }, { at: 1_000 }, { at: 1_500 }));
  assert.deepEqual(
    { gaps, ordinals, ages },
    {
      gaps: [
        [495, 1],
        [995, 1],
      ],
      ordinals: [
        [1, 1],
        [2, 1],
        [3, 1],
      ],
      ages: [
        [0, 1],
        [1_000, 1],
        [1_500, 1],
      ],
    },
  );
});

test('after a reset the same port is a new connection', () => {
  const { resets, connections } = pool(told({ at: 0 }, { at: 1_000, flags: 'UC' }, { at: 2_000 }, { at: 3_000, flags: 'UC' }));
  assert.deepEqual([resets.map(({ ordinal }) => ordinal), connections], [[2, 2], 2]);
});

test('a port that was quiet for longer than Envoy keeps a connection is a new one', () => {
  assert.equal(pool(told({ at: 0 }, { at: 3_700_000 })).connections, 2);
  assert.equal(pool(told({ at: 0 }, { at: 3_600_000 })).connections, 1);
});

test('a new connection beside an idle one is a renewal, by the one used last', () => {
  assert.deepEqual(pool(told({ at: 0, port: 1 }, { at: 100, port: 2 }, { at: 5_105, port: 3 })).renewals, [
    [95, 1],
    [5_000, 1],
  ]);
});

test('a connection that was taken by then was not passed over, though its row comes later', () => {
  const rows = told({ at: 0, port: 1 }, { at: 1_000, port: 2, took: 1 }, { at: 900, port: 1, took: 200 }, { at: 3_000, port: 1, flags: 'UC' });
  const seen = observed(rows).pools[0]?.pool ?? assert.fail();
  assert.equal(renewalsOf(seen).total, 0);
});

test('resets and others tell how many requests were under way as they began', () => {
  const { resets, survivors } = observationsOf(
    observed(told({ at: 100, took: 1, port: 2, flags: 'UC' }, { at: 0, took: 300, port: 1 }, { at: 400, port: 1 })).pools[0]?.pool ?? assert.fail(),
  );
  assert.deepEqual([resets.map(({ inFlight }) => inFlight), survivors.inFlight?.bins().map(({ from, count }) => [from, count])], [[2], [[1, 2]]]);
});

test('a new connection beside a busy or a reset one is none', () => {
  assert.deepEqual(pool(told({ at: 0, port: 1, took: 900 }, { at: 100, port: 2, took: 900 })).renewals, []);
  assert.deepEqual(pool(told({ at: 0, port: 1 }, { at: 100, port: 1, flags: 'UC' }, { at: 900, port: 2 })).renewals, []);
});

test('a row that stands there twice counts once, a reset too, in pieces of any size and however it is read', () => {
  const rows = told({ at: 0 }, { at: 0 }, { at: 500, took: 0 }, { at: 500, took: 0 }, { at: 1_000, flags: 'UC', took: 0 }, { at: 1_000, flags: 'UC', took: 0 });
  for (const [text, pieces] of [
    [rows, 1_000_000],
    [rows, rows.length / 6],
    [rows.replaceAll('"agent"', '"an "odd" agent"'), 1_000_000],
  ] as const) {
    const { pools, proxies } = observed(text, {}, pieces);
    assert.deepEqual([proxies[0]?.duplicates, pools[0]?.pool.requests, pools[0]?.pool.resetCount, proxies[0]?.rows], [3, 3, 1, 3]);
  }
});

test('requests on one connection in the same milliseconds are two when their lines differ', () => {
  const { pools, proxies } = observed(told({ at: 0 }) + told({ at: 0 }).replace('"id"', '"another"'));
  assert.deepEqual([proxies[0]?.duplicates, pools[0]?.pool.requests], [0, 2]);
});

test('requests that overlap on one connection are told', () => {
  assert.equal(pool(told({ at: 0, took: 1_000 }, { at: 500, took: 1_000 })).overlaps, 1);
});

test('rows of other clusters, hosts and times are left out when that is asked for', () => {
  const rows = told({ at: 0 }, { at: 1_000, host: '10.0.0.2:8480' }, { at: 2_000 });
  assert.equal(observed(rows, { host: '10.0.0.2' }).proxies[0]?.rows, 1);
  assert.equal(observed(rows, { since: T + 1_000 }).proxies[0]?.rows, 2);
  assert.equal(observed(rows, { until: T + 500 }).proxies[0]?.rows, 1);
  assert.equal(observed(rows, { cluster: 'nothing' }).proxies.length, 1);
});

test('more resets than are kept are counted', () => {
  const rows = Array.from({ length: 10 }, (_, index) => told({ at: index * 2_000 }, { at: index * 2_000 + 1_000, flags: 'UC' })).join('');
  const seen = observed(rows, { resets: 3 }).pools[0]?.pool;
  assert.deepEqual([seen?.resets.length, seen?.resetCount], [3, 10]);
});

test('lines that are no rows keep the numbers right', () => {
  assert.deepEqual(
    pool(`hello\n${told({ at: 0 })}\nx\n${told({ at: 1_000, flags: 'UC' })}`).resets.map((reset) => reset.line),
    [5],
  );
});

test('the same log in pieces of any size says the same', () => {
  const text =
    told(...Array.from({ length: 60 }, (_, index) => ({ at: index * 700, port: 40_000 + (index % 3), flags: index % 7 === 6 ? 'UC' : '-' }))) + 'x'.repeat(200);
  const whole = observed(text).pools.map(({ pool: seen }) => seen.resets);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), (pieces) => {
      assert.deepEqual(
        observed(text, {}, pieces).pools.map(({ pool: seen }) => seen.resets),
        whole,
      );
    }),
    { numRuns: 40 },
  );
});

test('rows read at once and rows read with care say the same of connections', () => {
  const rows = told(...Array.from({ length: 40 }, (_, index) => ({ at: index * 900, port: 40_000 + (index % 4), flags: index % 5 === 4 ? 'UC,URX' : '-' })));
  const slow = rows.replaceAll('"agent"', '"an "odd" agent"');
  assert.deepEqual(pool(slow), pool(rows));
});

test('gaps and ordinals of resets are those of the connection history that diagnoses use', () => {
  const rows = fc.array(
    fc.record({
      step: fc.integer({ min: 0, max: 4_000 }),
      took: fc.integer({ min: 1, max: 3_000 }),
      port: fc.integer({ min: 1, max: 3 }),
      fails: fc.integer({ min: 0, max: 4 }),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(rows, (list) => {
      let at = 0;
      const lines = list.map(({ step, took, port, fails }) => {
        at += step + 1;
        return { at, end: at + took, text: line({ at, took, port, flags: fails === 0 ? 'UC' : '-' }) };
      });
      // Envoy writes a row when its request ends
      const text = lines.toSorted((a, b) => a.end - b.end).map((one) => one.text);
      const history = createConnectionHistory(1_000);
      const uses = text.flatMap((one) => {
        const row = parseAccessRow(one.trimEnd());
        if (row === undefined || row === 'damaged') return [];
        const used = history.use(row, outcomeOf(row));
        return used === undefined || !row.flags.includes('UC') ? [] : [used.use];
      });
      const seen = observed(text.join('')).pools[0]?.pool.resets ?? [];
      assert.deepEqual(
        seen.map(({ gapMs }) => gapMs),
        uses.map(({ gap }) => gap),
      );
    }),
  );
});

test('a log of one proxy without a name has one address, a mixture has several', () => {
  assert.deepEqual([...(observed(told({ at: 0 }, { at: 1_000 })).proxies[0]?.ownHosts ?? [])], ['10.0.9.9']);
  assert.equal(observed(told({ at: 0 }, { at: 1_000, own: '10.0.9.8' })).proxies[0]?.ownHosts.size, 2);
});
