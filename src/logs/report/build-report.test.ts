import assert from 'node:assert/strict';
import test from 'node:test';
import { seededRandom } from '../../race/random.ts';
import type { PoolRequest } from '../../testing/observe-pool.ts';
import { raceConfounders } from '../../testing/race-confounders.ts';
import { raceScenarios } from '../../testing/race-scenarios.ts';
import { requestLines } from '../../testing/request-lines.ts';
import { createLogObserver, observerLimits } from '../observe/log-observer.ts';
import { createStreamScanner } from '../read/scan-stream.ts';
import { buildReport } from './build-report.ts';

const scenarioOf = (name: string) => raceScenarios.find((scenario) => scenario.name.startsWith(name)) ?? assert.fail(name);

function inferred(rows: readonly PoolRequest[]) {
  const observer = createLogObserver(observerLimits);
  const sink = observer.open({ namespace: 'shop', pod: 'catalog-0' }, 'istio-proxy.log');
  const scanner = createStreamScanner();
  scanner.push(Buffer.from(`${requestLines(rows).join('\n')}\n`), sink);
  scanner.end(sink);
  return buildReport(observer.observed(), { files: ['istio-proxy.log'], bytes: 0, skipped: [], stats: [], isStopped: false }, 10).fits[0]?.inference;
}

test('starts that are off by up to 40 ms change no verdict', () => {
  const skew = raceConfounders.find(({ name }) => name === 'starts skewed by up to 40 ms') ?? assert.fail();
  for (const seed of [1, 2]) {
    const rows = scenarioOf('idle limit 5 s, random').rows(seed, 6);
    const found = inferred(skew.apply(rows, seededRandom(seed), () => []));
    assert.deepEqual([found?.verdict, found?.mechanism, found?.idleLimit?.snapped], ['named', 'idle-limit', 5_000]);
  }
});

test('requests under way are counted, so that load is named', () => {
  const verdicts = [1, 2, 3].map((seed) => inferred(scenarioOf('overload above 4').rows(seed, 20)));
  assert.ok(verdicts.some((found) => found?.verdict === 'named' && found.mechanism === 'load'));
  assert.ok(verdicts.every((found) => found?.withheld !== 'load-unknown'));
});

test('new connections are known to have a reason, so that resets on first use are named', () => {
  const verdicts = [1, 2, 3].map((seed) => inferred(scenarioOf('accept, then close').rows(seed, 20)));
  assert.ok(verdicts.some((found) => found?.verdict === 'named' && found.mechanism === 'first-use'));
});
