import test from 'node:test';
import { accessLog, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { raceScenarios } from '../../testing/race-scenarios.ts';
import { requestLines } from '../../testing/request-lines.ts';
import { idleGapBand } from './index.ts';

const hop = 'vminsert-sidecar->vminsert';

/** Requests one after another, each after a quiet time, on one connection until a reset ends it. Rows as a real sidecar wrote them. */
function inbound(requests: readonly (readonly [quietMs: number, flag: '-' | 'UC', durationMs?: number])[]): Given {
  return rowsOn('inbound', requests);
}

/** The same at the caller's proxy, towards another pod. */
function outbound(requests: readonly (readonly [quietMs: number, flag: '-' | 'UC', durationMs?: number])[]): Given {
  return rowsOn('outbound', requests);
}

function rowsOn(direction: 'inbound' | 'outbound', requests: readonly (readonly [quietMs: number, flag: '-' | 'UC', durationMs?: number])[]): Given {
  let time = Date.UTC(2026, 0, 1);
  let port = 40_001;
  const rows = requests.map(([quiet, flag, duration = 4], index) => {
    time += quiet;
    const start = new Date(time).toISOString();
    time += duration;
    const answer = flag === 'UC' ? '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95' : '204 - via_upstream - "-" 265 0';
    const row = `[${start}] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${answer} ${duration} - "-" "vmalert" "00000000-0000-4000-8000-${String(index).padStart(12, '0')}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:${port} 10.244.2.9:8480 10.244.1.10:54752 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default`;
    const own = port;
    if (flag === 'UC') port += 1;
    return direction === 'inbound'
      ? row
      : row.replace(
          /inbound\|8480\|\| .*/,
          `outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.10:${own} 10.96.31.10:8480 10.244.1.10:38368 - default`,
        );
  });
  return accessLog(direction === 'inbound' ? 'monitoring/vminsert-78797c6fb-wwrsx' : 'monitoring/vmalert-7b968f5665-rkn76', rows);
}

/** The log of a simulated pool. */
function simulated(name: string, seed: number, resets: number): Given {
  const rows = raceScenarios.find((scenario) => scenario.name.startsWith(name))?.rows(seed, resets) ?? [];
  return accessLog('monitoring/vminsert-78797c6fb-wwrsx', requestLines(rows));
}

/** The same with the hours between the crashes cut out: what happens within ten minutes is one incident. */
function inARow(name: string, seed: number, resets: number): Given {
  const rows = raceScenarios.find((scenario) => scenario.name.startsWith(name))?.rows(seed, resets) ?? [];
  const moments = rows
    .flatMap(({ isReset, start }) => (isReset ? [start] : []))
    .filter((start, index, all) => index === 0 || start - (all[index - 1] ?? 0) > 60_000);
  const [before, apart] = [500_000, 590_000];
  const kept = rows.flatMap((row) => {
    const place = moments.findIndex((moment) => row.start > moment - before && row.start < moment + apart - before);
    return place < 0 ? [] : [{ ...row, start: row.start - (moments[place] ?? 0) + (moments[0] ?? 0) + place * apart }];
  });
  return accessLog('monitoring/vminsert-78797c6fb-wwrsx', requestLines(kept));
}

/** Connections are used now and then, until one is used after it was quiet for long. */
function forgotten(times: number): Given {
  return inbound(
    Array.from({ length: times }, (_, round) => [
      ...Array.from({ length: 30 + 7 * round }, (_use, use) => [700 + ((use * 5_300) % 290_000), '-'] as const),
      [350_000 + 61_000 * round, 'UC', 1] as const,
    ]).flat(),
  );
}

const vminsert = (argument: string): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-78797c6fb-wwrsx, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: vminsert-78797c6fb, controller: true }] }
  spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster', args: ['${argument}'] }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.2.9 }
`;
const nginx = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-78797c6fb-wwrsx, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: vminsert-78797c6fb, controller: true }] }
  spec: { containers: [{ name: web, image: 'nginx:1.22' }, { name: istio-proxy, image: istio/proxyv2 }] }
  status: { podIP: 10.244.2.9 }
`;
const noRules = manifest`{ apiVersion: networking.istio.io/v1, kind: DestinationRuleList, items: [] }`;
const flag5s = vminsert('-http.idleConnTimeout=5s');
const flagDefault = vminsert('-httpListenAddr=:8480');

