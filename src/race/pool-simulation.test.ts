import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { PoolSetup } from './pool-setup.ts';
import { type SimulatedRequest, simulatePool } from './pool-simulation.ts';
import { seededRandom } from './random.ts';

/** What becomes of requests at these moments, each served in `serviceMs`. */
function played(arrivals: readonly number[], setup: PoolSetup, serviceMs = 100): readonly SimulatedRequest[] {
  return [...simulatePool(arrivals, () => serviceMs, setup, seededRandom(1))];
}

/** What becomes of a request whose connection was quiet for `gap`. The first is answered at 100 ms after its round trips. */
function afterGap(gap: number, setup: PoolSetup): SimulatedRequest {
  const [first] = played([0], setup);
  const [, second] = played([0, (first?.durationMs ?? 0) + gap], setup);
  if (second === undefined) throw new Error('two requests go in, two come out');
  return second;
}

/** Idle limit 5 s, 20 ms round trip, 1 ms to decide, 2 ms to notice: lost between 4,979 and 5,002 ms. */
const race: PoolSetup = { server: { idle: { limitMs: 5_000 }, decisionMs: 1 }, client: { noticeMs: 2 }, oneWayMs: 10 };

test('a request on a connection just closed is lost, to the millisecond', () => {
  const outcomes = [4_979, 4_980, 5_002, 5_003].map((gap) => {
    const { outcome, ordinal, gapMs } = afterGap(gap, race);
    return { outcome, ordinal, gapMs };
  });
  assert.deepEqual(outcomes, [
    { outcome: 'served', ordinal: 2, gapMs: 4_979 },
    { outcome: 'reset', ordinal: 2, gapMs: 4_980 },
    { outcome: 'reset', ordinal: 2, gapMs: 5_002 },
    { outcome: 'served', ordinal: 1, gapMs: undefined },
  ]);
});

test('a lost request ends when the close is seen', () => {
  assert.equal(afterGap(4_990, race).durationMs, 12);
  assert.equal(afterGap(5_002, race).durationMs, 0);
});

test('the first request of a connection takes a round trip more', () => {
  assert.deepEqual(
    played([0, 1_000], race).map(({ durationMs, ageMs }) => ({ durationMs, ageMs })),
    [
      { durationMs: 140, ageMs: 0 },
      { durationMs: 120, ageMs: 1_000 },
    ],
  );
});

test('a client that gives up in time loses nothing, one that gives up within the window still can', () => {
  const withIdle = (idleMs: number): PoolSetup => ({ ...race, client: { noticeMs: 2, idleMs } });
  for (const gap of [4_950, 4_979, 4_985, 5_000, 5_002]) assert.equal(afterGap(gap, withIdle(4_979)).outcome, 'served');
  assert.equal(afterGap(4_985, withIdle(4_990)).outcome, 'reset');
  assert.equal(afterGap(4_991, withIdle(4_990)).ordinal, 1);
});

test('the connection used last is taken first', () => {
  // Two at once open connections 1 and 2; 2 is answered last.
  const arrivals = [0, 50, 1_000];
  assert.equal(played(arrivals, { server: {}, client: {} }).at(-1)?.connection, 2);
});

test('a connection at the bottom of the stack is lost though the pool is busy', () => {
  const pairs = [0, 10];
  const singles = Array.from({ length: 24 }, (_, index) => 200 + index * 200);
  // Both are taken again when the deeper one was quiet for 5 s, and for 5.003 s.
  const rows = played([...pairs, ...singles, 5_090, 5_100], { server: { idle: { limitMs: 5_000 } }, client: { noticeMs: 5 } });
  assert.deepEqual(
    rows.filter(({ outcome }) => outcome === 'reset').map(({ connection, gapMs }) => ({ connection, gapMs })),
    [],
  );
  const longer = played([...pairs, ...singles, 5_090, 5_103], { server: { idle: { limitMs: 5_000 } }, client: { noticeMs: 5 } });
  assert.deepEqual(
    longer.filter(({ outcome }) => outcome === 'reset').map(({ connection, gapMs }) => ({ connection, gapMs })),
    [{ connection: 1, gapMs: 5_003 }],
  );
});

test('a reaper closes at its next look', () => {
  const reaper: PoolSetup = { server: { idle: { limitMs: 5_000, tickMs: 10_000 } }, client: {} };
  // Answered at 100 ms, due at 5,100 ms, looked at at 10,000 ms.
  assert.equal(afterGap(9_900, reaper).outcome, 'served');
  assert.equal(afterGap(9_900, reaper).ordinal, 2);
  assert.equal(afterGap(9_901, reaper).ordinal, 1);
});

