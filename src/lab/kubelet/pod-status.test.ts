import assert from 'node:assert/strict';
import test from 'node:test';
import { at, objectsAt, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ContainerView, Terminated } from './container-view.ts';
import { type PodFacts, podStatus } from './pod-status.ts';
import { sampleContainer, samplePod } from './sample-pod.ts';

const now = Date.parse('2026-11-22T17:30:00Z');
const ended = (exitCode: number, reason = 'Error'): Terminated => ({
  is: 'terminated',
  exitCode,
  reason,
  startedAt: now - 9000,
  finishedAt: now - 2000,
  containerId: 'containerd://ab',
});
const view = (other: Partial<ContainerView> = {}): ContainerView => ({
  spec: sampleContainer(),
  role: 'app',
  state: { is: 'running', startedAt: now },
  ready: true,
  started: true,
  restarts: 0,
  isOver: false,
  ...other,
});
const status = (containers: readonly ContainerView[], other: Partial<PodFacts> = {}): JsonObject =>
  podStatus({ pod: samplePod(), containers, hostIp: '10.203.0.1', podIp: '10.203.1.8', startedAt: now - 10_000, isOver: false, now, ...other });
const condition = (given: JsonObject, type: string): JsonObject => objectsAt(given, 'conditions').find((each) => each['type'] === type) ?? {};

test('a pod whose containers run is Running and Ready', () => {
  const given = status([view()]);
  assert.equal(given['phase'], 'Running');
  assert.equal(condition(given, 'Ready')['status'], 'True');
  assert.equal(stringAt(given, 'containerStatuses', 0, 'state', 'running', 'startedAt'), '2026-11-22T17:30:00Z');
});

test('a crash loop shows the wait, the last end and the restarts', () => {
  const given = status([
    view({
      state: { is: 'waiting', reason: 'CrashLoopBackOff', message: 'back-off 10s' },
      last: ended(137, 'OOMKilled'),
      ready: false,
      started: false,
      restarts: 2,
    }),
  ]);
  assert.equal(given['phase'], 'Running');
  assert.equal(at(given, 'containerStatuses', 0, 'lastState', 'terminated', 'reason'), 'OOMKilled');
  assert.equal(at(given, 'containerStatuses', 0, 'restartCount'), 2);
  assert.equal(condition(given, 'Ready')['message'], 'containers with unready status: [web]');
});

test('before its init containers have ended a pod is Pending and not Initialized', () => {
  const init = view({ spec: sampleContainer({ name: 'istio-init' }), role: 'init', ready: false, started: false });
  const waiting = view({ state: { is: 'waiting', reason: 'PodInitializing' }, ready: false, started: false });
  const given = status([init, waiting]);
  assert.equal(given['phase'], 'Pending');
  assert.equal(condition(given, 'Initialized')['message'], 'containers with incomplete status: [istio-init]');
  assert.equal(objectsAt(given, 'initContainerStatuses').length, 1);
});

test('a native sidecar counts for readiness but is listed with the init containers', () => {
  const sidecar = view({ spec: sampleContainer({ name: 'istio-proxy' }), role: 'sidecar', ready: false });
  const given = status([sidecar, view()]);
  assert.equal(condition(given, 'ContainersReady')['message'], 'containers with unready status: [istio-proxy]');
  assert.equal(condition(given, 'Initialized')['status'], 'True');
  assert.equal(at(given, 'initContainerStatuses', 0, 'name'), 'istio-proxy');
});

test('a time of change stays while the condition stays', () => {
  const before = [
    { type: 'Ready', status: 'True', lastTransitionTime: '2026-11-22T17:00:00Z' },
    { type: 'ContainersReady', status: 'False', lastTransitionTime: '2026-11-22T17:00:00Z' },
  ];
  const given = status([view()], { pod: { ...samplePod(), status: { conditions: before } } });
  assert.equal(condition(given, 'Ready')['lastTransitionTime'], '2026-11-22T17:00:00Z');
  assert.equal(condition(given, 'ContainersReady')['lastTransitionTime'], '2026-11-22T17:30:00Z');
});

test('conditions of others stay', () => {
  const other = { type: 'shop/warm', status: 'True' };
  const pod = { ...samplePod({ readinessGates: [{ conditionType: 'shop/warm' }] }), status: { conditions: [other] } };
  const given = status([view()], { pod });
  assert.deepEqual(condition(given, 'shop/warm'), other);
  assert.equal(condition(given, 'Ready')['status'], 'True');
});

test('a readiness gate that nobody has opened keeps a pod unready', () => {
  const given = status([view()], { pod: samplePod({ readinessGates: [{ conditionType: 'shop/warm' }] }) });
  assert.equal(condition(given, 'Ready')['reason'], 'ReadinessGatesNotReady');
  assert.equal(condition(given, 'ContainersReady')['status'], 'True');
});

test('a job that ended well has Succeeded', () => {
  const done = view({ state: ended(0, 'Completed'), ready: false, started: false, isOver: true });
  const given = status([done], { pod: samplePod({ restartPolicy: 'Never' }), isOver: true });
  assert.equal(given['phase'], 'Succeeded');
  assert.equal(condition(given, 'Ready')['reason'], 'PodCompleted');
});

test('a failed init container fails a pod that never restarts', () => {
  const init = view({ spec: sampleContainer({ name: 'migrate' }), role: 'init', state: ended(1), ready: false, started: false, isOver: true });
  const waiting = view({ state: { is: 'waiting', reason: 'PodInitializing' }, ready: false, started: false, isOver: true });
  assert.equal(status([init, waiting], { pod: samplePod({ restartPolicy: 'Never' }), isOver: true })['phase'], 'Failed');
});

test('an evicted pod says so as a kubelet does', () => {
  const failure = { reason: 'Evicted', message: 'The node was low on resource: memory. ', isDisruption: true };
  const given = status([view({ state: ended(137), ready: false, started: false, isOver: true })], { failure, isOver: true });
  assert.deepEqual([given['phase'], given['reason']], ['Failed', 'Evicted']);
  assert.equal(condition(given, 'DisruptionTarget')['reason'], 'TerminationByKubelet');
  assert.equal(condition(given, 'PodReadyToStartContainers')['status'], 'False');
});
