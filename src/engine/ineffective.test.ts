import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepaliveIdleMismatch } from '../causes/keepalive-idle-mismatch.ts';
import { type Details, defineAnalyzer, type Finding, type Message, reporter } from '../model/analyzer.ts';
import type { CauseVerdict, Incident, RankedCause } from '../model/diagnosis.ts';
import type { Evidence } from '../model/evidence.ts';
import { ineffectiveOf } from './ineffective.ts';

const setting: Evidence = { kind: 'field', at: { artifact: 'destination-rules', file: 'rules.yaml' }, value: '50s' };
const details: Details<Message> = { subject: { kind: 'DestinationRule', name: 'vminsert' }, data: {}, evidence: [setting] };
const effect = { meantFor: keepaliveIdleMismatch, instead: [setting], names: { host: 'a|reboot' } } as const;
const analyzer = defineAnalyzer({
  meta: { id: 'probe', title: 't', description: 'd', references: [{ title: 'r' }] },
  needs: {},
  messages: {
    idle: { severity: 'info', text: 'It is set and idle.', bearsOn: [], withoutEffect: { seeWith: ['istioctl proxy-config clusters --fqdn {host}'] } },
    plain: { severity: 'info', text: 'It is set.', bearsOn: [] },
  },
  *analyze() {},
});
const report = reporter(analyzer);
const about = (incident?: string): Finding => report('idle', { ...details, withoutEffect: effect, ...(incident === undefined ? {} : { incident }) });

function incident(id: string, verdict: CauseVerdict): Incident {
  const cause: RankedCause = {
    id: keepaliveIdleMismatch.id,
    title: '',
    verdict,
    scoreDb: 0,
    confidence: 0,
    explains: 0,
    for: [],
    against: [],
    votes: [],
    wouldDecide: [],
  };
  return {
    id,
    target: 't',
    flags: [],
    details: [],
    predicted: false,
    failures: 1,
    pattern: 'constant',
    windows: [],
    clients: [],
    examples: [],
    causes: [cause],
    unexplained: 0,
  };
}

test('a setting meant for an incident comes before one that nothing failed for', () => {
  const { ineffective = [] } = ineffectiveOf([about(), about('incident-1')], [incident('incident-1', 'likely')]);
  assert.deepEqual(
    ineffective.map((each) => each.incident),
    ['incident-1', undefined],
  );
});

test('what is sure comes before what may be', () => {
  const sure: Finding = { ...about('incident-1'), severity: 'warning', id: 'sure' };
  assert.deepEqual(
    ineffectiveOf([about('incident-1'), sure], [incident('incident-1', 'likely')]).ineffective?.map(({ finding }) => finding),
    ['sure', about('incident-1').id],
  );
});

test('where the cause it was meant for is ruled out, it concerns no incident', () => {
  const sure: Finding = { ...about('incident-1'), severity: 'warning' };
  for (const verdict of ['excluded', 'unlikely'] as const) {
    const [entry] = ineffectiveOf([sure], [incident('incident-1', verdict)]).ineffective ?? [];
    assert.equal(entry?.finding, sure.id);
    assert.equal(entry?.incident, undefined);
    assert.deepEqual(ineffectiveOf([about('incident-1')], [incident('incident-1', verdict)]), {}, 'and what may be so is not told');
  }
  assert.equal(ineffectiveOf([about('incident-1')], [incident('incident-1', 'undecided')]).ineffective?.[0].incident, 'incident-1');
});

test('other findings make no entry, and no entry makes no list', () => assert.deepEqual(ineffectiveOf([report('plain', details)], []), {}));

test('names from the evidence become part of a command only when they are names', () =>
  assert.deepEqual(about().withoutEffect?.seeWith, ['istioctl proxy-config clusters --fqdn HOST']));

test('message and details must agree on whether it is without effect', () => {
  assert.throws(() => report('idle', details), /probe\/idle/);
  assert.throws(() => report('plain', { ...details, withoutEffect: effect }), /probe\/plain/);
});
