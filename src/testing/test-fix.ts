import assert from 'node:assert/strict';
import { createResolver, gatherInputs } from '../engine/resolve.ts';
import type { Finding } from '../model/analyzer.ts';
import { type AnyFix, type Change, type NamedCause, type Proposed, saidBy } from '../model/fix.ts';
import type { Said, Texts } from '../model/text.ts';
import type { Given } from './given.ts';
import { makeSnapshot } from './make-snapshot.ts';
import type { TestFunction } from './test-analyzer.ts';

/** What a fix is told of: the cause, whom the requests were for, at which hop, and what the findings say. */
export interface NamedHere {
  readonly target: string;
  readonly hop?: string;
  readonly incident?: string;
  readonly findings?: readonly Pick<Finding, 'message' | 'subject' | 'data'>[];
}

/** Name, what is given, what is proposed: the texts' ids, and the patches in full. */
export interface FixCase {
  readonly name: string;
  readonly given: readonly Given[];
  readonly named: NamedHere;
  readonly expect: readonly { readonly title: string; readonly limits?: readonly string[]; readonly objects: readonly Change['object'][] }[];
}

/**
 * Tests a fix by cases, and for free: the same answer twice, every text used by some case, a case in which nothing is proposed, and that
 * what is undone is as it was.
 */
export function testFix(test: TestFunction, fix: AnyFix, cases: readonly FixCase[]): void {
  const { id } = fix.meta;
  const said = new Set<string>();
  for (const { name, given, named, expect } of cases) {
    test(`${id}: ${name}`, () => {
      const proposed = propose(fix, given, named);
      assert.deepEqual(
        proposed.map(({ title, limits = [], changes }, index) => ({
          title: title.say,
          ...(expect[index]?.limits === undefined ? {} : { limits: limits.map(({ say }) => say) }),
          objects: changes.map(({ object }) => object),
        })),
        expect,
      );
      assert.deepEqual(propose(fix, given, named), proposed, 'the same input twice gives the same patches');
      for (const { title, limits = [], effect, changes } of proposed) {
        for (const words of [title, ...limits, ...(effect === undefined ? [] : [effect])]) {
          said.add(words.say);
          assertFilled(saidBy(fix, words));
        }
        for (const change of changes) assertConsistent(change);
      }
    });
  }
  test(`${id}: every text has a case`, () => {
    assert.deepEqual(
      Object.keys(fix.texts).filter((text) => !said.has(text)),
      [],
    );
  });
  test(`${id}: in some case nothing is proposed`, () => assert.ok(cases.some(({ expect }) => expect.length === 0)));
}

function propose(fix: AnyFix, given: readonly Given[], named: NamedHere): readonly Proposed<Texts>[] {
  const inputs = gatherInputs(fix.needs, fix.wants, createResolver(makeSnapshot(given)));
  if (inputs.status !== 'ok') return [];
  return [...fix.propose(inputs.value as never, namedCause(fix, named))]; // `needs` and `wants` define the input's type
}

function namedCause(fix: AnyFix, { target, hop, incident = 'incident-1', findings = [] }: NamedHere): NamedCause {
  const [cause] = fix.causes;
  const ranked = {
    id: cause.id,
    title: cause.title,
    verdict: 'likely',
    scoreDb: 20,
    confidence: 0.9,
    explains: 1,
    for: [],
    against: [],
    votes: [],
    wouldDecide: [],
  } as const;
  return {
    incident: {
      id: incident,
      target,
      flags: [],
      details: [],
      predicted: false,
      failures: 3,
      pattern: 'constant',
      windows: [],
      clients: [],
      examples: [],
      causes: [],
      unexplained: 0,
    },
    ranked: { ...ranked, ...(hop === undefined ? {} : { hop }) },
    findings: findings.map(
      (finding): Finding => ({
        ...finding,
        id: finding.message,
        analyzer: finding.message.split('/')[0] ?? '',
        severity: 'critical',
        text: '',
        evidence: [{ kind: 'absence', at: { artifact: 'pods', file: 'manifest.yaml' }, lookedFor: 'nothing' }],
        bearsOn: [],
      }),
    ),
  };
}

function assertFilled({ text }: Said): void {
  assert.doesNotMatch(text, /\{\w+\}|undefined|NaN/, `a text is not filled: ${text}`);
}

/** A patch sets what it says, and its undo names nothing else. */
function assertConsistent({ verb, object, undo, fields }: Change): void {
  assert.ok(fields.length > 0, 'a change changes something');
  assert.equal(undo === undefined, verb === 'create');
  if (undo !== undefined) assert.deepEqual([undo['apiVersion'], undo['kind'], undo['metadata']], [object['apiVersion'], object['kind'], object['metadata']]);
}
