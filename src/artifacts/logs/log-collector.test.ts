import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Identity } from '../../model/source.ts';
import { createLogCollector, type LogCollectorOptions } from './log-collector.ts';

const server =
  '[2026-11-22T17:28:18.362Z] "POST /write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95 3 - "-" "vmalert" "6c56e689" "vminsert:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:42460 10.244.2.9:8480 10.244.1.10:54752 - default';
const saved =
  '[2026-11-22T17:28:18.360Z] "POST /write HTTP/1.1" 204 - via_upstream - "-" 265 0 40 39 "-" "vmalert" "6c56e689" "vminsert:8480" "10.244.2.10:8480" outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.10:54752 10.96.31.10:8480 10.244.1.10:40000 - default';
const later = server.replace('17:28:18.362', '17:28:23.400');
const info = '2026-11-22T17:27:41.952675Z\tinfo\tEnvoy proxy is ready';
const vminsert = { namespace: 'monitoring', pod: 'vminsert-0', container: 'istio-proxy' };
const vmalert = { namespace: 'monitoring', pod: 'vmalert-0', container: 'istio-proxy' };

function collect(files: readonly (readonly [string, Identity, readonly string[]])[], options: LogCollectorOptions = {}) {
  const collector = createLogCollector(options);
  for (const [file, identity, lines] of files) {
    const log = collector.open(file, identity);
    for (const [index, line] of lines.entries()) log.line(line, index + 1);
    log.close();
  }
  return collector.finish();
}

test('rows go to the access log of their proxy, other lines to the log of their container', () => {
  const { accessLogs, containerLogs } = collect([['a.log', vminsert, [info, server]]]);
  assert.deepEqual(
    accessLogs.map(({ proxy, rows, failuresSeen, failures }) => [proxy, rows, failuresSeen, failures[0]?.at, failures[0]?.text]),
    [
      [
        vminsert,
        1,
        1,
        { artifact: 'access-logs', file: 'a.log', object: { kind: 'Pod', namespace: 'monitoring', name: 'vminsert-0', container: 'istio-proxy' }, line: 2 },
        server,
      ],
    ],
  );
  assert.deepEqual(
    containerLogs.map(({ identity, lines }) => [identity, lines]),
    [[vminsert, 1]],
  );
});

for (const order of ['server first', 'client first']) {
  test(`a failure that the caller's retry saved is known, ${order}`, () => {
    const files = [['s.log', vminsert, [server]] as const, ['c.log', vmalert, [saved]] as const];
    const { accessLogs } = collect(order === 'server first' ? files : files.toReversed());
    assert.equal(accessLogs.find(({ proxy }) => proxy.pod === 'vminsert-0')?.failures[0]?.savedByRetry, true);
  });
}

test("what the server's proxy served late saves nothing that the caller's proxy had given up", () => {
  const late = server.replace('503 UC upstream_reset_before_response_started{connection_termination}', '204 - via_upstream');
  const { accessLogs } = collect([
    ['s.log', vminsert, [late]],
    ['c.log', vmalert, [saved.replace('204 - via_upstream', '504 UT response_timeout')]],
  ]);
  const own = accessLogs.find(({ proxy }) => proxy.pod === 'vmalert-0');
  assert.deepEqual([own?.failuresSeen, own?.failures[0]?.savedByRetry], [1, undefined]);
});

test('a request that ended well before the failure began saved nothing', () => {
  const { accessLogs } = collect([
    ['s.log', vminsert, [server]],
    ['c.log', vmalert, [saved.replace('17:28:18.360', '17:28:17.000')]],
  ]);
  assert.equal(accessLogs[0]?.failures[0]?.savedByRetry, undefined);
});

test("a refusal by policy is a failure, and the caller's row that passes it on saves nothing", () => {
  const refused = server.replace('503 UC upstream_reset_before_response_started{connection_termination}', '403 - rbac_access_denied_matched_policy[none]');
  const { accessLogs } = collect([
    ['s.log', vminsert, [refused]],
    ['c.log', vmalert, [saved.replace('204', '403')]],
  ]);
  const own = accessLogs.find(({ proxy }) => proxy.pod === 'vminsert-0');
  assert.deepEqual([own?.failuresSeen, own?.failures[0]?.savedByRetry], [1, undefined]);
});

test('when well-ended requests are forgotten, a note says so', () => {
  const many = Array.from({ length: 5 }, (_, at) => saved.replace('6c56e689', `other-${at}`));
  const { notes } = collect([['c.log', vmalert, [...many, server]]], { rememberedRequests: 2 });
  assert.deepEqual(
    notes.map(({ id }) => id),
    ['logs/retriesForgotten'],
  );
});

test('markers and prefixes change whose lines they are', () => {
  const { accessLogs, containerLogs } = collect([
    [
      'dump.txt',
      {},
      [
        '==== START logs for container istio-proxy of pod monitoring/vminsert-0 ====',
        info,
        server,
        '==== END logs for container istio-proxy of pod monitoring/vminsert-0 ====',
        `[pod/vmalert-0/istio-proxy] ${saved}`,
      ],
    ],
  ]);
  assert.deepEqual(
    accessLogs.map(({ proxy }) => proxy),
    [vminsert, { pod: 'vmalert-0', container: 'istio-proxy' }],
  );
  assert.deepEqual(
    containerLogs.map(({ identity }) => identity),
    [vminsert],
  );
});

