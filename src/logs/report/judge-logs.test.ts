import assert from 'node:assert/strict';
import test from 'node:test';
import { proxyStats } from '../../artifacts/envoy/proxy-stats.ts';
import { createLogObserver, observerLimits } from '../observe/log-observer.ts';
import { seededRandom } from '../../race/random.ts';
import { createStreamScanner } from '../read/scan-stream.ts';
import { buildReport } from './build-report.ts';
import { judgeLogs } from './judge-logs.ts';

const T = Date.parse('2026-11-22T17:00:00Z');
const identity = { namespace: 'monitoring', pod: 'vmalert-7b968f5665-rkn76' };
const clusterOf = (service: string): string => `outbound|8480||${service}.monitoring.svc.cluster.local`;

interface Told {
  readonly at: number;
  readonly service?: string;
  readonly port?: number;
  readonly isReset?: boolean;
  /** No connection could be made. */
  readonly isRefused?: boolean;
  readonly host?: string;
}

function observed(rows: readonly Told[], filter: { readonly host?: string } = {}) {
  const observer = createLogObserver({ ...observerLimits, ...filter });
  const sink = observer.open(identity, 'vmalert.log');
  const scanner = createStreamScanner();
  for (const { at, service = 'vminsert', port = 40_000, isReset = false, isRefused = false, host = '10.0.0.1' } of rows) {
    const result = isReset
      ? '503 UC upstream_reset_before_response_started{connection_termination}'
      : isRefused
        ? '503 UF upstream_reset_before_response_started{connection_failure}'
        : '200 - via_upstream';
    const text = `[${new Date(T + at).toISOString()}] "GET /x HTTP/1.1" ${result} - "-" 0 0 2 - "-" "agent" "id" "a:1" "${host}:8480" ${clusterOf(service)} ${isRefused ? '-' : `10.0.9.9:${port}`} 10.1.1.1:8480 10.0.9.9:33000 - default\n`;
    scanner.push(Buffer.from(text), sink);
  }
  scanner.end(sink);
  return observer.observed();
}

/** A thousand requests to each service, one a second. */
const steady = (...services: readonly string[]): readonly Told[] =>
  Array.from({ length: 1_000 }, (_, second) => services.map((service, index) => ({ at: second * 1_000, service, port: 40_000 + index }))).flat();

/** Requests at random to a server that closes after 5 s, at a rate at which some meet the close. */
function race(): readonly Told[] {
  const random = seededRandom(7);
  let [at, port] = [0, 20_000];
  const rows: Told[] = [{ at, port }];
  for (let count = 1; count < 6_000; count += 1) {
    const gap = Math.trunc(random.exponential(1_800)) + 3;
    at += gap + 2;
    const isReset = gap > 4_960 && gap <= 5_002;
    if (gap > 5_002) port += 1;
    rows.push({ at, port, isReset });
    if (isReset) port += 1;
  }
  return rows;
}

/** What `pilot-agent request GET stats` prints, cut to what stands around the counters. */
function statsOf(counters: Readonly<Record<string, { readonly total: number; readonly retry?: number }>>, uptime = 1_000) {
  const clusters = Object.entries(counters).map(
    ([service, { total, retry = 0 }]) =>
      `cluster.${clusterOf(service)};.upstream_cx_total: 12\ncluster.${clusterOf(service)};.upstream_rq_retry: ${retry}\ncluster.${clusterOf(service)};.upstream_rq_total: ${total}\n`,
  );
  const text = `cluster_manager.active_clusters: 22\n${clusters.join('')}server.live: 1\nserver.uptime: ${uptime}\n`;
  return proxyStats.parse([{ file: 'stats.txt', line: 1, hints: [], identity, body: { kind: 'text', text } }]);
}

/** What Istio's own counters look like on the page of `pilot-agent request GET stats/prometheus`. */
function istioStatsOf(counters: Readonly<Record<string, number>>, { uptime = 1_000, pages = 1 } = {}) {
  const line = (service: string, count: number, reporter: string, code: number): string =>
    `istio_requests_total{reporter="${reporter}",source_workload="vmalert",destination_service="${service}.monitoring.svc.cluster.local",destination_service_name="${service}",response_code="${code}",response_flags="-"} ${count}\n`;
  const text = Object.entries(counters)
    .map(([service, count]) => line(service, count - 7, 'source', 200) + line(service, 7, 'source', 503) + line('vmalert', 90_000, 'destination', 200))
    .join('');
  const page = `# TYPE istio_requests_total counter\n${text}envoy_server_uptime{} ${uptime}\n`;
  return proxyStats.parse(
    Array.from({ length: pages }, (_, number) => ({ file: `stats-${number}.txt`, line: 1, hints: [], identity, body: { kind: 'text' as const, text: page } })),
  );
}

