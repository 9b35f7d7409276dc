import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../index.ts';
import { isNamed } from '../model/verdict.ts';
import { accessLog, at, type Given, makeSnapshot, manifest } from '../testing/index.ts';

const dayStart = Date.UTC(2026, 10, 22);
const clock = (second: number): string => new Date(dayStart + second * 1_000).toISOString();
const hour = 3_600;

/** A request that the server's proxy handed to its application; `port` tells connections apart. */
const row = (second: number, port: number, answer: string): string =>
  `[${clock(second)}] "POST /api/v1/write HTTP/1.1" ${answer} - "-" 181 ${answer.startsWith('2') ? 0 : 95} 2 - "-" "vmalert" "id-${second}-${port}" "vminsert.monitoring.svc:8480" "10.1.0.7:8480" inbound|8480|| 127.0.0.6:${port} 10.1.0.7:8480 10.1.0.9:51234 - default`;
const ok = '204 - via_upstream';
const uc = '503 UC upstream_reset_before_response_started{connection_termination}';

/** Each half hour a connection is used twice, five seconds apart, and lost at the second use; in between connections are used after one and two seconds. */
const sprinkle = Array.from({ length: 40 }, (_, index) => index * 1_800).flatMap((second, index) => [
  row(second, 30_000 + index, ok),
  row(second + 5.0, 30_000 + index, uc),
  ...[60, 61, 63, 64].map((later) => row(second + later, 40_000 + index, ok)),
]);
/** Ten requests under way end at once. */
const burstAt = (second: number): readonly string[] =>
  Array.from({ length: 10 }, (_, index) => row(second + index / 10, 50_000 + (second % 5_000) + index, uc));

const podWith = (status: string): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata:
    name: vminsert-0
    namespace: monitoring
    creationTimestamp: ${clock(-hour)}
    ownerReferences: [{ kind: StatefulSet, name: vminsert, controller: true }]
  spec:
    containers:
      - { name: vminsert, image: "victoriametrics/vminsert:v1.150.0", args: ["-http.idleConnTimeout=5s"] }
      - { name: istio-proxy }
  status:
    podIP: 10.1.0.7
    conditions: [{ type: Ready, status: "True", lastTransitionTime: "${clock(2 * hour + 10)}" }]
    containerStatuses:
      - { name: istio-proxy, ready: true, restartCount: 0, state: { running: { startedAt: "${clock(-hour)}" } } }
      - ${status}
`;
const killedAtTwo = podWith(
  `{ name: vminsert, ready: true, restartCount: 1, state: { running: { startedAt: "${clock(2 * hour + 3)}" } }, lastState: { terminated: { exitCode: 137, reason: OOMKilled, startedAt: "${clock(-hour)}", finishedAt: "${clock(2 * hour + 1)}" } } }`,
);
const inOrder = (rows: readonly string[]): Given => accessLog('monitoring/vminsert-0', rows.toSorted());
const takenAt = at(clock(24 * hour));

test('a kill at two o’clock and a sprinkle all day at the same hop are two incidents, each with its own cause', () => {
  const { incidents, causes } = diagnose(makeSnapshot([inOrder([...sprinkle, ...burstAt(2 * hour + 1)]), killedAtTwo, takenAt]));
  assert.deepEqual(
    incidents.map((incident) => [incident.failures, incident.causes.filter(isNamed).map(({ id, explains }) => [id, explains])]),
    [
      [39, [['keepalive-idle-mismatch', 1]]],
      [11, [['oom-killed', 1]]], // one of the sprinkle falls in the restart, and nobody can tell
    ],
  );
  assert.deepEqual(causes, incidents[0]?.causes);
  assert.deepEqual([incidents[1]?.from, incidents[1]?.to], [clock(2 * hour + 1), clock(2 * hour + 5.002)]);
});

test('a question about the time of the kill is answered with the kill alone', () => {
  const window = { from: dayStart + 2 * hour * 1_000, to: dayStart + (2 * hour + 60) * 1_000 };
  const { incidents } = diagnose(makeSnapshot([inOrder([...sprinkle, ...burstAt(2 * hour + 1)]), killedAtTwo, takenAt]), { window });
  assert.deepEqual(
    incidents.map(({ failures, causes: [first] }) => [failures, first?.id]),
    [[11, 'oom-killed']],
  );
});

test('bursts of the same kind, hours apart, are one incident', () => {
  const bursts = [3, 6, 9, 12].flatMap((hours) => burstAt(hours * hour));
  const { incidents } = diagnose(makeSnapshot([inOrder([...bursts, ...[1, 2, 3].map((second) => row(second, 1, ok))]), killedAtTwo, takenAt]));
  assert.deepEqual(
    incidents.map(({ failures, windows }) => [failures, windows.length]),
    [[40, 4]],
  );
});

test('a sprinkle without bursts stays one incident', () => {
  const { incidents } = diagnose(makeSnapshot([inOrder(sprinkle), killedAtTwo, takenAt]));
  assert.deepEqual(
    incidents.map(({ failures, causes: [first] }) => [failures, first?.id]),
    [[40, 'keepalive-idle-mismatch']],
  );
});
