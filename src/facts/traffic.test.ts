import assert from 'node:assert/strict';
import test from 'node:test';
import { accessLog, factOf, type Given, manifest } from '../testing/index.ts';
import { traffic } from './traffic.ts';

const client = 'monitoring/vmalert-66467cfcc9-ft9vh';
const server = 'monitoring/vminsert-58bd74d78-q2z5m';
/** Rows of one request as the two sidecars write them: the caller's upstream end is the server's downstream end. */
interface Request {
  readonly time: string;
  readonly id: string;
  readonly out: string;
  readonly in?: string;
  readonly port?: number;
}
const rowOf = ({ time, id, port = 53210 }: Request, result: string, side: 'out' | 'in'): string =>
  `[2026-11-22T17:${time}Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${result} - "-" 181 95 2 - "-" "vmalert" "${id}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.7:8480" ` +
  (side === 'out'
    ? `outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.8:${port} 10.96.31.10:8480 10.244.1.8:40001 - default`
    : `inbound|8480|| 127.0.0.6:45678 10.244.2.7:8480 10.244.1.8:${port} outbound_.8480_._.vminsert.monitoring.svc.cluster.local default`);
const logs = (requests: readonly Request[]): ReturnType<typeof accessLog>[] => [
  accessLog(
    client,
    requests.map((request) => rowOf(request, request.out, 'out')),
  ),
  accessLog(
    server,
    requests.flatMap((request) => (request.in === undefined ? [] : [rowOf(request, request.in, 'in')])),
  ),
];
const pods = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-58bd74d78-q2z5m, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: vminsert-58bd74d78, controller: true }] }
  spec: { containers: [{ name: vminsert }, { name: istio-proxy }] }
  status: { podIP: 10.244.2.7 }