test('after its last request an unannounced close hits who comes at once, an announced one nobody', () => {
  const outcomes = (announced: boolean): readonly string[] =>
    played([0, 200, 301], { server: { requests: { limit: 2, announced } }, client: { noticeMs: 2 } }).map(({ outcome, ordinal }) => `${outcome} ${ordinal}`);
  assert.deepEqual(outcomes(false), ['served 1', 'served 2', 'reset 3']);
  assert.deepEqual(outcomes(true), ['served 1', 'served 2', 'served 1']);
});

test('an age limit cuts a request only where the server does not wait for it', () => {
  const ended = (waits: boolean): string | undefined => {
    const last = played([0, 950], { server: { age: { limitMs: 1_000, announced: false, waits } }, client: {} }).at(-1);
    return `${last?.outcome} ${last?.durationMs}`;
  };
  assert.equal(ended(true), 'served 100');
  assert.equal(ended(false), 'reset 50');
});

test('a crash cuts what is under way, refuses while down and leaves nothing to reuse', () => {
  const rows = played([0, 950, 1_200, 2_500], { server: { crashes: [{ at: 1_000, downMs: 1_000 }] }, client: {} });
  assert.deepEqual(
    rows.map(({ outcome, ordinal, durationMs }) => `${outcome} ${ordinal} ${durationMs}`),
    ['served 1 100', 'reset 2 50', 'refused 1 0', 'served 1 100'],
  );
});

test('what a middlebox forgot is neither answered nor closed', () => {
  const middlebox: PoolSetup = { server: { idle: { limitMs: 5_000 } }, client: { timeoutMs: 3_000 }, middleboxIdleMs: 4_000 };
  assert.equal(afterGap(4_000, middlebox).outcome, 'served');
  const { outcome, durationMs } = afterGap(60_000, middlebox);
  assert.deepEqual({ outcome, durationMs }, { outcome: 'timeout', durationMs: 3_000 });
});

test('Envoy as the server announces, then is deaf for a second, then closes', () => {
  const envoy: PoolSetup = { server: { envoyIdle: { idleMs: 2_000, drainMs: 2_000, closeMs: 1_000 } }, client: {} };
  assert.equal(afterGap(1_500, envoy).outcome, 'served');
  const [, , afterDrain] = played([0, 3_100, 3_300], envoy);
  assert.deepEqual({ outcome: afterDrain?.outcome, ordinal: afterDrain?.ordinal }, { outcome: 'served', ordinal: 1 });
  // As measured on Envoy 1.40: asked 4.3 s after the answer it hangs up 0.7 s later.
  const { outcome, durationMs } = afterGap(4_300, envoy);
  assert.deepEqual({ outcome, durationMs }, { outcome: 'reset', durationMs: 700 });
  assert.equal(afterGap(5_100, envoy).ordinal, 1);
});

test('one request too many at a time is reset, the others are served', () => {
  const rows = played([0, 1, 2, 3], { server: { overloadAbove: 3 }, client: {} });
  assert.deepEqual(
    rows.map(({ outcome, inFlight }) => `${outcome} ${inFlight}`),
    ['reset 4', 'served 1', 'served 2', 'served 3'],
  );
});

test('a retry saves what the race loses', () => {
  const gap = 4_990;
  assert.equal(afterGap(gap, race).outcome, 'reset');
  const saved = afterGap(gap, { ...race, client: { noticeMs: 2, retries: 1 } });
  assert.deepEqual({ outcome: saved.outcome, attempts: saved.attempts, ordinal: saved.ordinal }, { outcome: 'served', attempts: 2, ordinal: 1 });
});

test('every request that goes in comes out once, and ends are in order', () => {
  const setups = fc.record({
    server: fc.record({
      idle: fc.record({ limitMs: fc.integer({ min: 1, max: 5_000 }), spreadMs: fc.integer({ min: 0, max: 500 }) }),
      acceptThenClose: fc.constantFrom(0, 0.1),
      randomReset: fc.constantFrom(0, 0.1),
      overloadAbove: fc.integer({ min: 1, max: 10 }),
      crashes: fc.constantFrom([], [{ at: 2_000, downMs: 500 }]),
    }),
    client: fc.record({ noticeMs: fc.integer({ min: 0, max: 50 }), retries: fc.integer({ min: 0, max: 2 }) }),
    oneWayMs: fc.integer({ min: 0, max: 50 }),
    workers: fc.integer({ min: 1, max: 3 }),
    hosts: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 60 }), setups, (steps, setup) => {
      let at = 0;
      const arrivals = steps.map((step) => {
        at += step;
        return at;
      });
      const rows = played(arrivals, setup);
      assert.deepEqual(
        rows.map(({ start }) => start).toSorted((one, other) => one - other),
        arrivals,
      );
      const ends = rows.map(({ start, durationMs }) => start + durationMs);
      assert.deepEqual(
        ends,
        ends.toSorted((one, other) => one - other),
      );
      for (const row of rows) assert.ok(row.durationMs >= 0 && row.ordinal >= 1 && row.inFlight >= 1 && (row.gapMs ?? 0) >= 0);
    }),
  );
});
