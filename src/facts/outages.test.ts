import assert from 'node:assert/strict';
import test from 'node:test';
import { at, containerLog, factOf, manifest } from '../testing/index.ts';
import { outages } from './outages.ts';

const brief = (given: Parameters<typeof factOf>[1]): readonly (readonly [string, string, string, boolean])[] =>
  factOf(outages, given).map(({ kind, from, to, isInferred }) => [
    kind,
    new Date(from).toISOString().slice(11, 19),
    new Date(to).toISOString().slice(11, 19),
    isInferred,
  ]);

const killedTwice = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-0, namespace: vm, creationTimestamp: "2026-11-22T17:40:18Z" }
  spec: { containers: [{ name: vminsert }] }
  status:
    conditions: [{ type: Ready, status: "True", lastTransitionTime: "2026-11-22T17:40:42Z" }]
    containerStatuses:
      - name: vminsert
        ready: true
        restartCount: 2
        state: { running: { startedAt: "2026-11-22T17:40:42Z" } }
        lastState: { terminated: { exitCode: 137, reason: OOMKilled, startedAt: "2026-11-22T17:40:40Z", finishedAt: "2026-11-22T17:40:40Z" } }
`;

test('status knows the last end of a container, and it was away until its pod was ready', () => {
  assert.deepEqual(brief([killedTwice]), [['oom', '17:40:40', '17:40:42', false]]);
});

test('an earlier start that status no longer knows tells of an earlier end', () => {
  const starts = manifest`
    apiVersion: v1
    kind: Event
    metadata: { name: a, namespace: vm }
    involvedObject: { kind: Pod, namespace: vm, name: vminsert-0, fieldPath: "spec.containers{vminsert}" }
    reason: Started
    message: Started container vminsert
    lastTimestamp: "2026-11-22T17:40:19Z"
    ---
    apiVersion: v1
    kind: Event
    metadata: { name: b, namespace: vm }
    involvedObject: { kind: Pod, namespace: vm, name: vminsert-0, fieldPath: "spec.containers{vminsert}" }
    reason: Started
    message: Started container vminsert
    lastTimestamp: "2026-11-22T17:40:39Z"
  `;
  assert.deepEqual(
    brief([killedTwice, starts]).filter(([, , , isInferred]) => isInferred),
    [['oom', '17:40:34', '17:40:49', true]],
  );
});

test('the exit of a process that was told to stop is a shutdown, whatever its code and however late', () => {
  const given = [
    at('2026-11-22T17:30:00Z'),
    containerLog('vm/vminsert-0/vminsert', [
      '2026-11-22T17:26:58.971Z	info	VictoriaMetrics/app/vminsert/main.go:169	service received signal terminated',
      '2026-11-22T17:27:05.980Z	fatal	VictoriaMetrics/app/vminsert/main.go:177	cannot stop the webservice: cannot gracefully shutdown http server at ":8480" in 7.000s; probably, `-http.maxGracefulShutdownDuration` command-line flag value must be increased; error: context deadline exceeded',
    ]),
  ];
  assert.deepEqual(new Set(brief(given).map(([kind]) => kind)), new Set(['shutdown']));
});

test('a shutdown that was given up is a shutdown, also where the log begins after the order to stop', () => {
  const given = [
    at('2026-11-22T17:30:00Z'),
    manifest`
      apiVersion: v1
      kind: Pod
      metadata: { name: vminsert-0, namespace: vm, deletionTimestamp: "2026-11-22T17:27:29Z", deletionGracePeriodSeconds: 30 }
      spec: { containers: [{ name: vminsert }] }
      status: { containerStatuses: [{ name: vminsert, restartCount: 0, state: { terminated: { exitCode: 255, reason: Error, startedAt: "2026-11-22T17:20:00Z", finishedAt: "2026-11-22T17:27:06Z" } } }] }
    `,
    containerLog('vm/vminsert-0/vminsert', [
      '2026-11-22T17:27:05.980Z\tfatal\tVictoriaMetrics/app/vminsert/main.go:177\tcannot stop the webservice: cannot gracefully shutdown http server at ":8480" in 7.000s; probably, `-http.maxGracefulShutdownDuration` command-line flag value must be increased; error: context deadline exceeded',
    ]),
  ];
  assert.deepEqual(new Set(brief(given).map(([kind]) => kind)), new Set(['shutdown']));
  assert.deepEqual(new Set(brief(given.slice(0, 1).concat(given.slice(2))).map(([kind, from]) => `${kind} ${from}`)), new Set(['shutdown 17:26:58']));
});

test('the same exit code of a process that nobody told to stop is a crash', () => {
  const given = [
    manifest`
      apiVersion: v1
      kind: Pod
      metadata: { name: vminsert-0, namespace: vm }
      spec: { containers: [{ name: vminsert }] }
      status: { containerStatuses: [{ name: vminsert, restartCount: 1, lastState: { terminated: { exitCode: 255, reason: Error, finishedAt: "2026-11-22T17:27:06Z" } } }] }
    `,
  ];
  assert.deepEqual(
    brief(given).map(([kind]) => kind),
    ['crash'],
  );
});

test('a line without a time at the end of a previous log is of the moment at which status says the container ended', () => {
  const given = [
    manifest`
      apiVersion: v1
      kind: Pod
      metadata: { name: catalog-0, namespace: shop }
      spec: { containers: [{ name: catalog }] }
      status:
        containerStatuses:
          - { name: catalog, ready: true, restartCount: 1, lastState: { terminated: { exitCode: 1, reason: Error, finishedAt: "2026-11-22T17:18:30Z" } } }
    `,
    containerLog('shop/catalog-0/catalog:previous', [
      '2026-11-22T17:18:14.501Z listening on 8080',
      "TypeError: Cannot read properties of undefined (reading 'items')",
      'Node.js v20.20.2',
    ]),
  ];
  assert.deepEqual(brief(given), [['crash', '17:18:30', '17:18:45', false]]);
});

test('one failed probe and a pod that starts are no outage', () => {
  const given = [
    manifest`
      apiVersion: v1
      kind: Event
      metadata: { name: a, namespace: vm }
      involvedObject: { kind: Pod, namespace: vm, name: vminsert-0, fieldPath: "spec.containers{vminsert}" }
      reason: Unhealthy
      message: "Readiness probe failed: timeout"
      lastTimestamp: "2026-11-22T17:40:19Z"
    `,
  ];
  assert.deepEqual(brief(given), []);
});
