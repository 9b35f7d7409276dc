import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cause } from '../model/cause.ts';
import type { Incident } from '../model/diagnosis.ts';
import { adviceFor } from './advice.ts';
import type { Registry } from './registry.ts';

const cause: Cause = {
  id: 'fire',
  title: 'Fire',
  explanation: 'It burns.',
  priorDb: 0,
  references: [{ title: 'a document' }],
  remedies: [
    {
      id: 'newer',
      purpose: 'repair',
      risk: 'none',
      text: 'Set {server} on fire no more.',
      verifyWith: ['kubectl -n {namespace} get deploy/{server}'],
      undoWith: [],
      istio: '>=1.21',
    },
    { id: 'older', purpose: 'repair', risk: 'none', text: 'Old way.', verifyWith: ['look'], undoWith: [], istio: '<1.21' },
  ],
};
const incident = (target: string): Incident => ({
  id: 'incident-1',
  target,
  flags: [],
  details: [],
  predicted: false,
  failures: 1,
  pattern: 'sporadic',
  windows: [],
  clients: [],
  examples: [],
  unexplained: 0,
  causes: [{ id: 'fire', title: 'Fire', verdict: 'likely', scoreDb: 10, confidence: 0.8, explains: 1, for: [], against: [], votes: [], wouldDecide: [] }],
});
const registry = { causes: [cause] } as unknown as Registry; // advice asks for causes and the version only
const advice = (target: string, version?: string) =>
  adviceFor(incident(target), undefined, registry, [], () =>
    version === undefined ? { status: 'missing', gaps: [] } : { status: 'ok', value: { value: version, from: [] } },
  );

test('advice is given for the version that runs', () => {
  assert.deepEqual(
    advice('vminsert.monitoring', '1.26.0').map(({ id }) => id),
    ['incident-1/fire/newer'],
  );
  assert.deepEqual(
    advice('vminsert.monitoring', '1.18.2').map(({ id }) => id),
    ['incident-1/fire/older'],
  );
});

test('with the version unknown all of it is given, each with the versions it holds for', () => {
  const ranges = (version?: string): readonly (string | undefined)[] => advice('vminsert.monitoring', version).map(({ istio }) => istio);
  assert.deepEqual(ranges(), ['>=1.21', '<1.21']);
  assert.deepEqual(ranges('latest'), ['>=1.21', '<1.21']);
  assert.deepEqual(ranges('1.26.0'), [undefined]);
});

test('names that could not be an object stay out of commands', () => {
  assert.deepEqual(advice('vminsert.monitoring', '1.26.0')[0]?.verifyWith, ['kubectl -n monitoring get deploy/vminsert']);
  assert.deepEqual(advice('$(reboot).x; ls', '1.26.0')[0]?.verifyWith, ['kubectl -n NAMESPACE get deploy/SERVER']);
});
