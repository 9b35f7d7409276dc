import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Finding } from '../model/analyzer.ts';
import type { Bearing, Cause } from '../model/cause.ts';
import { isAnswer } from '../model/verdict.ts';
import { type Hearing, rankCauses } from './rank.ts';
import { decibans, votesFor } from './score.ts';

const reference = { title: 'a document', version: '1' } as const;
const causeOf = (id: string): Cause => ({
  id,
  title: id,
  explanation: id,
  priorDb: 0,
  references: [reference],
  remedies: [{ id: 'do', purpose: 'repair', risk: 'none', text: 'do', verifyWith: ['look'], undoWith: [] }],
});
const causes = ['fire', 'flood', 'storm'].map(causeOf);

const findingOf = (analyzer: string, cause: string, as: Bearing, explains: readonly number[] = [], artifact = 'pods'): Finding => ({
  id: `${analyzer}/${cause}-${as}:${explains.join()}:${artifact}`,
  analyzer,
  message: `${analyzer}/said`,
  severity: 'info',
  text: 'said',
  data: {},
  subject: { kind: 'Pod', name: 'a' },
  evidence: [{ kind: 'field', at: { artifact, file: 'f' }, value: 'x' }],
  incident: 'incident-1',
  explains,
  bearsOn: [{ cause, as }],
});

const hearing = (findings: readonly Finding[], failures = 10, isPredicted = false): Hearing => ({
  failures,
  isPredicted,
  findings,
  gapsOf: () => [],
  hopOf: () => undefined,
});
const all = Array.from({ length: 10 }, (_, index) => index);

test('one analyzer has one vote for and one against, its strongest', () => {
  const votes = votesFor('fire', [
    findingOf('a', 'fire', 'hints'),
    findingOf('a', 'fire', 'proves'),
    findingOf('a', 'fire', 'supports', [1]),
    findingOf('a', 'fire', 'opposes'),
  ]);
  assert.deepEqual(
    votes.map((vote) => vote.db),
    [decibans.proves, decibans.opposes],
  );
});

test('hints of many analyzers never make an answer', () => {
  const [first] = rankCauses(causes, hearing(['a', 'b', 'c', 'd', 'e', 'f'].map((analyzer) => findingOf(analyzer, 'fire', 'hints', all, analyzer))));
  assert.equal(first?.verdict, 'undecided');
});

test('a setting that explains no failure names no cause', () => {
  const [first] = rankCauses(causes, hearing([findingOf('a', 'fire', 'proves'), findingOf('b', 'fire', 'supports', [], 'events')]));
  assert.equal(first !== undefined && isAnswer(first), false);
});

test('of two causes that the same evidence fits equally well neither is likely', () => {
  const both = ['fire', 'flood'].flatMap((cause) => [findingOf('a', cause, 'supports', all), findingOf('b', cause, 'hints', all, 'events')]);
  assert.deepEqual(
    rankCauses(causes, hearing(both)).map(({ id, verdict }) => [id, verdict]),
    [
      ['fire', 'possible'],
      ['flood', 'possible'],
    ],
  );
  const hinted = rankCauses(causes, hearing([...both, findingOf('c', 'fire', 'hints', all, 'metrics')]));
  assert.equal(hinted[0]?.verdict, 'possible', 'a hint beside support says nothing new');
  const supported = rankCauses(causes, hearing([...both, findingOf('c', 'fire', 'supports', all, 'metrics')]));
  assert.deepEqual([supported[0]?.id, supported[0]?.verdict], ['fire', 'confirmed']);
});

test('two causes of different failures do not contend', () => {
  const [first, second] = rankCauses(
    causes,
    hearing(
      ['fire', 'flood'].flatMap((cause, index) => [
        findingOf('a', cause, 'supports', all.slice(index * 5, index * 5 + 5)),
        findingOf('b', cause, 'hints', [], 'events'),
      ]),
    ),
  );
  assert.deepEqual([first?.verdict, second?.verdict], ['likely', 'likely']);
});

test('proof from one kind of evidence is likely at most, from two it is confirmed, and a hint is no witness', () => {
  const one = rankCauses(causes, hearing([findingOf('a', 'fire', 'proves', all)]))[0];
  const two = rankCauses(causes, hearing([findingOf('a', 'fire', 'proves', all), findingOf('b', 'fire', 'supports', all, 'access-logs')]))[0];
  const hinted = rankCauses(causes, hearing([findingOf('a', 'fire', 'proves', all), findingOf('b', 'fire', 'hints', all, 'access-logs')]))[0];
  assert.equal(one?.verdict, 'likely');
  assert.equal(two?.verdict, 'confirmed');
  assert.equal(hinted?.verdict, 'likely');
});