const judged = (rows: readonly Told[], stats: ReturnType<typeof statsOf>) => {
  const { doubts, complete } = judgeLogs(observed(rows), stats);
  return { doubts: doubts.map(({ doubt }) => doubt), complete: [...complete.values()].flatMap((clusters) => [...clusters]) };
};

test('a log with as many rows as were counted is complete', () => {
  assert.deepEqual(judged(steady('vminsert'), statsOf({ vminsert: { total: 1_000 } })), { doubts: [], complete: [clusterOf('vminsert')] });
});

test('a sampled log gives no verdict where a whole one names the idle limit', () => {
  const seen = observed(race());
  const [whole, sampled] = [6_000, 60_000].map((total) =>
    buildReport(seen, { files: ['vmalert.log'], bytes: 1, skipped: [], stats: statsOf({ vminsert: { total } }), isStopped: false }, 20),
  );
  assert.deepEqual([whole?.verdict, whole?.completeness, whole?.fits[0]?.inference.mechanism], ['named', [], 'idle-limit']);
  assert.deepEqual([sampled?.verdict, sampled?.completeness.map(({ doubt }) => doubt)], ['undecided', ['sampled']]);
  assert.equal(sampled?.fits[0]?.inference.withheld, 'incomplete');
});

test('attempts that were retries have no rows of their own', () => {
  assert.deepEqual(judged(steady('vminsert'), statsOf({ vminsert: { total: 1_050, retry: 50 } })), { doubts: [], complete: [clusterOf('vminsert')] });
  assert.deepEqual(judged(steady('vminsert'), statsOf({ vminsert: { total: 1_050 } })).doubts, ['sampled']);
});

test('a cluster that agrees says nothing of another that was sampled or not compared', () => {
  const rows = steady('vminsert', 'vmselect', 'vmstorage');
  assert.deepEqual(judged(rows, statsOf({ vminsert: { total: 1_000 }, vmselect: { total: 5_000 } })), {
    doubts: ['sampled'],
    complete: [clusterOf('vminsert')],
  });
});

test('more rows than were counted, or a proxy that lived before the log, prove nothing', () => {
  assert.deepEqual(judged(steady('vminsert'), statsOf({ vminsert: { total: 900 } })), { doubts: [], complete: [] });
  assert.deepEqual(judged(steady('vminsert'), statsOf({ vminsert: { total: 1_000 } }, 90_000)), { doubts: [], complete: [] });
});

test("Istio's counters tell a sampled log too, per destination and whatever its pages repeat", () => {
  const rows = steady('vminsert', 'vmselect');
  for (const pages of [1, 2]) {
    assert.deepEqual(judged(rows, istioStatsOf({ vminsert: 1_000, vmselect: 20_000 }, { pages })), { doubts: ['sampled'], complete: [clusterOf('vminsert')] });
  }
  assert.deepEqual(judged(rows, istioStatsOf({ vminsert: 20_000 }, { uptime: 90_000 })), { doubts: [], complete: [] });
});

test('a failure without a connection is a request too', () => {
  const refused = Array.from({ length: 100 }, (_, second) => ({ at: 1_000_000 + second, isRefused: true }));
  assert.deepEqual(judged([...steady('vminsert'), ...refused], istioStatsOf({ vminsert: 1_100 })), { doubts: [], complete: [clusterOf('vminsert')] });
});

test('counters that went on after the log was taken, and rows that a filter leaves out, are no missing rows', () => {
  assert.deepEqual(judged(steady('vminsert'), statsOf({ vminsert: { total: 1_080 } }, 1_080)), { doubts: [], complete: [] });
  const { doubts, complete } = judgeLogs(observed(steady('vminsert'), { host: '10.0.0.9' }), statsOf({ vminsert: { total: 1_000 } }));
  assert.deepEqual([doubts, [...complete.values()]], [[], []]);
  const half = steady('vminsert').map((row, index) => ({ ...row, host: index % 2 === 0 ? '10.0.0.1' : '10.0.0.2' }));
  assert.deepEqual(judgeLogs(observed(half, { host: '10.0.0.1' }), statsOf({ vminsert: { total: 1_000 } })).doubts, []);
  assert.deepEqual(judgeLogs(observed(half), statsOf({ vminsert: { total: 1_000 } })).doubts, []);
});

test('a busy log written newest first is told, however many rows end in one millisecond and however short it is', () => {
  const random = seededRandom(3);
  const rows = Array.from({ length: 500 }, (_, index) => ({ at: Math.trunc(index / 3) + Math.trunc(random.exponential(0.4)), port: 40_000 + (index % 7) }));
  const reasons = (list: readonly Told[]) => judgeLogs(observed(list), []).doubts.map(({ reason }) => reason.id);
  assert.deepEqual([reasons(rows), reasons(rows.toReversed())], [[], ['log-report/newestFirst']]);
});