`;
const ok = '204 - via_upstream';
const passedOn = '503 - via_upstream';
const uc = '503 UC upstream_reset_before_response_started{connection_termination}';

test('the caller’s row that only passed the answer on is folded into the server’s row with the flag', () => {
  const { incidents } = factOf(traffic, [pods, ...logs([{ time: '28:18.412', id: 'a', out: passedOn, in: uc }])]);
  const [incident] = incidents;
  assert.deepEqual(
    [incidents.length, incident?.target, incident?.total, incident?.failures[0]?.hop, incident?.failures[0]?.client],
    [1, 'vminsert.monitoring', 1, 'vminsert-sidecar->vminsert', 'vmalert'],
  );
  assert.equal(incident?.failures[0]?.evidence.length, 2);
});

test('an answer that the caller’s proxy passed on after its last try is folded all the same', () => {
  const { incidents } = factOf(traffic, [pods, ...logs([{ time: '28:18.412', id: 'a', out: '503 URX via_upstream', in: uc }])]);
  assert.deepEqual([incidents.length, incidents[0]?.total, incidents[0]?.families], [1, 1, ['reset']]);
});

test('an address inside ambient’s tunnel is the pod’s', () => {
  const [caller] = logs([{ time: '28:18.412', id: 'a', out: uc }]);
  assert.ok(caller?.kind === 'log');
  const tunnelled = { ...caller, lines: caller.lines.map((line) => line.replace('"10.244.2.7:8480"', '"envoy://connect_originate/10.244.2.7:8480"')) };
  assert.equal(factOf(traffic, [pods, tunnelled]).incidents[0]?.failures[0]?.serverPod, server);
});

test('an answer of an ambient pod may be its node’s or waypoint’s, so nobody is named its writer', () => {
  const ambient = manifest`
    apiVersion: v1
    kind: Pod
    metadata: { name: vminsert-58bd74d78-q2z5m, namespace: monitoring, annotations: { ambient.istio.io/redirection: enabled } }
    spec: { containers: [{ name: vminsert }] }
    status: { podIP: 10.244.2.7 }
  `;
  const [failure] = factOf(traffic, [ambient, ...logs([{ time: '28:18.412', id: 'a', out: passedOn }])]).incidents[0]?.failures ?? [];
  assert.deepEqual([failure?.family, failure?.unseenBeyond], ['answered', true]);
});

test('a flag of the caller’s proxy stays on the hop between the proxies', () => {
  const { incidents } = factOf(traffic, [pods, ...logs([{ time: '28:18.412', id: 'a', out: uc }])]);
  assert.equal(incidents[0]?.failures[0]?.hop, 'vmalert-sidecar->vminsert-sidecar');
});

test('a connection that the server’s listener refused is folded into the caller’s row of that connection', () => {
  const refused = '[2026-11-22T17:28:18.411Z] "- - -" 0 NR filter_chain_not_found - "-" 0 0 0 - "-" "-" "-" "-" "-" - - 10.244.2.7:8480 10.244.1.8:53210 - -';
  const [caller] = logs([{ time: '28:18.412', id: 'a', out: uc }]);
  assert.ok(caller !== undefined);
  const { incidents } = factOf(traffic, [pods, caller, accessLog(server, [refused])]);
  assert.deepEqual(
    incidents.map(({ total, families }) => [total, families]),
    [[1, ['reset']]],
  );
  assert.equal(incidents[0]?.failures[0]?.evidence.length, 2);
});

test('a failure that a retry saved is told, but is no incident', () => {
  const saved = factOf(traffic, [pods, ...logs([{ time: '28:18.412', id: 'a', out: ok, in: uc }])]);
  assert.deepEqual([saved.incidents.length, saved.requests.savedByRetry, saved.saved.length], [0, 1, 1]);
});

test('requests that both sides logged count once', () => {
  const { requests, served } = factOf(traffic, [pods, ...logs([1, 2, 3, 4].map((n) => ({ time: `28:1${n}.000`, id: `r${n}`, out: ok, in: ok })))]);
  assert.deepEqual([requests.seen, served.get('vminsert.monitoring')], [4, 4]);
});

test('three failures at once are a burst, failures apart are sporadic, and nothing but failures is constant', () => {
  const pattern = (seconds: readonly number[], good: readonly number[]): string | undefined => {
    const request =
      (fails: boolean) =>
      (second: number, index: number): Request => ({
        time: `28:${String(second).padStart(2, '0')}.${fails ? 1 : 5}${index}0`,
        id: `${fails}${index}`,
        out: fails ? uc : ok,
        port: 50_000 + index,
      });
    return factOf(traffic, [pods, ...logs([...good.map(request(false)), ...seconds.map(request(true))])]).incidents[0]?.pattern;
  };
  const steady = Array.from({ length: 50 }, (_, index) => index);
  assert.equal(pattern([20, 20, 21], steady), 'bursts');
  assert.equal(pattern([5, 25, 45], steady), 'sporadic');
  assert.equal(pattern([5, 25, 45], []), 'constant');
});

test('an answer passed on from a server whose proxy was not logged may come from beyond it', () => {
  const [caller] = logs([{ time: '28:18.412', id: 'a', out: passedOn }]);
  assert.ok(caller !== undefined);
  assert.deepEqual(
    factOf(traffic, [caller]).incidents[0]?.failures.map(({ family, unseenBeyond }) => [family, unseenBeyond]),
    [['answered', true]],
  );
});

test('a route that answers by itself keeps the request at its proxy', () => {
  const { incidents } = factOf(traffic, [
    accessLog('web/web-0', [
      '[2026-11-22T17:24:05.103Z] "GET /cart HTTP/1.1" 502 - direct_response - "-" 0 0 0 - "-" "curl/8" "21c74546-cf04-486f-bb59-e9256cabd425" "cart.shop.svc.cluster.local:8080" "-" - - 10.96.31.10:8080 10.244.1.34:55670 - block_all',
    ]),
  ]);
  assert.equal(incidents[0]?.failures[0]?.hop, 'web-sidecar');
});

const unnamedLog = (lines: readonly string[]): Given => ({ kind: 'log', file: 'istio-proxy.log', identity: {}, lines });
const unnamed = rowOf({ time: '22:05.691', id: 'a', out: passedOn }, passedOn, 'out');

test("an unnamed client's log names the client by its own word and the next proxy by the length of its answer", () => {
  const [incident] = factOf(traffic, [unnamedLog([unnamed])]).incidents;
  assert.deepEqual(
    incident?.failures.map(({ hop, writer }) => [hop, writer.name, writer.role]),
    [['vmalert-sidecar->vminsert-sidecar', 'vminsert-sidecar', 'sidecar']],
  );
});

test("a library's name is no client, and another answer's length names no proxy", () => {
  const rows = [unnamed.replace('"vmalert"', '"Go-http-client/1.1"').replace(' 181 95 ', ' 181 40 ')];
  const [incident] = factOf(traffic, [unnamedLog(rows)]).incidents;
  assert.deepEqual(
    incident?.failures.map(({ hop, writer }) => [hop, writer.name]),
    [['client-sidecar->vminsert', 'vminsert']],
  );
});

test('all requests of a file without a name count, by the Service that its rows were asked for', () => {
  const rows = [ok, ok, uc].map((result, index) =>
    rowOf({ time: `28:1${index}.412`, id: `r${index}`, out: result }, result, 'in').replace('"vminsert.monitoring.svc.cluster.local:8480"', '"vminsert:8480"'),
  );
  const [incident] = factOf(traffic, [unnamedLog(rows)]).incidents;
  assert.deepEqual([incident?.target, incident?.total, incident?.requests], ['vminsert.monitoring', 1, 3]);
});

test('an answer of exactly the length of Envoy’s own, also after a retry, is that of the next proxy', () => {
  const hopAfter = (bytes: number): string | undefined => {
    const line = rowOf({ time: '28:18.412', id: 'a', out: passedOn }, passedOn, 'out').replace(' 181 95 ', ` 181 ${bytes} `);
    return factOf(traffic, [accessLog(client, [line])]).incidents[0]?.failures[0]?.hop;
  };
  assert.deepEqual(
    [95, 118, 20].map((bytes) => hopAfter(bytes)),
    ['vmalert-sidecar->vminsert-sidecar', 'vmalert-sidecar->vminsert-sidecar', 'vmalert-sidecar->vminsert'],
  );
});