test('a default and an absence complete an argument, they are no second witness', () => {
  const documented: Finding = {
    ...findingOf('a', 'fire', 'proves', all),
    evidence: [
      { kind: 'field', at: { artifact: 'pods', file: 'f' }, value: 'x' },
      { kind: 'absence', at: { artifact: 'proxy-config', file: 'g' }, lookedFor: 'y' },
      { kind: 'default', at: { artifact: 'metrics', file: 'h' }, value: 1, documentedBy: reference },
    ],
  };
  assert.equal(rankCauses(causes, hearing([documented]))[0]?.verdict, 'likely');
});

test('a weaker cause of the same failures is no second answer', () => {
  const ranked = rankCauses(
    causes,
    hearing([findingOf('a', 'fire', 'proves', all), findingOf('c', 'fire', 'supports', all, 'events'), findingOf('b', 'flood', 'supports', all)]),
  );
  assert.deepEqual(
    ranked.map((cause) => [cause.id, isAnswer(cause)]),
    [
      ['fire', true],
      ['flood', false],
    ],
  );
});

test('two causes of different failures are both named with their shares', () => {
  const ranked = rankCauses(causes, hearing([findingOf('a', 'fire', 'proves', [0, 1, 2, 3, 4, 5]), findingOf('b', 'flood', 'proves', [6, 7, 8, 9])]));
  assert.deepEqual(
    ranked.map((cause) => [cause.id, cause.explains, isAnswer(cause)]),
    [
      ['fire', 0.6, true],
      ['flood', 0.4, true],
    ],
  );
});

test('what is excluded is said to be excluded, whatever hints at it', () => {
  const ranked = rankCauses(causes, hearing([findingOf('a', 'fire', 'excludes'), findingOf('b', 'fire', 'hints', all)]));
  assert.equal(ranked[0]?.verdict, 'excluded');
});

const bearing = fc.constantFrom<Bearing>('proves', 'supports', 'hints', 'opposes', 'excludes');
const findings = fc.array(
  fc
    .record({
      analyzer: fc.constantFrom('a', 'b', 'c'),
      cause: fc.constantFrom('fire', 'flood'),
      as: bearing,
      explains: fc.subarray(all),
      artifact: fc.constantFrom('pods', 'events'),
    })
    .map((x) => findingOf(x.analyzer, x.cause, x.as, x.explains, x.artifact)),
  { maxLength: 8 },
);

test('order of findings and saying a thing twice change nothing', () => {
  fc.assert(
    fc.property(findings, (list) => {
      const ranked = rankCauses(causes, hearing(list));
      assert.deepEqual(rankCauses(causes, hearing(list.toReversed())), ranked);
      assert.deepEqual(rankCauses(causes, hearing([...list, ...list])), ranked);
    }),
  );
});

test('support never lowers a score and opposition never raises one', () => {
  fc.assert(
    fc.property(findings, fc.boolean(), (list, isSupport) => {
      const score = (items: readonly Finding[]): number => votesFor('fire', items).reduce((sum, vote) => sum + vote.db, 0);
      const after = score([...list, findingOf('z', 'fire', isSupport ? 'supports' : 'opposes', all)]);
      assert.ok(isSupport ? after >= score(list) : after <= score(list));
    }),
  );
});

test('a cause that can be named comes before what it shows as, however certain that is', () => {
  const [fire, flood, storm] = [{ ...causeOf('fire'), showsAs: ['flood'] }, causeOf('flood'), causeOf('storm')];
  const findings = [findingOf('a', 'fire', 'supports', all), findingOf('b', 'flood', 'proves', all), findingOf('c', 'storm', 'hints', all)];
  assert.deepEqual(
    rankCauses([flood, storm, fire], hearing(findings)).map(({ id, verdict }) => [id, verdict]),
    [
      ['fire', 'likely'],
      ['flood', 'possible'],
      ['storm', 'undecided'],
    ],
  );
});

test('a cause is the rival of what it shows as where it is not certain how the requests ended', () => {
  const [fire, flood] = [{ ...causeOf('fire'), showsAs: ['flood'] }, causeOf('flood')];
  const ranked = rankCauses([fire, flood], hearing([findingOf('a', 'fire', 'supports', all), findingOf('b', 'flood', 'supports', all)]));
  assert.deepEqual(
    ranked.map(({ verdict }) => verdict),
    ['possible', 'possible'],
  );
});

test('a cause that a hint alone speaks for, or that explains other failures, does not come before what it shows as', () => {
  const [fire, flood] = [{ ...causeOf('fire'), showsAs: ['flood'] }, causeOf('flood')];
  for (const finding of [findingOf('a', 'fire', 'hints', all), findingOf('a', 'fire', 'supports', [0, 1])]) {
    assert.equal(rankCauses([fire, flood], hearing([finding, findingOf('b', 'flood', 'proves', all)]))[0]?.id, 'flood');
  }
});
