import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../model/analyzer.ts';
import type { Cause } from '../model/cause.ts';
import type { Incident } from '../model/diagnosis.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
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

test('a target that is only an address gives no namespace away', () => {
  assert.deepEqual(advice('10.96.43.219:8480', '1.26.0')[0]?.verifyWith, ['kubectl -n NAMESPACE get deploy/SERVER']);
});

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

const app = { role: 'app', name: 'vminsert', workload: { kind: 'Workload', name: 'vminsert' } } as const;
const failureAt = (authority: string): Failure => ({
  time: 0,
  end: 0,
  family: 'reset',
  flags: ['UC'],
  code: 503,
  direction: 'inbound',
  hop: 'vminsert-sidecar->vminsert',
  writer: app,
  server: app,
  authority,
  bytesReceived: 0,
  bytesSent: 95,
  savedByRetry: false,
  unseenBeyond: false,
  evidence: [{ kind: 'log', at: { artifact: 'access-logs', file: 'a.log' }, text: '' }],
});
const seen = (targetName: string, targetNamespace: string | undefined, ...hosts: readonly string[]): ObservedIncident => ({
  id: 'incident-1',
  target: targetNamespace === undefined ? targetName : `${targetName}.${targetNamespace}`,
  targetName,
  ...(targetNamespace === undefined ? {} : { targetNamespace }),
  failures: hosts.map(failureAt),
  total: hosts.length,
  pattern: 'sporadic',
  bursts: [],
  from: 0,
  to: 0,
  families: ['reset'],
  clients: [],
});
const namesFor = (observed: ObservedIncident) => {
  const [fix] = adviceFor(incident(observed.target), observed, registry, [], () => ({ status: 'missing', gaps: [] }));
  const { server, namespace, service, port } = fix?.title.data ?? {};
  return [server, namespace, service, port];
};

test('a Service is never named for the address that a caller asked', () => {
  assert.deepEqual(namesFor(seen('vminsert', 'monitoring', '10.244.2.7:8480')), ['vminsert', 'monitoring', 'vminsert', '8480']);
  assert.deepEqual(namesFor(seen('vminsert', 'monitoring', '10.244.2.7:8480', 'writes.monitoring.svc:8481')), ['vminsert', 'monitoring', 'writes', '8481']);
});

test('a host outside the cluster is in no namespace', () => {
  assert.deepEqual(namesFor(seen('api.example.com', undefined, 'api.example.com')), ['api.example.com', 'NAMESPACE', 'api.example.com', 'PORT']);
});

test('names that could not be an object stay out of commands', () => {
  assert.deepEqual(advice('vminsert.monitoring', '1.26.0')[0]?.verifyWith, ['kubectl -n monitoring get deploy/vminsert']);
  assert.deepEqual(advice('$(reboot).x; ls', '1.26.0')[0]?.verifyWith, ['kubectl -n NAMESPACE get deploy/SERVER']);
});

test('a remedy for one way of a cause is given where a finding shows that way', () => {
  const [way] = cause.remedies;
  const ofWay: Registry = { ...registry, causes: [{ ...cause, remedies: [{ ...way, where: ['smoke/seen'] }] }] };
  const told = incident('vminsert.monitoring');
  const finding = { id: 'smoke/seen:1', message: 'smoke/seen', data: {}, subject: { kind: 'Pod', name: 'a' } } as unknown as Finding; // advice reads no more of it
  const ids = (by: readonly string[]): readonly string[] =>
    adviceFor({ ...told, causes: told.causes.map((each) => ({ ...each, for: by })) }, undefined, ofWay, [finding], () => ({ status: 'missing', gaps: [] })).map(
      ({ id }) => id,
    );
  assert.deepEqual(ids(['smoke/seen:1']), ['incident-1/fire/newer']);
  assert.deepEqual(ids([]), []);
});
