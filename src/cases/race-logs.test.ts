import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parseAccessRow } from '../formats/access-log/parse-access-row.ts';
import { inferResets, type Inference } from '../race/inference/index.ts';
import { scaledPriors } from '../race/inference/regions.ts';
import { observePool, type PoolRequest } from '../testing/observe-pool.ts';
import { casesFolder } from './recorded-cases.ts';

/** Rows of a real log, as the race sees them. */
function rowsOf(path: string, cluster?: string): readonly PoolRequest[] {
  return readFileSync(join(casesFolder, path), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const row = parseAccessRow(line);
      if (row === undefined || row === 'damaged' || (cluster !== undefined && row.upstreamCluster !== cluster)) return [];
      const connection = row.upstreamConnectionId ?? `${row.upstreamHost} ${row.upstreamLocal}`;
      return row.upstreamHost === undefined ? [] : [{ start: row.start, durationMs: row.durationMs ?? 0, connection, isReset: row.flags.includes('UC') }];
    });
}

const inferred = (path: string, cluster?: string): Inference => inferResets(observePool(rowsOf(path, cluster)));
const raced = ['race-logs/d0_quiet.jsonl', 'race-logs/d10_uniform30.jsonl'];

for (const path of raced)
  test(`the idle limit of 2 s is named in ${path}`, () => {
    const { verdict, mechanism, idleLimit } = inferred(path);
    assert.deepEqual([verdict, mechanism, idleLimit?.snapped, idleLimit?.shape], ['named', 'idle-limit', 2_000, 'race']);
  });

test('the first hundred rows with resets are enough, or nothing wrong is named', () => {
  for (const path of raced)
    for (const length of [150, 250, 400]) {
      const { verdict, mechanism } = inferResets(observePool(rowsOf(path).slice(0, length)));
      assert.ok(verdict !== 'named' || mechanism === 'idle-limit', `${path} up to row ${length}: ${mechanism}`);
    }
});

test('the verdict on real logs does not hang on what was held of shares before: a third, and three times of it', () => {
  for (const path of raced)
    for (const factor of [1 / 3, 3]) {
      const { verdict, mechanism } = inferResets(observePool(rowsOf(path)), { priors: scaledPriors(factor) });
      assert.deepEqual([verdict, mechanism], ['named', 'idle-limit'], `${path} x ${factor}`);
    }
});

test('where the client gives connections up first there is nothing to explain', () =>
  assert.equal(inferred('race-logs/no_race_idle1500.jsonl').verdict, 'nothing'));

test('a caller that is as regular as the limit leaves its own clock as an explanation', () => {
  for (const path of ['race-logs/chain0-server-proxy.log', 'race-logs/chain2-server-proxy.log']) {
    const { verdict, idleLimit, needsProbe } = inferred(path);
    assert.notEqual(verdict, 'named', path);
    assert.ok((idleLimit?.from ?? 0) <= 60_000 && (idleLimit?.to ?? 0) >= 59_990, `${path}: ${idleLimit?.from} to ${idleLimit?.to}`);
    assert.equal(needsProbe, 'metronome', path);
  }
  for (const path of ['race-logs/chain0-client-proxy.log', 'race-logs/chain2-client-proxy.log']) assert.equal(inferred(path).verdict, 'nothing', path);
});

test('in the recorded incident of the idle limits 22 requests, most of them after 5 s, fit the limit and prove nothing by themselves', () => {
  const { verdict, idleLimit, needsProbe } = inferred(
    'keepalive-vminsert-app-hop/bundle/logs/monitoring/vminsert-78797c6fb-wwrsx/istio-proxy.log',
    'inbound|8480||',
  );
  assert.deepEqual([verdict, idleLimit?.snapped, idleLimit?.resets.length, needsProbe], ['undecided', 5_000, 5, 'metronome']);
});

test('in the recorded crash no idle limit is named', () => {
  const { verdict, mechanism } = inferred('app-crash-node/bundle/logs/shop/catalog-7ccd69cb6b-4t89s/istio-proxy.log');
  assert.ok(verdict !== 'named' || mechanism === 'bursts', `${verdict} ${mechanism}`);
});
