import test from 'node:test';
import { accessLog, type Given, testAnalyzer } from '../../testing/index.ts';
import { connectionAgeLimit } from './index.ts';

const hop = 'catalog-sidecar->catalog';

/** Connections one after another: offsets of the requests on each in milliseconds; the last of each is reset. */
function connections(...all: readonly (readonly number[])[]): Given {
  let start = Date.UTC(2026, 0, 1);
  const rows = all.flatMap((offsets, number) => {
    const base = start;
    start += (offsets.at(-1) ?? 0) + 10_000;
    return offsets.map((offset, index) => {
      const answer =
        index === offsets.length - 1 ? '503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95' : '200 - via_upstream - "-" 0 17';
      return `[${new Date(base + offset).toISOString()}] "GET /items HTTP/1.1" ${answer} 0 - "-" "curl" "00000000-0000-4000-8000-${String(number * 1000 + index).padStart(12, '0')}" "catalog.shop:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:${4000 + number} 10.1.0.7:8080 10.1.0.9:51234 - default`;
    });
  });
  return accessLog('shop/catalog-7ccd69cb6b-4t89s', rows);
}

testAnalyzer(test, connectionAgeLimit, [
  {
    name: 'resets at one age, after few or many requests',
    given: [connections([0, 25_000, 30_000], [0, 1000, 2000, 30_100], [0, 10_000, 20_000, 24_000, 30_050], [0, 29_000, 30_200])],
    expect: [{ message: 'sameAge', data: { hop, resets: 4, low: '30s', high: '30.2s' }, explains: [0, 1, 2, 3] }],
  },
  {
    name: 'resets at one number of requests, at any age',
    given: [connections([0, 1000, 2000, 9000], [0, 100, 200, 300], [0, 10, 20_000, 21_000], [0, 500, 5000, 60_000])],
    expect: [{ message: 'sameCount', data: { hop, resets: 4, count: 4 }, explains: [0, 1, 2, 3] }],
  },
  {
    name: 'neither age nor number repeats',
    given: [connections([0, 5000], [0, 1000, 2000], [0, 100, 20_000, 40_000], [0, 5000, 6000, 7000, 90_000])],
    expect: [{ message: 'agesDiffer', data: { hop, resets: 4, low: '2s', high: '1m30s', fewest: 2, most: 5 } }],
  },
  { name: 'only first requests', given: [connections([0], [0], [0], [0])], expect: [{ message: 'brandNew', data: { hop, resets: 4 } }] },
  {
    name: 'a metronome meets an idle limit at one age and count too',
    given: [connections([0, 5000, 10_000], [0, 5000, 10_000], [0, 5000, 10_000], [0, 5000, 10_000])],
    expect: [],
  },
  {
    name: 'steady traffic outlives its quiet time again and again, up to one age',
    given: [connections(...Array.from({ length: 4 }, () => [0, 1000, 2001, 3000, 4000, 5001, 6000, 7000, 8002, 9000, 10_000]))],
    expect: [{ message: 'sameCount', data: { hop, resets: 4, count: 11 }, explains: [0, 1, 2, 3] }],
  },
  {
    name: 'a connection that was opened before its first request looks younger than the others',
    given: [
      connections(
        [0, 1000, 1001, 3000, 5000, 7000, 10_000],
        [0, 1000, 2000, 4000, 6000, 7000, 8000, 10_002],
        [0, 1000, 1001, 3000, 5000, 9018],
        [0, 1000, 1001, 3000, 5000, 7000, 10_001],
        [0, 1000, 1001, 3000, 5000, 7000, 10_003],
      ),
    ],
    expect: [{ message: 'sameAge', data: { hop, resets: 4, low: '10s', high: '10.003s' }, explains: [0, 1, 3, 4] }],
  },
  {
    name: 'one number of requests among resets of other kinds, told by all the requests that went well before it',
    given: [
      connections(
        ...Array.from({ length: 6 }, (_, number) => Array.from({ length: 40 }, (_, index) => index * (400 + 300 * number))),
        Array.from({ length: 12 }, (_, index) => index * 500),
        Array.from({ length: 25 }, (_, index) => index * 700),
      ),
    ],
    expect: [{ message: 'sameCount', data: { hop, resets: 6, count: 40 }, explains: [0, 1, 2, 3, 4, 5] }],
  },
  { name: 'three resets are too few', given: [connections([0, 1000, 30_000], [0, 20_000, 30_000], [0, 5000, 30_000])], expect: [] },
]);