testAnalyzer(test, idleGapBand, [
  {
    name: 'resets at the known limit, again and again, on a pool that keeps connections longer',
    given: [
      inbound([
        [0, '-'],
        [4990, 'UC'],
        [10, '-'],
        [1000, '-'],
        [5002, 'UC'],
        [10, '-'],
        [4971, 'UC'],
      ]),
      flag5s,
      noRules,
    ],
    expect: [
      { message: 'gapsAtServerLimit', data: { hop, fitting: 3, resets: 3, low: '4.971s', high: '5.002s', limit: '5s', pool: '1h' }, explains: [0, 1, 2] },
    ],
  },
  {
    name: 'one reset at the known limit',
    given: [
      inbound([
        [0, '-'],
        [1000, '-'],
        [4990, 'UC'],
      ]),
      flag5s,
    ],
    expect: [{ message: 'someGapsAtServerLimit', data: { hop, fitting: 1, resets: 1, low: '4.99s', high: '4.99s', limit: '5s' } }],
  },
  {
    name: 'one reset near a limit that the software only has by default may be chance',
    given: [
      inbound([
        [0, '-'],
        [1000, '-'],
        [59_990, 'UC'],
      ]),
      flagDefault,
    ],
    expect: [{ message: 'gapNearDefault', data: { hop, fitting: 1, resets: 1, low: '59.99s', high: '59.99s', limit: '1m' } }],
  },
  {
    name: 'the caller alone is logged: an answer as long as a proxy gives for a reset, after the quiet time of the limit',
    given: [
      accessLog('monitoring/vmalert-7b968f5665-rkn76', [
        '[2026-01-01T00:00:00.000Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 204 - via_upstream - "-" 265 0 4 3 "-" "vmalert" "a0000000-0000-4000-8000-000000000001" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.10:54752 10.96.31.10:8480 10.244.1.10:38368 - default',
        '[2026-01-01T00:00:05.001Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 - via_upstream - "-" 265 95 5 4 "-" "vmalert" "a0000000-0000-4000-8000-000000000002" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.10:54752 10.96.31.10:8480 10.244.1.10:38368 - default',
      ]),
      flag5s,
    ],
    expect: [{ message: 'someGapsAtServerLimit', data: { hop, fitting: 1, resets: 1, low: '4.997s', high: '4.997s', limit: '5s' }, hop }],
  },
  {
    name: 'resets far from the limit that the process was given',
    given: [
      inbound([
        [0, '-'],
        [2000, 'UC'],
        [6000, '-'],
        [1100, 'UC'],
      ]),
      flag5s,
    ],
    expect: [{ message: 'gapsAwayFromLimit', data: { hop, timed: 2, low: '1.1s', high: '2s', limit: '5s' } }],
  },
  {
    name: 'resets far from the limit that the software has by default',
    given: [
      inbound([
        [0, '-'],
        [2000, 'UC'],
      ]),
      flagDefault,
    ],
    expect: [{ message: 'gapsAwayFromDefault', data: { hop, timed: 1, low: '2s', high: '2s', limit: '1m' } }],
  },
  {
    name: 'an unknown limit shows as a band: shorter quiet times go well, resets come after one length of quiet',
    given: [
      inbound([
        [0, '-'],
        ...Array.from({ length: 30 }, () => [1000, '-'] as [number, '-']),
        [20_000, 'UC'],
        [5000, '-'],
        [20_010, 'UC'],
        [5000, '-'],
        [19_990, 'UC'],
      ]),
    ],
    expect: [{ message: 'gapsInOneBand', data: { hop, fitting: 3, resets: 3, low: '19.99s', high: '20.01s', below: 30 }, explains: [0, 1, 2] }],
  },
  {
    name: 'a default that is set in a file may be another: then the limit shows as a band',
    given: [
      inbound([
        [0, '-'],
        ...Array.from({ length: 30 }, () => [1000, '-'] as [number, '-']),
        [4998, 'UC'],
        [4000, '-'],
        [5001, 'UC'],
        [4000, '-'],
        [4999, 'UC'],
      ]),
      nginx,
    ],
    expect: [{ message: 'gapsInOneBand', data: { hop, fitting: 3, resets: 3, low: '4.998s', high: '5.001s', below: 30 }, explains: [0, 1, 2] }],
  },
  {
    name: 'a default that a flag would change is no guess: the same band is away from it',
    given: [
      inbound([
        [0, '-'],
        ...Array.from({ length: 30 }, () => [1000, '-'] as [number, '-']),
        [4998, 'UC'],
        [4000, '-'],
        [5001, 'UC'],
        [4000, '-'],
        [4999, 'UC'],
      ]),
      flagDefault,
    ],
    expect: [{ message: 'gapsAwayFromDefault', data: { hop, timed: 3, low: '4.998s', high: '5.001s', limit: '1m' } }],
  },
  {
    name: 'a metronome: every request comes after the same quiet time, so resets after it say little',
    given: [
      inbound([
        [0, '-'],
        ...Array.from({ length: 20 }, () => [20_000, '-'] as [number, '-']),
        [20_000, 'UC'],
        [20_000, '-'],
        [20_000, 'UC'],
        [20_000, '-'],
        [20_000, 'UC'],
      ]),
    ],
    expect: [{ message: 'steadyGap', data: { hop, fitting: 3, resets: 3, low: '20s', high: '20s' } }],
  },
  {
    name: 'resets after quiet times of any length',
    given: [
      inbound([
        [0, '-'],
        [2000, 'UC'],
        [5000, '-'],
        [9000, 'UC'],
        [5000, '-'],
        [30_000, 'UC'],
      ]),
    ],
    expect: [{ message: 'gapsSpread', data: { hop, timed: 3, low: '2s', high: '30s' } }],
  },
  {
    name: 'towards another pod, requests are lost after any long quiet and never sooner: the close was not heard',
    given: [
      outbound([
        [0, '-'],
        ...Array.from({ length: 6 }, () => [120_000, '-'] as [number, '-']),
        [360_000, 'UC'],
        [2000, '-'],
        [600_000, 'UC'],
        [2000, '-'],
        [420_000, 'UC'],
      ]),
    ],
    expect: [
      { message: 'gapsSpread', data: { hop: 'vmalert-sidecar->vminsert', timed: 3, low: '6m', high: '10m' } },
      { message: 'lostAfterQuiet', data: { hop: 'vmalert-sidecar->vminsert', lost: 3, low: '6m', high: '10m', served: 6 }, explains: [0, 1, 2] },
    ].toReversed(),
  },
  {
    name: 'towards another pod, a longer quiet that went well says that closes are heard',
    given: [
      outbound([
        [0, '-'],
        ...Array.from({ length: 6 }, () => [500_000, '-'] as [number, '-']),
        [360_000, 'UC'],
        [2000, '-'],
        [600_000, 'UC'],
        [2000, '-'],
        [420_000, 'UC'],
      ]),
    ],
    expect: [{ message: 'gapsSpread', data: { hop: 'vmalert-sidecar->vminsert', timed: 3, low: '6m', high: '10m' } }],
  },
  {
    name: 'every connection is reset on its first request',
    given: [
      inbound([
        [0, 'UC'],
        [1000, 'UC'],
        [1000, 'UC'],
        [1000, 'UC'],
      ]),
    ],
    expect: [{ message: 'allOnFirstUse', data: { hop, resets: 4 } }],
  },
  {
    name: 'most resets are on new connections, long after the log begins',
    given: [
      inbound([
        [0, '-'],
        [5000, 'UC'],
        [70_000, 'UC'],
        [5000, 'UC'],
      ]),
      flag5s,
    ],
    expect: [
      { message: 'someGapsAtServerLimit', data: { hop, fitting: 1, resets: 3, low: '5s', high: '5s', limit: '5s' } },
      { message: 'mostOnFirstUse', data: { hop, first: 2, resets: 3 } },
    ].slice(1),
  },
  {
    name: 'connections that were quiet for longer serve well',
    given: [
      inbound([
        [0, '-'],
        [9000, '-'],
        [9000, '-'],
        [9000, '-'],
        [4990, 'UC'],
      ]),
      flag5s,
    ],
    expect: [{ message: 'survivorsBeyond', data: { hop, beyond: 3, high: '4.99s' } }],
  },
  {
    name: 'a request that ran for seconds was not lost to a close for idleness',
    given: [
      inbound([
        [0, '-'],
        [3000, 'UC', 4000],
      ]),
    ],
    expect: [{ message: 'requestsTooLong', data: { hop, slow: 1, resets: 1, median: '4s' } }],
  },
  {
    name: 'resets between requests that follow each other at once',
    given: [
      inbound([
        [0, '-'],
        [20, '-'],
        [30, 'UC'],
        [5, '-'],
        [40, 'UC'],
      ]),
    ],
    expect: [{ message: 'gapsTooShort', data: { hop, timed: 2, high: '40ms' } }],
  },
  {
    name: 'a refused connection is no reset',
    given: [
      accessLog('monitoring/vmalert-7b968f5665-rkn76', [
        '[2026-01-01T00:00:00.000Z] "POST /write HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "vmalert" "a0000000-0000-4000-8000-000000000001" "vminsert.monitoring.svc.cluster.local:8480" "-" outbound|8480||vminsert.monitoring.svc.cluster.local - 10.96.31.10:8480 10.244.1.10:38368 - default',
      ]),
    ],
    expect: [{ message: 'noResets', data: { total: 1 } }],
  },
  {
    name: 'connections of any quiet time are reset together, again and again',
    given: [inARow('crash each hour', 1, 12)],
    expect: [
      { message: 'requestsTooLong', data: { hop, slow: 9, resets: 10, median: '639ms' } },
      { message: 'resetsInBursts', data: { hop, fitting: 9, resets: 10, moments: 4 } },
      { message: 'survivorsBeyond', data: { hop, beyond: 782, high: '3.238s' } },
    ],
  },
  {
    name: 'an Envoy as server answers nothing in the second before it closes',
    given: [simulated('Envoy as server', 3, 6)],
    expect: [{ message: 'gapsBeforeProxyCloses', data: { hop, fitting: 6, resets: 6, close: '16s', idle: '10s' } }],
  },
  {
    name: 'connections that were quiet for longer than any that went well are dead',
    given: [forgotten(9)],
    expect: [{ message: 'lostBeyond', data: { hop, fitting: 9, resets: 9, low: '5m50s', high: '13m58s' } }],
  },
  {
    name: 'resets come when many requests are under way',
    given: [simulated('overload above 4', 1, 20)],
    expect: [{ message: 'resetsUnderLoad', data: { hop, fitting: 17, resets: 20, load: 5 } }],
  },
  {
    name: 'requests that go well say nothing',
    given: [
      inbound([
        [0, '-'],
        [5000, '-'],
      ]),
    ],
    expect: [],
  },
  { name: 'without request rows nothing can be compared', given: [flagDefault], expect: 'skipped' },
]);
