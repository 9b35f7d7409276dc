import assert from 'node:assert/strict';
import test from 'node:test';
import { oomKilled } from '../causes/oom-killed.ts';
import { proposalsFor } from '../engine/propose.ts';
import { createResolver } from '../engine/resolve.ts';
import { diagnose } from '../index.ts';
import { defineFix, type Proposal } from '../model/fix.ts';
import { makeSnapshot } from '../testing/make-snapshot.ts';
import { belongTogether, bestOfEachCause } from './plan.ts';
import { created } from './change.ts';

/** A fix that proposes one object for each name, as parts of one whole or as alternatives. */
const fixOf = (id: string, names: readonly string[], isPart: boolean) =>
  defineFix({
    meta: { id, title: id, description: id, references: [{ title: 't', url: 'https://example.test/' }] },
    causes: [oomKilled],
    needs: {},
    texts: { make: 'Make {name}.' },
    *propose() {
      for (const name of names)
        yield {
          title: { say: 'make', data: { name } },
          purpose: 'repair',
          risk: 'none',
          changes: [created({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' } })],
          because: [{ kind: 'absence', at: { artifact: 'pods', file: 'pods.yaml' }, lookedFor: 'nothing' }],
          verifyWith: ['true'],
          isPart,
        };
    },
  });

function proposalsOf(...fixes: readonly ReturnType<typeof fixOf>[]): readonly Proposal[] {
  const snapshot = makeSnapshot([]);
  const ranked = {
    id: 'oom-killed',
    title: '',
    verdict: 'likely',
    scoreDb: 20,
    confidence: 0.9,
    explains: 1,
    for: [],
    against: [],
    votes: [],
    wouldDecide: [],
  } as const;
  const incident = {
    id: 'incident-1',
    target: 'web.shop',
    flags: [],
    details: [],
    predicted: false,
    failures: 1,
    pattern: 'constant',
    windows: [],
    clients: [],
    examples: [],
  } as const;
  const diagnosis = { ...diagnose(snapshot), incidents: [{ ...incident, causes: [ranked], unexplained: 0 }] };
  return proposalsFor(diagnosis, fixes, createResolver(snapshot)).proposals;
}

const names = (proposals: readonly Proposal[]): readonly string[] => proposals.map(({ changes }) => changes[0].target.name);

test('parts of one fix belong together and are given together; another fix is an alternative', () => {
  const all = proposalsOf(fixOf('parts', ['a', 'b'], true), fixOf('other', ['c'], true));
  assert.deepEqual(names(all), ['a', 'b', 'c']);
  const [a, b, c] = all;
  assert.ok(a !== undefined && b !== undefined && c !== undefined);
  assert.deepEqual([belongTogether(a, b), belongTogether(a, c)], [true, false]);
  assert.equal(c.joint, undefined, 'one part alone is no joint');
  assert.deepEqual(names(bestOfEachCause(all)), ['a', 'b']);
});

test('alternatives of one fix exclude each other', () => {
  assert.deepEqual(names(bestOfEachCause(proposalsOf(fixOf('either', ['a', 'b'], false)))), ['a']);
});
