import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AnyAnalyzer, defineAnalyzer } from '../model/analyzer.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { defineArtifact, defineFact } from '../model/source.ts';
import { createResolver } from './resolve.ts';
import { runAnalyzers } from './run.ts';

const stone = defineArtifact({ id: 'stone', title: 'Stone', collectWith: ['dig'], recognises: () => false, parse: (): number => 0 });
const brokenFact = defineFact({
  id: 'broken-fact',
  needs: { stone },
  derive: (): number => {
    throw new Error('no such thing');
  },
});
const meta = (id: string) => ({ id, title: id, description: id, references: [{ title: 'a document' }] as const });

const snapshotWith = (artifacts: Snapshot['artifacts']): Snapshot => ({
  id: 's',
  takenAt: 0,
  takenAtText: '1970-01-01T00:00:00.000Z',
  origin: 'test',
  artifacts,
  coverage: { files: 0, bytes: 0, read: [], skipped: [], missing: [], notes: [] },
});

const speaks: AnyAnalyzer = defineAnalyzer({
  meta: meta('speaks'),
  needs: { stone },
  messages: { weighs: { severity: 'info', text: 'It weighs {weight}.', bearsOn: [] } },
  *analyze({ stone }, report) {
    yield report('weighs', {
      subject: { kind: 'Stone', name: 'one' },
      data: { weight: stone },
      evidence: [{ kind: 'field', at: { artifact: 'stone', file: 'f' }, value: stone }],
    });
  },
});
const crashes: AnyAnalyzer = defineAnalyzer({
  meta: meta('crashes'),
  needs: { stone },
  messages: {},
  analyze: () => {
    throw new Error('boom');
  },
});
const leans: AnyAnalyzer = defineAnalyzer({ meta: meta('leans'), needs: { brokenFact }, messages: {}, analyze: () => [] });

test('a crash costs the analyzer that crashed, and is told', () => {
  const { findings, outcomes } = runAnalyzers([crashes, speaks, leans], createResolver(snapshotWith({ stone: { status: 'ok', value: 7 } })));
  assert.deepEqual(
    findings.map((finding) => finding.data),
    [{ weight: 7 }],
  );
  assert.deepEqual(
    outcomes.map((outcome) => [outcome.analyzer, outcome.status]),
    [
      ['crashes', 'crashed'],
      ['speaks', 'ran'],
      ['leans', 'crashed'],
    ],
  );
});

test('what was not collected skips, and says how to collect it', () => {
  const { outcomes } = runAnalyzers([speaks, leans], createResolver(snapshotWith({ stone: { status: 'absent', reason: 'not collected' } })));
  assert.deepEqual(
    outcomes,
    ['speaks', 'leans'].map((analyzer) => ({ analyzer, status: 'skipped', missing: [{ artifact: 'stone', reason: 'not collected', collectWith: ['dig'] }] })),
  );
});

test('an artifact that could not be parsed is no absence', () => {
  const { outcomes } = runAnalyzers([speaks], createResolver(snapshotWith({ stone: { status: 'failed', error: 'broken' } })));
  assert.deepEqual(outcomes, [{ analyzer: 'speaks', status: 'crashed', error: 'broken' }]);
});

test('a fact is derived once', () => {
  let times = 0;
  const counted = defineFact({
    id: 'counted',
    needs: {},
    derive: () => {
      times += 1;
      return times;
    },
  });
  const resolve = createResolver(snapshotWith({}));
  resolve(counted);
  assert.deepEqual(resolve(counted), { status: 'ok', value: 1 });
});