test("a name on the line does not inherit another pod's container", () => {
  const { accessLogs } = collect([
    ['x.log', { namespace: 'monitoring', pod: 'a-0', container: 'app', previous: true }, [JSON.stringify({ log: server, kubernetes: { pod_name: 'b-0' } })]],
  ]);
  assert.deepEqual(accessLogs[0]?.proxy, { namespace: 'monitoring', pod: 'b-0' });
});

test('rotated files of one proxy are one log, and rows that two files repeat count once', () => {
  const { accessLogs, notes } = collect([
    ['p.log.1', vminsert, [server]],
    ['p.log', vminsert, [later]],
    ['copy.log', vminsert, [server, later]],
  ]);
  assert.deepEqual(
    accessLogs.map(({ rows }) => rows),
    [2],
  );
  assert.deepEqual(
    notes.map(({ id, data }) => [id, data['count']]),
    [['logs/duplicateRows', 2]],
  );
});

test('equal rows in one file are requests of their own', () => {
  assert.equal(collect([['p.log', vminsert, [server, server]]]).accessLogs[0]?.rows, 2);
});

test('rows that two files without a pod repeat count once, whatever wrapper they have', () => {
  const { accessLogs, notes } = collect([
    ['a.log', {}, [server, saved]],
    ['b.log', {}, [server, saved].map((row) => `Nov 22 17:28:18 node1 envoy[123]: ${row}`)],
  ]);
  assert.deepEqual(
    accessLogs.map(({ at, rows }) => [at.file, rows]),
    [['a.log', 2]],
  );
  assert.deepEqual(
    notes.flatMap(({ id, data }) => (id === 'logs/duplicateRows' ? [data['count']] : [])),
    [2],
  );
});

for (const [order, files] of [
  ['first', ['all.log', 'p.log', 'copy.log']],
  ['last', ['p.log', 'copy.log', 'all.log']],
] as const) {
  test(`a log without a name that holds the rows of a named one is a copy, read ${order}`, () => {
    const { accessLogs } = collect(files.map((file) => [file, file === 'all.log' ? {} : vminsert, [server, later]]));
    assert.deepEqual(
      accessLogs.map(({ proxy, rows }) => [proxy.pod, rows]),
      [['vminsert-0', 2]],
    );
  });
}

test("the client's row, the server's row and a retry of one request are three rows", () => {
  const [client, retry] = [server, later].map((row) => row.replace('inbound|8480||', 'outbound|8480||vminsert.monitoring.svc.cluster.local'));
  const { accessLogs } = collect([
    ['client.log', {}, [client ?? '', retry ?? '']],
    ['server.log', {}, [server]],
  ]);
  assert.deepEqual(
    accessLogs.map(({ rows }) => rows),
    [2, 1],
  );
});

test('rows without a start time are noted', () => {
  const json = JSON.stringify({ response_code: 503, response_flags: 'UC', path: '/write' });
  const { accessLogs, notes } = collect([['a.log', vminsert, [server.slice(server.indexOf('"')), json, info]]]);
  assert.equal(accessLogs.length, 0);
  assert.deepEqual(
    notes.map(({ id, data }) => [id, data['count']]),
    [['logs/rowsWithoutTime', 2]],
  );
});

test('files without a pod stay apart, and rows of several proxies in one of them are noted', () => {
  const { accessLogs, notes } = collect([
    ['a.log', {}, [server, saved]],
    ['b.log', {}, [later]],
  ]);
  assert.deepEqual(
    accessLogs.map(({ at }) => at.file),
    ['a.log', 'b.log'],
  );
  assert.deepEqual(accessLogs[0]?.localAddresses, ['10.244.1.10', '10.244.2.9']);
  assert.deepEqual(
    notes.map(({ id }) => id),
    ['logs/manyProxies'],
  );
});

test('a damaged line is counted, and the whole row written into it is read', () => {
  const { accessLogs } = collect([['a.log', vminsert, [`${saved.slice(0, 130)}${server}`, server.slice(0, 90)]]]);
  assert.deepEqual(
    accessLogs.map(({ rows, damaged, damagedAt }) => [rows, damaged, damagedAt?.line]),
    [[1, 2, 1]],
  );
});

test('a file in which no row can be read leaves a note and no access log', () => {
  const { accessLogs, notes } = collect([['a.log', vminsert, [server.slice(0, 90)]]]);
  assert.deepEqual([accessLogs.length, notes.map(({ id }) => id)], [0, ['logs/onlyDamagedRows']]);
});

test('a line of megabytes is cut and noted', () => {
  const { accessLogs, notes } = collect([['a.log', vminsert, [server, `${server.slice(0, 40)}${'x'.repeat(2_000_000)}`]]]);
  assert.deepEqual([accessLogs[0]?.damaged, notes.map(({ id }) => id)], [1, ['logs/longLines', 'logs/damagedRows']]);
});

test('no lines make it throw', () => {
  const part = fc.constantFrom(
    server,
    saved,
    info,
    '==== START logs for container a of pod b/c ====',
    '[pod/a-0/b] ',
    '2026-11-22T17:28:18.362123456Z stdout P ',
    '{"log":"x","stream":"stdout"}',
    '"',
    '{',
  );
  const line = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 4 }).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => void collect([['f', {}, lines]])),
    { numRuns: 60 },
  );
});
