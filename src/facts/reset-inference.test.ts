import assert from 'node:assert/strict';
import test from 'node:test';
import { seededRandom } from '../race/random.ts';
import { accessLog, type Given } from '../testing/index.ts';
import { raceScenarios } from '../testing/race-scenarios.ts';
import { requestLines } from '../testing/request-lines.ts';
import { factOf } from '../testing/fact-of.ts';
import { type ResetInference, resetInferences } from './reset-inference.ts';

/** Requests of one pod's proxy towards its application: when, on which connection, and whether they were reset. */
type Request = readonly [at: number, port: number, isReset?: boolean];

function inbound(requests: readonly Request[]): Given {
  return accessLog(
    'shop/catalog-7ccd69cb6b-4t89s',
    requests.map(([at, port, isReset = false], index) => {
      const answer = isReset ? '503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95' : '200 - via_upstream - "-" 0 17';
      return `[${new Date(Date.UTC(2026, 0, 1) + at).toISOString()}] "GET /items HTTP/1.1" ${answer} 0 - "-" "curl" "00000000-0000-4000-8000-${String(index).padStart(12, '0')}" "catalog.shop:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:${port} 10.1.0.7:8080 10.1.0.9:51234 - default`;
    }),
  );
}

/** Forty quick requests, then one after 5 s that is lost; so many times, each on a connection of its own. */
const lostAfter5s = (times: number): readonly Request[] =>
  Array.from({ length: times }, (_, round) => {
    const [begin, port, uses] = [round * 100_000, 4_000 + round, 40 + 7 * round];
    return [...Array.from({ length: uses }, (_, use): Request => [begin + use * 900, port]), [begin + (uses - 1) * 900 + 5_000 + round, port, true] as const];
  }).flat();

const inferred = (requests: readonly Request[]): readonly ResetInference[] => factOf(resetInferences, [inbound(requests)]);

test('all requests of the pool count, and what fits is named by the failures of the incident', () => {
  const [found] = inferred(lostAfter5s(5));
  const { verdict, mechanism, idleLimit } = found?.inference ?? assert.fail();
  assert.deepEqual([verdict, mechanism, idleLimit?.snapped], ['named', 'idle-limit', 5_000]);
  assert.deepEqual([found?.fitting, found?.served], [[0, 1, 2, 3, 4], lostAfter5s(5).length - 5]);
});

test('a log that is written newest first gives no places and ages, and so no inference', () => assert.deepEqual(inferred(lostAfter5s(5).toReversed()), []));

test('a log with nothing but errors gives no verdict', () => {
  const [found] = inferred(lostAfter5s(5).filter(([, , isReset]) => isReset));
  assert.deepEqual([found?.inference.verdict, found?.inference.completeness.doubts], ['undecided', ['errors-only']]);
});

test('where nothing was reset there is nothing to infer', () =>
  assert.deepEqual(
    inferred([
      [0, 1],
      [10, 1],
    ]),
    [],
  ));

test('clocks that are off by up to 40 ms at every start change no verdict', () => {
  const random = seededRandom(7);
  const skewed = lostAfter5s(6).map(([at, port, isReset]): Request => [at - random.below(41), port, isReset ?? false]);
  const { verdict, mechanism, idleLimit } = inferred(skewed)[0]?.inference ?? assert.fail();
  assert.deepEqual([verdict, mechanism], ['named', 'idle-limit']);
  assert.ok((idleLimit?.from ?? 0) <= 5_000 && (idleLimit?.to ?? 0) >= 4_990, `${idleLimit?.from} to ${idleLimit?.to}`);
});

test('a new connection that is closed at once, and a server that has too much to do, are named from a log alone', () => {
  const named = (name: string, resets: number): readonly string[] => {
    const scenario = raceScenarios.find((each) => each.name.startsWith(name)) ?? assert.fail(name);
    return [1, 2, 3].map((seed) => {
      const lines = requestLines(scenario.rows(seed, resets));
      const {
        verdict,
        mechanism = '-',
        withheld = '-',
      } = factOf(resetInferences, [accessLog('shop/catalog-7ccd69cb6b-4t89s', lines)])[0]?.inference ?? assert.fail();
      return verdict === 'named' ? mechanism : withheld;
    });
  };
  assert.ok(named('accept, then close', 20).includes('first-use'));
  assert.ok(named('overload above 4', 20).includes('load'));
});
